// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_writer.h"

#include "absl/strings/str_cat.h"

namespace ntlmatrix::envelope {
namespace {

uint16_t Swap(uint16_t value) { return static_cast<uint16_t>(value << 8 | value >> 8); }

}  // namespace

void RpcWriter::WriteU16(uint16_t value) {
  out_.WriteU16(endian_ == Endian::kBig ? Swap(value) : value);
}

void RpcWriter::WriteU32(uint32_t value) {
  const uint16_t low = static_cast<uint16_t>(value);
  const uint16_t high = static_cast<uint16_t>(value >> 16);
  WriteU16(endian_ == Endian::kBig ? high : low);
  WriteU16(endian_ == Endian::kBig ? low : high);
}

void RpcWriter::CheckSize(absl::string_view what, size_t size, size_t limit) {
  if (size <= limit || !status_.ok()) return;
  status_ = absl::ResourceExhaustedError(
      absl::StrCat(what, ": ", size, " does not fit, the limit is ", limit));
}

void RpcWriter::WriteSizeAsU8(absl::string_view what, size_t size) {
  CheckSize(what, size, 0xFF);
  WriteU8(static_cast<uint8_t>(size));
}

void RpcWriter::WriteSizeAsU16(absl::string_view what, size_t size) {
  CheckSize(what, size, 0xFFFF);
  WriteU16(static_cast<uint16_t>(size));
}

}  // namespace ntlmatrix::envelope
