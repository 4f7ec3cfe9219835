// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_log_dirty_vector.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kStructure = "hive log dirty vector";
constexpr uint8_t kSignature[] = {'D', 'I', 'R', 'T'};
constexpr uint8_t kBinSignature[] = {'h', 'b', 'i', 'n'};
constexpr uint32_t kPage = 512;  // bytes; also the sector that the pages begin at
constexpr uint32_t kBitsPerByte = 8;

// The size of the hive bin that these bytes begin, or 0 when they begin none at that offset of hive
// bins data that end at `end`.
uint32_t BinSize(Bytes bytes, uint64_t offset, uint32_t end) {
  ByteReader in(bytes);
  uint32_t bin_offset = 0;
  uint32_t size = 0;
  if (!in.Expect(kBinSignature) || !in.ReadU32(&bin_offset) || !in.ReadU32(&size)) return 0;
  const bool good = bin_offset == offset && size % kHiveBinAlignment == 0 && size <= end - offset;
  return good ? size : 0;
}

// Follows the hive bins while pages are written in ascending order.
class HiveBinWalk {
 public:
  HiveBinWalk(const HiveImage& image, uint32_t hive_bins_size)
      : image_(image), end_(hive_bins_size) {}

  // Whether every hive bin that begins up to this page is one, in the hive or, at the page's own
  // offset, in the page.
  bool Accepts(uint32_t offset, Bytes page) {
    while (next_ < offset) {
      ByteReader in(image_.bytes());
      Bytes begin;
      if (!in.ReadAt(kHiveBaseBlockSize + next_, kPage, &begin) || !Step(begin)) return false;
    }
    return next_ > offset || Step(page);
  }

 private:
  bool Step(Bytes begin) {
    const uint32_t size = BinSize(begin, next_, end_);
    next_ += size;
    return size > 0;
  }

  const HiveImage& image_;
  uint32_t end_;
  uint64_t next_ = 0;  // where the next hive bin begins
};

absl::Status Bad(absl::string_view what) {
  return absl::InvalidArgumentError(absl::StrCat(kStructure, ": ", what));
}

}  // namespace

absl::Status ApplyDirtyVector(Bytes log, const HiveBaseBlock& base, HiveImage* image) {
  if (!image->Grow(base.hive_bins_size)) {
    return Bad(absl::StrCat("hive bins data of ", base.hive_bins_size,
                            " bytes is more than hive and log hold"));
  }
  ByteReader in(log);
  Bytes bitmap;
  if (!in.Skip(kHiveLogBaseBlockSize) || !in.Expect(kSignature) ||
      !in.ReadBytes(base.hive_bins_size / kPage / kBitsPerByte, &bitmap) ||
      !in.Skip((kPage - in.offset() % kPage) % kPage)) {
    return in.error(kStructure);
  }
  HiveBinWalk bins(*image, base.hive_bins_size);
  bool any = false;
  for (uint32_t bit = 0; bit < bitmap.size() * kBitsPerByte; ++bit) {
    if ((bitmap[bit / kBitsPerByte] >> (bit % kBitsPerByte) & 1) == 0) continue;
    any = true;
    const uint32_t offset = bit * kPage;
    Bytes page;
    if (!in.ReadBytes(kPage, &page)) return in.error(kStructure);
    if (!bins.Accepts(offset, page)) {
      return Bad(
          absl::StrCat("no hive bin where one should begin, at or before the dirty page for ",
                       "offset ", offset, " of the hive bins data"));
    }
    static_cast<void>(image->WritePage(offset, page));
  }
  return any ? absl::OkStatus() : Bad("it has no dirty page");
}

}  // namespace ntlmatrix::policy
