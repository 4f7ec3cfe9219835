// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_PROGRESS_LINE_H_
#define NTLMATRIX_CONFORMANCE_CLI_PROGRESS_LINE_H_

#include <chrono>
#include <cstddef>

namespace ntlmatrix::cli {

// One line on standard error that says how far a run is, drawn at most ten times a second; nothing
// where standard error is no terminal or standard output, with what is printed there, is one too.
class ProgressLine {
 public:
  ProgressLine();
  ~ProgressLine() { Clear(); }
  ProgressLine(const ProgressLine&) = delete;
  ProgressLine& operator=(const ProgressLine&) = delete;

  void Show(size_t done, size_t total);

  // Takes the line away, before something else is printed.
  void Clear();

 private:
  bool enabled_;
  bool shown_ = false;
  std::chrono::steady_clock::time_point next_;
};

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_PROGRESS_LINE_H_
