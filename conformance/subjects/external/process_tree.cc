// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/process_tree.h"

#include <chrono>
#include <csignal>
#include <fstream>
#include <map>
#include <sstream>
#include <string>
#include <thread>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include <dirent.h>
#include <unistd.h>

namespace ntlmatrix::conformance::external {
namespace {

struct Process {
  pid_t parent = 0;
  bool zombie = false;
};

// What /proc says of a process, proc(5); parent 0 where it has gone.
Process Look(pid_t pid) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/stat"));
  // Of a process that goes away meanwhile this is an error of reading (ESRCH), which would be an
  // exception of an istreambuf_iterator.
  std::ostringstream stat;
  stat << in.rdbuf();
  const std::string text = stat.str();
  // The name, in brackets, may hold anything.
  const size_t name_end = text.rfind(')');
  if (name_end == std::string::npos) return {};
  std::istringstream rest(text.substr(name_end + 1));
  std::string state;
  Process process;
  rest >> state >> process.parent;
  process.zombie = state == "Z" || state == "X";
  return process;
}

std::map<pid_t, Process> LookAtAll() {
  std::map<pid_t, Process> processes;
  DIR* const proc = opendir("/proc");
  if (proc == nullptr) return processes;
  while (const dirent* const file = readdir(proc)) {
    pid_t pid = 0;
    if (absl::SimpleAtoi(static_cast<const char*>(file->d_name), &pid)) processes[pid] = Look(pid);
  }
  closedir(proc);
  return processes;
}

uint64_t ResidentBytes(pid_t process) {
  std::ifstream in(absl::StrCat("/proc/", process, "/statm"));
  uint64_t size = 0;
  uint64_t pages = 0;
  return in >> size >> pages ? pages * static_cast<uint64_t>(sysconf(_SC_PAGESIZE)) : 0;
}

// What is resident where a process does not let itself be looked at.
uint64_t ProportionalBytes(pid_t process) {
  std::ifstream in(absl::StrCat("/proc/", process, "/smaps_rollup"));
  std::string word;
  uint64_t kibibytes = 0;
  while (in >> word) {
    if (word == "Pss:" && in >> kibibytes) return kibibytes << 10;
  }
  return ResidentBytes(process);
}

}  // namespace

std::vector<pid_t> DescendantsOf(pid_t ancestor) {
  const std::map<pid_t, Process> processes = LookAtAll();
  std::vector<pid_t> found;
  std::vector<pid_t> todo = {ancestor};
  while (!todo.empty()) {
    const pid_t parent = todo.back();
    todo.pop_back();
    for (const auto& [pid, process] : processes) {
      if (process.parent != parent) continue;
      todo.push_back(pid);
      if (!process.zombie) found.push_back(pid);
    }
  }
  return found;
}

uint64_t UsedBytes(const std::vector<pid_t>& processes, uint64_t enough) {
  uint64_t resident = 0;
  for (const pid_t process : processes) resident += ResidentBytes(process);
  if (resident <= enough) return resident;
  uint64_t bytes = 0;
  for (const pid_t process : processes) bytes += ProportionalBytes(process);
  return bytes;
}

void KillDescendants(pid_t ancestor) {
  // One that forks all the time may start another while the list is read: repeat until none is
  // left.
  constexpr int kRounds = 200;
  for (int round = 0; round < kRounds; ++round) {
    const std::vector<pid_t> processes = DescendantsOf(ancestor);
    if (processes.empty()) return;
    for (const pid_t process : processes) kill(process, SIGKILL);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace ntlmatrix::conformance::external
