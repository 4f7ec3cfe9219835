// SPDX-License-Identifier: Apache-2.0

// run_measured PROGRAM ARGUMENT...: runs a program without its output and prints what it took, as
// JSON: seconds on the clock and of CPU, peak resident set in KiB, exit status (-1: a signal).
//
// Small itself, because a program's peak resident set includes that of the one that started it.

#include <chrono>
#include <cstdio>

#include <fcntl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench/require.h"

namespace ntlmatrix::bench {
namespace {

double Seconds(const timeval& time) {
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_usec) / 1e6;
}

[[noreturn]] void Become(char** command) {
  const int nothing = open("/dev/null", O_WRONLY | O_CLOEXEC);
  if (nothing >= 0 && dup2(nothing, STDOUT_FILENO) >= 0) execvp(command[0], command);
  _exit(127);
}

int Main(int argc, char** argv) {
  Require(argc > 1, "run_measured PROGRAM ARGUMENT...");
  const auto start = std::chrono::steady_clock::now();
  const pid_t child = fork();
  Require(child >= 0, "run_measured: can't fork");
  if (child == 0) Become(argv + 1);
  int status = 0;
  rusage usage = {};
  Require(wait4(child, &status, 0, &usage) == child, "run_measured: wait4 failed");
  const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
  std::printf("{\"wall_s\": %.4f, \"cpu_s\": %.4f, \"peak_kib\": %ld, \"status\": %d}\n",
              wall.count(), Seconds(usage.ru_utime) + Seconds(usage.ru_stime), usage.ru_maxrss,
              WIFEXITED(status) ? WEXITSTATUS(status) : -1);
  return 0;
}

}  // namespace
}  // namespace ntlmatrix::bench

int main(int argc, char** argv) { return ntlmatrix::bench::Main(argc, argv); }
