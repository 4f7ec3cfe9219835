// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/loaded_watch.h"

#include <array>
#include <chrono>
#include <cstring>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include <sys/inotify.h>
#include <unistd.h>

#include "conformance/subjects/check/shim_files.h"
#include "conformance/subjects/external/process_tree.h"

namespace ntlmatrix::conformance::check {
namespace {

std::string FolderOf(const std::string& file) { return file.substr(0, file.rfind('/')); }

std::string NameOf(const std::string& file) { return file.substr(file.rfind('/') + 1); }

// "ntlm." of "/usr/lib/python3/dist-packages/impacket/ntlm.py"
std::string StemOf(const std::string& file) {
  const std::string name = NameOf(file);
  return absl::StrCat(name.substr(0, name.rfind('.')), ".");
}

}  // namespace

LoadedWatch::LoadedWatch(std::string file)
    : file_(std::move(file)), events_(inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {
  inotify_add_watch(events_, file_.c_str(), IN_OPEN);
  folder_watch_ =
      inotify_add_watch(events_, absl::StrCat(FolderOf(file_), "/__pycache__").c_str(), IN_OPEN);
}

LoadedWatch::~LoadedWatch() {
  Stop();
  if (events_ >= 0) close(events_);
}

void LoadedWatch::Follow(pid_t keeper) {
  thread_ = std::thread([this, keeper] {
    while (!stop_) {
      Look(keeper);
      std::this_thread::sleep_for(std::chrono::microseconds(200));
    }
  });
}

void LoadedWatch::Stop() {
  stop_ = true;
  if (thread_.joinable()) thread_.join();
}

void LoadedWatch::Look(pid_t keeper) {
  for (const pid_t process : external::DescendantsOf(keeper)) LookAt(process);
}

void LoadedWatch::LookAt(pid_t process) {
  const std::string program = ProgramOf(process);
  if (program.empty()) return;
  const std::set<std::string> mapped = MappedFiles(process);
  const std::string name = ProcessName(process);
  const bool runs = IsSameFile(program, file_);
  bool maps = false;
  for (const std::string& each : mapped) maps = maps || IsSameFile(each, file_);
  const std::lock_guard<std::mutex> lock(mutex_);
  processes_.insert(name);
  files_.insert(program);
  files_.insert(mapped.begin(), mapped.end());
  if (user_.empty() && (runs || maps)) user_ = absl::StrCat(runs ? "run as " : "mapped by ", name);
}

std::string LoadedWatch::user() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return user_;
}

std::set<std::string> LoadedWatch::processes() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return processes_;
}

std::set<std::string> LoadedWatch::files() const {
  const std::lock_guard<std::mutex> lock(mutex_);
  return files_;
}

bool LoadedWatch::WasOpened() {
  alignas(inotify_event) std::array<char, 16384> buffer;
  const std::string stem = StemOf(file_);
  ssize_t size = 0;
  while ((size = read(events_, buffer.data(), buffer.size())) > 0) {
    for (size_t at = 0; at + sizeof(inotify_event) <= static_cast<size_t>(size);) {
      inotify_event event = {};
      std::memcpy(&event, &buffer[at], sizeof(event));
      const char* const name = &buffer[at] + sizeof(event);
      const bool compiled = event.wd == folder_watch_ && event.len > 0;
      opened_ = opened_ || (compiled ? absl::StartsWith(name, stem) && absl::EndsWith(name, ".pyc")
                                     : event.wd != folder_watch_);
      at += sizeof(event) + event.len;
    }
  }
  return opened_;
}

}  // namespace ntlmatrix::conformance::check
