// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_UTF16_NAME_H_
#define NTLMATRIX_PARSERS_POLICY_UTF16_NAME_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::policy {

// Reads NUL-terminated UTF-16LE names one after the other into the same memory.
class Utf16NameReader {
 public:
  // Reads up to the NUL and over it. InvalidArgument, beginning with `what`, when there is no NUL,
  // or when the name has a lone surrogate or a control character; the cursor is then where that is.
  absl::Status Read(absl::string_view what, ByteReader* reader);

  // The name as UTF-8, until the next read.
  absl::string_view name() const { return absl::string_view(buffer_).substr(0, size_); }

 private:
  bool ReadAscii(ByteReader* reader);
  absl::Status ReadAnything(absl::string_view what, ByteReader* reader);

  std::string buffer_;
  size_t size_ = 0;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_UTF16_NAME_H_
