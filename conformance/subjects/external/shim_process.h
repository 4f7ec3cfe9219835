// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SHIM_PROCESS_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SHIM_PROCESS_H_

#include <chrono>
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include <sys/types.h>

namespace ntlmatrix::conformance::external {

// The status with which a shim says that its implementation is not installed.
inline constexpr int kNotInstalled = 69;

// What a shim and everything that it starts may use.
inline constexpr size_t kMaxProcesses = 64;
inline constexpr uint64_t kMaxMemory = uint64_t{1} << 30;  // bytes

// A running shim: lines go in and come out without blocking, its standard error is kept. It and all
// that it started end with the object. To be used by one thread.
class ShimProcess {
 public:
  using Clock = std::chrono::steady_clock;  // one that does not jump

  // Starts the program; `environment` entries "NAME=VALUE" are added to that of the suite. An error
  // (NotFound, Unavailable) says why it can't be started. From then on the suite ignores SIGPIPE.
  static absl::StatusOr<std::unique_ptr<ShimProcess>> Start(
      const std::vector<std::string>& command, const std::vector<std::string>& environment = {});
  ~ShimProcess();
  ShimProcess(const ShimProcess&) = delete;
  ShimProcess& operator=(const ShimProcess&) = delete;

  // Takes a line, with its line feed, for Pump() to write.
  void Write(absl::string_view line) { absl::StrAppend(&to_write_, line); }
  bool HasUnwritten() const { return written_ < to_write_.size(); }

  // The next whole line, without its line feed; good until the next call of anything here.
  std::optional<absl::string_view> NextLine();

  absl::string_view UnfinishedLine() const;  // what follows its last line feed; good as long

  // Writes and reads what can be at once, and waits until `deadline` for something where nothing
  // can. DeadlineExceeded when the time is up; Aborted, in words, when the shim closed its output,
  // exited, wrote a line that is too long, or took more than its share.
  absl::Status Pump(Clock::time_point deadline);

  void CloseInput();            // what is not written yet is lost
  bool ClosedItsInput() const;  // whether nothing can be written any more

  // Aborted, in words, when the shim and what it started take more than their share. Pump() looks
  // now and then, this at once.
  absl::Status CheckShare() const;

  // Closes standard input and waits for the end. OK when it exits with status 0; Aborted says how
  // else it ended; DeadlineExceeded when it did not.
  absl::Status Finish(Clock::time_point deadline);

  // Kills it and all that it started, in the time that is given. An error says that some of it may
  // run on. The destructor does the same and says nothing.
  absl::Status End(std::chrono::milliseconds limit = std::chrono::seconds(5));

  // The status it exited with, once Pump() has seen it exit.
  std::optional<int> exit_status() const { return exit_status_; }

  // The end of what it wrote to standard error, a few KiB at most.
  std::string StandardError();

  // The process below which the shim and all that it started run, see process_tree.h; -1 after
  // End().
  pid_t keeper() const { return keeper_; }

 private:
  ShimProcess() = default;
  void WriteSome();
  absl::Status ReadSome(bool ended);
  void ReadErrors();
  absl::Status CheckShareIfDue();
  absl::Status Ended();
  bool HasEnded();

  pid_t keeper_ = -1;
  int input_ = -1;   // its standard input
  int output_ = -1;  // its standard output
  int errors_ = -1;  // its standard error
  int status_ = -1;  // how it ended
  std::string to_write_;
  size_t written_ = 0;
  std::string read_;   // not yet taken as lines
  size_t taken_ = 0;   // of read_
  size_t looked_ = 0;  // of read_, without a line feed since taken_
  std::string error_text_;
  Clock::time_point next_check_ = {};
  std::optional<int> exit_status_;
  std::string how_it_ended_;
};

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SHIM_PROCESS_H_
