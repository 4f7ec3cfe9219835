// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/shim/line_reader.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include <unistd.h>

namespace ntlmatrix::conformance::shim {
namespace {

constexpr size_t kChunk = 65536;

}  // namespace

size_t LineReader::FindLineFeed(size_t from) const {
  const auto end = buffer_.begin() + static_cast<std::ptrdiff_t>(end_);
  return static_cast<size_t>(
      std::find(buffer_.begin() + static_cast<std::ptrdiff_t>(from), end, '\n') - buffer_.begin());
}

absl::StatusOr<std::optional<absl::string_view>> LineReader::Next() {
  size_t searched = begin_;
  for (;;) {
    const size_t line_feed = FindLineFeed(searched);
    if (line_feed - begin_ >= kMaxLine) {
      return absl::ResourceExhaustedError("standard input has a line of more than 1 MiB");
    }
    if (line_feed < end_) {
      const absl::string_view line(buffer_.data() + begin_, line_feed - begin_);
      begin_ = line_feed + 1;
      return line;
    }
    std::copy(buffer_.begin() + static_cast<std::ptrdiff_t>(begin_),
              buffer_.begin() + static_cast<std::ptrdiff_t>(end_), buffer_.begin());
    end_ -= begin_;
    begin_ = 0;
    searched = end_;
    if (buffer_.size() < end_ + kChunk) buffer_.resize(end_ + 2 * kChunk);
    const ssize_t got = read(fd_, buffer_.data() + end_, kChunk);
    if (got == 0) return std::nullopt;
    if (got > 0) {
      end_ += static_cast<size_t>(got);
    } else if (errno != EINTR) {
      return absl::UnavailableError(
          absl::StrCat("standard input can't be read: ", std::strerror(errno)));
    }
  }
}

}  // namespace ntlmatrix::conformance::shim
