// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_LINE_READER_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_LINE_READER_H_

#include <cstddef>
#include <optional>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::conformance::shim {

// Reads lines of at most 1 MiB, with their line feeds, from a file descriptor.
class LineReader {
 public:
  static constexpr size_t kMaxLine = size_t{1} << 20;

  explicit LineReader(int fd) : fd_(fd) {}

  // Whether Next() has a line without waiting.
  bool HasLine() const { return FindLineFeed(begin_) != end_; }

  // The next line without its line feed, good until the next call; nullopt at the end of the
  // input, where a rest without line feed is dropped. An error when a line is too long or the
  // descriptor can't be read.
  absl::StatusOr<std::optional<absl::string_view>> Next();

 private:
  // Where the first line feed from here on is, end_ if there is none.
  size_t FindLineFeed(size_t from) const;

  int fd_;
  std::vector<char> buffer_;
  size_t begin_ = 0;  // of what is not taken yet
  size_t end_ = 0;    // of what was read
};

}  // namespace ntlmatrix::conformance::shim

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_LINE_READER_H_
