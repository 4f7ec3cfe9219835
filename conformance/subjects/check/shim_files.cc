// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/shim_files.h"

#include <algorithm>
#include <climits>
#include <fstream>
#include <iterator>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include <dirent.h>
#include <sys/stat.h>
#include <unistd.h>

#include "conformance/subjects/check/line_form.h"
#include "conformance/subjects/external/process_tree.h"
#include "conformance/subjects/external/shim_process.h"

namespace ntlmatrix::conformance::check {

std::string ShareFault(const std::vector<pid_t>& processes) {
  constexpr char kSection[] = " (PROTOCOL.md, What breaks a test)";
  if (processes.size() > external::kMaxProcesses) {
    return absl::StrCat("it runs more than ", external::kMaxProcesses, " processes", kSection);
  }
  const uint64_t used = external::UsedBytes(processes, external::kMaxMemory);
  return used <= external::kMaxMemory
             ? ""
             : absl::StrCat("it uses ", used >> 20, " MiB of memory, more than ",
                            external::kMaxMemory >> 20, kSection);
}

std::string ProcessName(pid_t process) {
  std::ifstream in(absl::StrCat("/proc/", process, "/comm"));
  std::string name;
  std::getline(in, name);
  return name.empty() ? "(gone)" : LastLine(name);
}

std::string ProgramOf(pid_t process) {
  char path[PATH_MAX];
  const ssize_t size =
      readlink(absl::StrCat("/proc/", process, "/exe").c_str(), path, sizeof(path));
  return size < 0 ? "" : std::string(path, static_cast<size_t>(size));
}

std::set<std::string> MappedFiles(pid_t process) {
  std::set<std::string> files;
  std::ifstream in(absl::StrCat("/proc/", process, "/maps"));
  std::string line;
  // The path is the last of six columns and the only one with a slash.
  while (std::getline(in, line)) {
    if (const size_t slash = line.find('/'); slash != std::string::npos) {
      files.insert(line.substr(slash));
    }
  }
  return files;
}

bool IsSameFile(const std::string& a, const std::string& b) {
  struct stat first = {};
  struct stat second = {};
  return a == b || (stat(a.c_str(), &first) == 0 && stat(b.c_str(), &second) == 0 &&
                    first.st_dev == second.st_dev && first.st_ino == second.st_ino);
}

bool IsNative(const std::string& file) {
  constexpr char kElf[] = {0x7F, 'E', 'L', 'F'};
  char start[sizeof(kElf)] = {};
  std::ifstream in(file, std::ios::binary);
  return in.read(start, sizeof(start)) && std::equal(std::begin(kElf), std::end(kElf), start);
}

std::set<std::string> FilesHere() {
  std::set<std::string> names;
  DIR* const folder = opendir(".");
  if (folder == nullptr) return names;
  while (const dirent* const file = readdir(folder)) names.insert(file->d_name);
  closedir(folder);
  return names;
}

}  // namespace ntlmatrix::conformance::check
