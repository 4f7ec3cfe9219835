// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/der_writer.h"

#include <algorithm>
#include <utility>

namespace ntlmatrix::envelope {

void DerWriter::Prepend(Bytes bytes) {
  reversed_.insert(reversed_.end(), bytes.rbegin(), bytes.rend());
}

void DerWriter::Prepend(DerTag tag, Bytes contents) {
  Prepend(contents);
  PrependHeader(tag, contents.size());
}

void DerWriter::PrependHeader(DerTag tag, size_t contents_size) {
  if (contents_size > 0xFFFFFFFF) {
    status_ = absl::ResourceExhaustedError("a value is longer than 4294967295 bytes");
  }
  const size_t mark = reversed_.size();
  size_t rest = contents_size;
  do {
    reversed_.push_back(static_cast<uint8_t>(rest));
    rest >>= 8;
  } while (rest != 0);
  if (contents_size >= 0x80) {
    reversed_.push_back(static_cast<uint8_t>(0x80 | (reversed_.size() - mark)));
  }
  reversed_.push_back(static_cast<uint8_t>(tag));
}

void DerWriter::PrependEnumerated(int32_t value) {
  const size_t mark = reversed_.size();
  int32_t rest = value;
  uint8_t byte = 0;
  do {
    byte = static_cast<uint8_t>(rest);
    reversed_.push_back(byte);
    rest >>= 8;
  } while (rest != ((byte & 0x80) != 0 ? -1 : 0));
  Wrap(DerTag::kEnumerated, mark);
}

absl::StatusOr<std::vector<uint8_t>> DerWriter::Finish() {
  std::vector<uint8_t> bytes = std::exchange(reversed_, {});
  const absl::Status status = std::exchange(status_, absl::OkStatus());
  if (!status.ok()) return status;
  std::reverse(bytes.begin(), bytes.end());
  return bytes;
}

}  // namespace ntlmatrix::envelope
