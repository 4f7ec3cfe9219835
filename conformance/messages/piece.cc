// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/piece.h"

#include <utility>

#include "parsers/bytes/byte_writer.h"

namespace ntlmatrix::conformance::messages {

Data Join(const Pieces& pieces) {
  Data all;
  for (const Piece& piece : pieces) all.insert(all.end(), piece.bytes.begin(), piece.bytes.end());
  return all;
}

Data U16(uint16_t value) {
  ByteWriter writer;
  writer.WriteU16(value);
  return writer.Take();
}

Data U32(uint32_t value) {
  ByteWriter writer;
  writer.WriteU32(value);
  return writer.Take();
}

Data U64(uint64_t value) {
  ByteWriter writer;
  writer.WriteU64(value);
  return writer.Take();
}

Data Oem(absl::string_view text) { return {text.begin(), text.end()}; }

Data Utf16(absl::string_view text) {
  Data utf16;
  for (const char c : text) {
    utf16.push_back(static_cast<uint8_t>(c));
    utf16.push_back(0);
  }
  return utf16;
}

Data Zeros(size_t size) { return Data(size); }

Data Copy(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

Pieces One(absl::string_view name, Data bytes, absl::string_view comment) {
  return {{std::string(name), std::move(bytes), std::string(comment)}};
}

}  // namespace ntlmatrix::conformance::messages
