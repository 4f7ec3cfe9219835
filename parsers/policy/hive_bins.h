// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_BINS_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_BINS_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/hive_cell_map.h"

namespace ntlmatrix::policy {

// An offset that doesn't point anywhere.
inline constexpr uint32_t kNoHiveCell = 0xFFFFFFFF;

// Larger cells of these kinds are refused, so that no list can make many look-ups in them dear.
inline constexpr size_t kMaxHiveRecordCell = size_t{64} << 10;  // bytes, of nk, vk, sk and db
inline constexpr size_t kMaxHiveListCell = size_t{1} << 20;     // bytes, of li, lf, lh and ri

// The hive bins data of a hive: "Hive bin" and "Cell" of the Windows registry file format
// specification (github.com/msuhanov/regf). Offsets of cells are from the start of that data.
//
// Bins are not looked at before a cell in them is read; CheckHeaders() looks at all.
class HiveBins {
 public:
  // InvalidArgument when the file is shorter than base block and `bins_size`, when that is no
  // multiple of 4096 or nothing, or when no hive bin begins there.
  static absl::StatusOr<HiveBins> Open(Bytes file, uint32_t bins_size);

  size_t size() const { return bins_.size(); }

  // The offset in the file of a cell.
  static uint64_t FileOffset(uint32_t cell);

  // What an allocated cell holds: a view into the file, without the size field. `what` says in
  // errors what the cell should be. InvalidArgument with the place in the file when
  // - its offset or size is no multiple of 8, it is not allocated or larger than `max_size`,
  // - it begins in the header of a hive bin, or runs into one or past the end of the data; a
  //   header is a page of 4096 bytes that begins with the signature and its own offset,
  // - a map is in use and one of its bytes belongs to a cell that was read before.
  absl::StatusOr<Bytes> Cell(uint32_t offset, absl::string_view what, size_t max_size) const {
    Bytes data;
    if (ReadPlainCell(offset, max_size, &data)) return data;
    return ReadCell(offset, what, max_size);
  }

  // Says that a cell, if there is one, will be read soon. A hive is read from list to key to list
  // all over its megabytes, and waiting for memory is most of what that takes.
  void Prefetch(uint32_t offset) const {
    if (offset < bins_.size()) __builtin_prefetch(&bins_[offset]);
  }

  // The same data, whose cells are claimed from a map that must outlive it.
  HiveBins Claiming(HiveCellMap* map) const;

  // Whether each hive bin begins where the one before ends, and the last ends with the data.
  absl::Status CheckHeaders() const;

 private:
  static constexpr size_t kHeaderSize = 32;
  static constexpr size_t kCellAlignment = 8;
  static constexpr size_t kSizeField = 4;
  static constexpr uint32_t kLargestFree = 0x7FFFFFFF;  // as a size field; larger ones are negative

  explicit HiveBins(Bytes bins) : bins_(bins) {}

  // What nearly every cell is: nothing is wrong with it, and it lies in one page behind what may be
  // a header. False, and nothing is claimed, for all others, which ReadCell() looks at closely.
  bool ReadPlainCell(uint32_t offset, size_t max_size, Bytes* data) const {
    ByteReader bins(bins_);
    Bytes field;
    uint32_t size = 0;
    if (!bins.ReadAt(offset, kSizeField, &field) || !ByteReader(field).ReadU32(&size)) return false;
    const size_t length = uint32_t{0} - size, in_page = offset % kHiveBinAlignment;
    return size > kLargestFree && (offset | length) % kCellAlignment == 0 &&
           in_page >= kHeaderSize && in_page + length <= kHiveBinAlignment && length <= max_size &&
           bins.ReadAt(offset + kSizeField, length - kSizeField, data) &&
           (map_ == nullptr || map_->Claim(offset, length));
  }
  absl::StatusOr<Bytes> ReadCell(uint32_t offset, absl::string_view what, size_t max_size) const;
  bool HeaderAt(size_t page) const;
  absl::Status Check(uint32_t offset, int64_t size, size_t max_size, absl::string_view what) const;

  Bytes bins_;
  HiveCellMap* map_ = nullptr;
};

// An InvalidArgument status "what at 0x1020: problem", with that place.
absl::Status HiveCellError(absl::string_view what, uint32_t cell, absl::string_view problem);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_BINS_H_
