// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_base_block.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kStructure = "hive base block";
constexpr uint8_t kSignature[] = {'r', 'e', 'g', 'f'};
constexpr uint32_t kDirectMemoryLoad = 1;
constexpr size_t kFileNameSize = 64;
constexpr size_t kGuidSize = 16;
constexpr size_t kChecksumOffset = 508;

absl::Status Unknown(absl::string_view field, uint32_t value, size_t offset) {
  return absl::UnimplementedError(
      absl::StrCat(kStructure, ": ", field, " ", value, " at offset ", offset, " is not known"));
}

}  // namespace

absl::Status HiveBaseBlock::CheckForm() const {
  if (major != 1) return Unknown("major version", major, 20);
  if (minor < 3 || minor > 6) return Unknown("minor version", minor, 24);
  const bool known =
      is_primary() || type == kHiveLogOld || type == kHiveLogVeryOld || type == kHiveLogNew;
  if (!known) return Unknown("file type", type, 28);
  if (format != kDirectMemoryLoad) return Unknown("file format", format, 32);
  return absl::OkStatus();
}

uint32_t ComputeHiveChecksum(Bytes bytes) {
  ByteReader in(bytes);
  uint32_t sum = 0;
  while (in.offset() < kChecksumOffset) {
    uint32_t word = 0;
    if (!in.ReadU32(&word)) return 0;
    sum ^= word;
  }
  if (sum == 0xFFFFFFFF) return 0xFFFFFFFE;
  return sum == 0 ? 1 : sum;
}

absl::StatusOr<HiveBaseBlock> ReadHiveBaseBlock(Bytes file) {
  HiveBaseBlock block;
  ByteReader in(file);
  const bool read = in.Expect(kSignature) &&                          //
                    in.ReadU32(&block.primary_sequence) &&            //
                    in.ReadU32(&block.secondary_sequence) &&          //
                    in.ReadU64(&block.last_written) &&                //
                    in.ReadU32(&block.major) &&                       //
                    in.ReadU32(&block.minor) &&                       //
                    in.ReadU32(&block.type) &&                        //
                    in.ReadU32(&block.format) &&                      //
                    in.ReadU32(&block.root_offset) &&                 //
                    in.ReadU32(&block.hive_bins_size) &&              //
                    in.ReadU32(&block.clustering_factor) &&           //
                    in.ReadBytes(kFileNameSize, &block.file_name) &&  //
                    in.ReadBytes(kGuidSize, &block.rm_id) &&          //
                    in.Skip(kGuidSize) &&                             //
                    in.ReadU32(&block.flags) &&                       //
                    in.Skip(kChecksumOffset - in.offset()) &&         //
                    in.ReadU32(&block.checksum);
  if (!read) return in.error(kStructure);
  block.computed_checksum = ComputeHiveChecksum(file);
  return block;
}

absl::StatusOr<HiveBaseBlock> ParseHiveBaseBlock(Bytes file) {
  absl::StatusOr<HiveBaseBlock> block = ReadHiveBaseBlock(file);
  if (!block.ok()) return block;
  if (const absl::Status form = block->CheckForm(); !form.ok()) return form;
  return block;
}

}  // namespace ntlmatrix::policy
