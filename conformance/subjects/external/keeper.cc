// SPDX-License-Identifier: Apache-2.0

// The suite has threads, so between fork and exec, and in the keeper, which is a fork without exec,
// only async-signal-safe functions may be called.

#include "conformance/subjects/external/keeper.h"

#include <algorithm>
#include <cerrno>
#include <csignal>

#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ntlmatrix::conformance::external {
namespace {

constexpr rlim_t kMaxFile = rlim_t{256} << 20;

void Limit(decltype(RLIMIT_CORE) resource, rlim_t value) {
  rlimit limit = {};
  if (getrlimit(resource, &limit) != 0) return;
  limit.rlim_cur = std::min(value, limit.rlim_max);
  setrlimit(resource, &limit);
}

template <typename T>
void Tell(int file, const T& value) {
  // Nobody can be told if this fails.
  [[maybe_unused]] const ssize_t size = write(file, &value, sizeof(value));
}

[[noreturn]] void BecomeProgram(const KeptProgram& program) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(program.input, STDIN_FILENO);
  dup2(program.output, STDOUT_FILENO);
  dup2(program.errors, STDERR_FILENO);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_NPROC, program.threads);
  Limit(RLIMIT_FSIZE, kMaxFile);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
  execvpe(program.arguments[0], program.arguments, program.environment);
  Tell(program.failed, errno);
  _exit(127);
}

[[noreturn]] void Keep(pid_t program, int status_file) {
  // The ends of pipes, those of other shims too, would stay open for as long as the keeper runs.
  if (status_file > 0) close_range(0, static_cast<unsigned>(status_file) - 1, 0);
  close_range(static_cast<unsigned>(status_file) + 1, ~0U, 0);
  for (;;) {
    int status = 0;
    const pid_t ended = waitpid(-1, &status, 0);
    if (ended == program) Tell(status_file, status);
    if (ended < 0 && errno == ECHILD) pause();
  }
}

}  // namespace

pid_t StartKeeper(const KeptProgram& program) {
  const pid_t keeper = fork();
  if (keeper != 0) return keeper;
  // The suite may be killed in a way that runs no destructor.
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  // Ctrl-C is for the suite, which ends its shims in good order.
  setsid();
  const pid_t child = fork();
  if (child == 0) BecomeProgram(program);
  if (child < 0) {
    Tell(program.failed, errno);
    _exit(127);
  }
  Keep(child, program.status);
}

}  // namespace ntlmatrix::conformance::external
