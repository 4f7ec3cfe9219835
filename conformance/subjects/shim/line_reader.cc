// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/shim/line_reader.h"

#include <cerrno>
#include <cstring>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include <unistd.h>

namespace ntlmatrix::conformance::shim {
namespace {

constexpr size_t kChunk = 65536;

}  // namespace

absl::StatusOr<std::optional<absl::string_view>> LineReader::Next() {
  size_t searched = begin_;
  for (;;) {
    const size_t end = buffer_.find('\n', searched);
    const size_t size = (end == std::string::npos ? buffer_.size() : end) - begin_;
    if (size >= kMaxLine) {
      return absl::ResourceExhaustedError("standard input has a line of more than 1 MiB");
    }
    if (end != std::string::npos) {
      const absl::string_view line(buffer_.data() + begin_, size);
      begin_ = end + 1;
      return line;
    }
    buffer_.erase(0, begin_);
    begin_ = 0;
    searched = buffer_.size();
    buffer_.resize(searched + kChunk);
    const ssize_t got = read(fd_, buffer_.data() + searched, kChunk);
    buffer_.resize(searched + (got < 0 ? 0 : static_cast<size_t>(got)));
    if (got == 0) return std::nullopt;
    if (got < 0 && errno != EINTR) {
      return absl::UnavailableError(
          absl::StrCat("standard input can't be read: ", std::strerror(errno)));
    }
  }
}

}  // namespace ntlmatrix::conformance::shim
