// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_ANSWER_WRITER_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_ANSWER_WRITER_H_

#include <atomic>
#include <csignal>
#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace ntlmatrix::conformance::shim {

// Gathers answers and writes them to a file descriptor in few calls.
class AnswerWriter {
 public:
  explicit AnswerWriter(int fd) : fd_(fd) {}
  AnswerWriter(const AnswerWriter&) = delete;
  AnswerWriter& operator=(const AnswerWriter&) = delete;

  // Writes what is left.
  ~AnswerWriter();

  void Add(absl::string_view lines);

  // Writes all that was added; false where the descriptor can't be written.
  [[nodiscard]] bool Flush();

  // Has what was added written when the implementation crashes, exits or takes longer than a
  // second: else the suite would hold the first exchange that is not answered for the one that
  // broke. One writer of a process.
  void RescueFromNowOn();

 private:
  // Writes what is left from a signal handler, unless Add() or Flush() was interrupted.
  void Rescue();
  bool WriteRest();
  void Lock();
  static void OnSignal(int number, siginfo_t* info, void* context);
  static void OnExit();

  int fd_;
  std::atomic<bool> busy_ = false;
  std::string gathered_;
  size_t written_ = 0;
};

}  // namespace ntlmatrix::conformance::shim

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_ANSWER_WRITER_H_
