// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_bins.h"

#include "absl/strings/str_cat.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

constexpr uint8_t kSignature[] = {'h', 'b', 'i', 'n'};

absl::Status HeaderError(size_t bin, absl::string_view problem) {
  const uint64_t offset = kHiveBaseBlockSize + bin;
  return AtPlace(
      absl::InvalidArgumentError(absl::StrCat("hive bin at 0x", absl::Hex(offset), ": ", problem)),
      Place::Offset(offset));
}

}  // namespace

absl::Status HiveCellError(absl::string_view what, uint32_t cell, absl::string_view problem) {
  const uint64_t offset = HiveBins::FileOffset(cell);
  return AtPlace(
      absl::InvalidArgumentError(absl::StrCat(what, " at 0x", absl::Hex(offset), ": ", problem)),
      Place::Offset(offset));
}

uint64_t HiveBins::FileOffset(uint32_t cell) { return uint64_t{kHiveBaseBlockSize} + cell; }

absl::StatusOr<HiveBins> HiveBins::Open(Bytes file, uint32_t bins_size) {
  if (bins_size == 0 || bins_size % kHiveBinAlignment != 0) {
    return AtPlace(absl::InvalidArgumentError(absl::StrCat(
                       "hive base block: hive bins data size ", bins_size,
                       " at offset 40 is not a multiple of ", kHiveBinAlignment, " above 0")),
                   Place::Offset(40));
  }
  ByteReader in(file);
  Bytes bins;
  if (!in.ReadAt(kHiveBaseBlockSize, bins_size, &bins)) {
    return absl::InvalidArgumentError(
        absl::StrCat("hive: the base block promises ", kHiveBaseBlockSize + uint64_t{bins_size},
                     " bytes and the file has ", file.size(), "; its end is cut off"));
  }
  const HiveBins opened(bins);
  if (!opened.HeaderAt(0)) return HeaderError(0, "no header");
  return opened;
}

HiveBins HiveBins::Claiming(HiveCellMap* map) const {
  HiveBins claiming = *this;
  claiming.map_ = map;
  return claiming;
}

bool HiveBins::HeaderAt(size_t page) const {
  Bytes start;
  uint32_t own_offset = 0;
  ByteReader bins(bins_);
  if (!bins.ReadAt(page, kHeaderSize, &start)) return false;
  ByteReader in(start);
  return in.Expect(kSignature) && in.ReadU32(&own_offset) && own_offset == page;
}

absl::Status HiveBins::Check(uint32_t offset, int64_t size, size_t max_size,
                             absl::string_view what) const {
  if (offset % kCellAlignment != 0) {
    return HiveCellError(what, offset, "its offset is no multiple of 8");
  }
  if (size >= 0) {
    return HiveCellError(what, offset, size == 0 ? "its cell has size 0" : "its cell is free");
  }
  const auto length = static_cast<uint64_t>(-size);
  if (length % kCellAlignment != 0) {
    return HiveCellError(what, offset,
                         absl::StrCat("its cell has ", length, " bytes, no multiple of 8"));
  }
  if (length > bins_.size() - offset) {
    return HiveCellError(what, offset,
                         absl::StrCat("its cell has ", length, " bytes, and ",
                                      bins_.size() - offset, " are left of the hive bins data"));
  }
  if (length > max_size) {
    return HiveCellError(
        what, offset,
        absl::StrCat("its cell has ", length, " bytes, over the limit of ", max_size));
  }
  const size_t page = offset - offset % kHiveBinAlignment;
  if (offset - page < kHeaderSize && HeaderAt(page)) {
    return HiveCellError(what, offset, "it points into the header of a hive bin");
  }
  for (size_t next = page + kHiveBinAlignment; next < offset + length; next += kHiveBinAlignment) {
    if (!HeaderAt(next)) continue;
    return HiveCellError(what, offset,
                         absl::StrCat("its cell has ", length, " bytes and runs into the hive bin ",
                                      "at 0x", absl::Hex(kHiveBaseBlockSize + next)));
  }
  return absl::OkStatus();
}

absl::StatusOr<Bytes> HiveBins::ReadCell(uint32_t offset, absl::string_view what,
                                         size_t max_size) const {
  ByteReader bins(bins_);
  Bytes field, data;
  uint32_t raw = 0;
  if (!bins.ReadAt(offset, kSizeField, &field) || !ByteReader(field).ReadU32(&raw)) {
    return HiveCellError(what, offset,
                         absl::StrCat("it is past the ", bins_.size(), " bytes of hive bins data"));
  }
  const int64_t size = static_cast<int32_t>(raw);
  if (absl::Status status = Check(offset, size, max_size, what); !status.ok()) return status;
  const auto length = static_cast<size_t>(-size);
  if (!bins.ReadAt(offset + kSizeField, length - kSizeField, &data)) return bins.error(what);
  if (map_ != nullptr && !map_->Claim(offset, length)) {
    return HiveCellError(what, offset, "its bytes belong to another cell, or it was seen before");
  }
  return data;
}

absl::Status HiveBins::CheckHeaders() const {
  for (size_t at = 0; at < bins_.size();) {
    if (!HeaderAt(at)) return HeaderError(at, "no header");
    ByteReader bins(bins_);
    Bytes header;
    uint32_t size = 0;
    if (!bins.ReadAt(at, kHeaderSize, &header)) return bins.error("hive bin");
    ByteReader in(header);
    if (!in.Skip(sizeof kSignature + 4) || !in.ReadU32(&size)) return in.error("hive bin");
    if (size == 0 || size % kHiveBinAlignment != 0 || size > bins_.size() - at) {
      return HeaderError(
          at, absl::StrCat("size ", size, " is not a multiple of ", kHiveBinAlignment, " in the ",
                           bins_.size() - at, " bytes that are left"));
    }
    at += size;
  }
  return absl::OkStatus();
}

}  // namespace ntlmatrix::policy
