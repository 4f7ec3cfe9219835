// SPDX-License-Identifier: Apache-2.0

#include "parsers/bytes/byte_writer.h"

#include <array>
#include <utility>

namespace ntlmatrix {
namespace {

template <typename T>
void AppendLittleEndian(T value, std::vector<uint8_t>* out) {
  std::array<uint8_t, sizeof(T)> bytes;
  for (size_t i = 0; i < bytes.size(); ++i) {
    bytes[i] = static_cast<uint8_t>(uint64_t{value} >> (8 * i));
  }
  out->insert(out->end(), bytes.begin(), bytes.end());
}

}  // namespace

void ByteWriter::WriteU8(uint8_t value) { data_.push_back(value); }
void ByteWriter::WriteU16(uint16_t value) { AppendLittleEndian(value, &data_); }
void ByteWriter::WriteU32(uint32_t value) { AppendLittleEndian(value, &data_); }
void ByteWriter::WriteU64(uint64_t value) { AppendLittleEndian(value, &data_); }

void ByteWriter::WriteBytes(Bytes bytes) { data_.insert(data_.end(), bytes.begin(), bytes.end()); }

void ByteWriter::WriteZeros(size_t count) { data_.insert(data_.end(), count, 0); }

std::vector<uint8_t> ByteWriter::Take() { return std::exchange(data_, {}); }

}  // namespace ntlmatrix
