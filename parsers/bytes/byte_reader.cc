// SPDX-License-Identifier: Apache-2.0

#include "parsers/bytes/byte_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace ntlmatrix {

void ByteReader::RememberMismatch(Bytes bytes, Bytes expected) {
  const auto differ = std::mismatch(bytes.begin(), bytes.end(), expected.begin()).first;
  failure_ = Failure::kMismatch;
  failure_offset_ = offset_ + static_cast<size_t>(differ - bytes.begin());
  failure_size_ = 1;
}

absl::Status ByteReader::error(absl::string_view what) const {
  switch (failure_) {
    case Failure::kNone:
      return absl::OkStatus();
    case Failure::kMismatch:
      return absl::InvalidArgumentError(
          absl::StrCat(what, ": unexpected byte at offset ", failure_offset_));
    case Failure::kTooShort:
      break;
  }
  return absl::InvalidArgumentError(
      absl::StrCat(what, ": cannot read ", failure_size_, failure_size_ == 1 ? " byte" : " bytes",
                   " at offset ", failure_offset_, " of ", data_.size()));
}

}  // namespace ntlmatrix
