// SPDX-License-Identifier: Apache-2.0

#include "parsers/bytes/byte_reader.h"

#include <algorithm>

#include "absl/strings/str_cat.h"

namespace ntlmatrix {

bool ByteReader::Fail(Failure failure, size_t offset, size_t size) {
  failure_ = failure;
  failure_offset_ = offset;
  failure_size_ = size;
  return false;
}

// The one bounds check of the project: `offset + size` could wrap, the subtraction can not.
bool ByteReader::ReadAt(size_t offset, size_t size, Bytes* out) {
  if (!ok()) return false;
  if (offset > data_.size() || size > data_.size() - offset) {
    return Fail(Failure::kTooShort, offset, size);
  }
  *out = data_.subspan(offset, size);
  return true;
}

bool ByteReader::ReadBytes(size_t size, Bytes* out) {
  if (!ReadAt(offset_, size, out)) return false;
  offset_ += size;
  return true;
}

template <typename T>
bool ByteReader::ReadLittleEndian(T* out) {
  Bytes bytes;
  if (!ReadBytes(sizeof(T), &bytes)) return false;
  uint64_t value = 0;
  for (size_t i = sizeof(T); i-- > 0;) value = value << 8 | bytes[i];
  *out = static_cast<T>(value);
  return true;
}

bool ByteReader::ReadU8(uint8_t* out) { return ReadLittleEndian(out); }
bool ByteReader::ReadU16(uint16_t* out) { return ReadLittleEndian(out); }
bool ByteReader::ReadU32(uint32_t* out) { return ReadLittleEndian(out); }
bool ByteReader::ReadU64(uint64_t* out) { return ReadLittleEndian(out); }

bool ByteReader::CopyBytes(absl::Span<uint8_t> out) {
  Bytes bytes;
  if (!ReadBytes(out.size(), &bytes)) return false;
  std::copy(bytes.begin(), bytes.end(), out.begin());
  return true;
}

bool ByteReader::Skip(size_t size) {
  Bytes ignored;
  return ReadBytes(size, &ignored);
}

bool ByteReader::Expect(Bytes expected) {
  Bytes bytes;
  if (!ReadAt(offset_, expected.size(), &bytes)) return false;
  const auto differ = std::mismatch(bytes.begin(), bytes.end(), expected.begin()).first;
  if (differ != bytes.end()) {
    return Fail(Failure::kMismatch, offset_ + static_cast<size_t>(differ - bytes.begin()), 1);
  }
  offset_ += expected.size();
  return true;
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
