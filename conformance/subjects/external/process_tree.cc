// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/process_tree.h"

#include <atomic>
#include <chrono>
#include <csignal>
#include <fstream>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include <dirent.h>
#include <unistd.h>

namespace ntlmatrix::conformance::external {
namespace {

// What /proc says; empty where the process has gone or belongs to somebody else.
std::string ReadProc(pid_t process, const char* file) {
  std::ifstream in(absl::StrCat("/proc/", process, "/", file), std::ios::binary);
  return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

bool HasMark(const std::string& environment, const std::string& entry) {
  const size_t at = environment.find(entry);
  return at != std::string::npos && (at == 0 || environment[at - 1] == '\0');
}

}  // namespace

std::string NewTreeMark() {
  static std::atomic<int> count = 0;
  const auto now = std::chrono::steady_clock::now().time_since_epoch().count();
  return absl::StrCat(getpid(), "-", ++count, "-", now);
}

std::vector<pid_t> ProcessesOf(const std::string& mark) {
  std::vector<pid_t> found;
  const std::string entry = absl::StrCat(kTreeVariable, "=", mark, absl::string_view("\0", 1));
  DIR* const proc = opendir("/proc");
  if (proc == nullptr) return found;
  while (const dirent* const file = readdir(proc)) {
    pid_t process = 0;
    if (!absl::SimpleAtoi(static_cast<const char*>(file->d_name), &process)) continue;
    // A zombie has no environment any more.
    if (HasMark(ReadProc(process, "environ"), entry)) found.push_back(process);
  }
  closedir(proc);
  return found;
}

uint64_t ResidentBytes(const std::vector<pid_t>& processes) {
  uint64_t pages = 0;
  for (const pid_t process : processes) {
    std::ifstream in(absl::StrCat("/proc/", process, "/statm"));
    uint64_t size = 0;
    uint64_t resident = 0;
    if (in >> size >> resident) pages += resident;
  }
  return pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE));
}

void KillTree(const std::string& mark) {
  // One that forks all the time may start another while the list is read: repeat until none is
  // left.
  constexpr int kRounds = 200;
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<pid_t> processes = ProcessesOf(mark);
    if (processes.empty()) return;
    for (const pid_t process : processes) kill(process, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
  }
}

}  // namespace ntlmatrix::conformance::external
