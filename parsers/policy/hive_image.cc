// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_image.h"

#include <algorithm>

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/hive_base_block.h"

namespace ntlmatrix::policy {
namespace {

constexpr uint64_t kPrimarySequenceOffset = 4;
constexpr uint64_t kSecondarySequenceOffset = 8;
constexpr uint64_t kTypeOffset = 28;
constexpr uint64_t kHiveBinsSizeOffset = 40;
constexpr uint64_t kChecksumOffset = 508;

}  // namespace

HiveImage::HiveImage(Bytes primary, uint64_t max_size)
    : bytes_(primary.begin(), primary.end()), max_size_(max_size) {}

bool HiveImage::Grow(uint32_t size) {
  const uint64_t needed = kHiveBaseBlockSize + uint64_t{size};
  if (needed > max_size_) return false;
  if (needed > bytes_.size()) bytes_.resize(needed);
  return true;
}

bool HiveImage::WritePage(uint32_t offset, Bytes page) {
  return Write(kHiveBaseBlockSize + uint64_t{offset}, page);
}

void HiveImage::ReplaceBaseBlock(Bytes log) {
  ByteReader in(log);
  Bytes block;
  if (in.ReadBytes(kHiveLogBaseBlockSize, &block)) static_cast<void>(Write(0, block));
}

void HiveImage::MarkClean(uint32_t sequence, uint32_t hive_bins_size) {
  WriteU32(kPrimarySequenceOffset, sequence);
  WriteU32(kSecondarySequenceOffset, sequence);
  WriteU32(kTypeOffset, kHivePrimaryFile);
  WriteU32(kHiveBinsSizeOffset, hive_bins_size);
  WriteU32(kChecksumOffset, ComputeHiveChecksum(bytes_));
}

bool HiveImage::Write(uint64_t offset, Bytes bytes) {
  if (offset > bytes_.size() || bytes.size() > bytes_.size() - offset) return false;
  std::copy(bytes.begin(), bytes.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(offset));
  return true;
}

void HiveImage::WriteU32(uint64_t offset, uint32_t value) {
  uint8_t bytes[4];
  for (uint8_t& byte : bytes) {
    byte = static_cast<uint8_t>(value);
    value >>= 8;
  }
  static_cast<void>(Write(offset, bytes));
}

}  // namespace ntlmatrix::policy
