// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_LOADED_WATCH_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_LOADED_WATCH_H_

#include <atomic>
#include <mutex>
#include <set>
#include <string>
#include <thread>

#include <sys/types.h>

namespace ntlmatrix::conformance::check {

// Watches who uses a file while a shim runs: processes that have it mapped or run it, also ones
// that live for a moment, and that it is opened at all. Of a Python module the compiled form counts
// too. To be made before the shim is started.
class LoadedWatch {
 public:
  explicit LoadedWatch(std::string file);
  ~LoadedWatch();
  LoadedWatch(const LoadedWatch&) = delete;
  LoadedWatch& operator=(const LoadedWatch&) = delete;

  // Looks at the processes below this one from now on, in a thread.
  void Follow(pid_t keeper);
  void Stop();

  // "mapped by winpr_shim", "run as curl"; empty where nobody was seen.
  std::string user() const;
  // Whether somebody, whoever that is, opened the file.
  bool WasOpened();

  // What was looked at: names of processes, and files that are mapped or run.
  std::set<std::string> processes() const;
  std::set<std::string> files() const;

 private:
  void Look(pid_t keeper);
  void LookAt(pid_t process);

  std::string file_;
  int events_ = -1;        // inotify
  int folder_watch_ = -1;  // of the compiled modules
  bool opened_ = false;
  std::thread thread_;
  std::atomic<bool> stop_ = false;
  mutable std::mutex mutex_;  // of what follows
  std::string user_;
  std::set<std::string> processes_;
  std::set<std::string> files_;
};

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_LOADED_WATCH_H_
