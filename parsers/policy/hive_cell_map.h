// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_CELL_MAP_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_CELL_MAP_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ntlmatrix::policy {

// Which bytes of the hive bins data belong to a cell that was read, in units of 8 bytes.
//
// No two cells may share a byte, so that what reads through a map does work that is linear in the
// size of the hive, whatever its cells say.
class HiveCellMap {
 public:
  explicit HiveCellMap(size_t bins_size) : words_((bins_size / kUnit + 63) / 64) {}

  // Takes the bytes of a cell; false, and nothing is taken, when one of them belongs to another
  // cell. Both are multiples of 8, and the cell lies in the hive bins data.
  bool Claim(size_t offset, size_t size) {
    const size_t first = offset / kUnit, count = size / kUnit, bit = first % 64;
    if (bit + count > 64) return ClaimWords(first, first + count);
    uint64_t& word = words_[first / 64];
    const uint64_t mask = Mask(bit, bit + count);
    if ((word & mask) != 0) return false;
    word |= mask;
    ++cells_;
    bytes_ += size;
    return true;
  }

  size_t cells() const { return cells_; }
  size_t bytes() const { return bytes_; }

 private:
  static constexpr size_t kUnit = 8;

  // The bits of a word from `first` up to but without `end`, which is above it.
  static uint64_t Mask(size_t first, size_t end) {
    return ~uint64_t{0} << first & ~uint64_t{0} >> (64 - end);
  }

  bool ClaimWords(size_t first, size_t end);

  std::vector<uint64_t> words_;
  size_t cells_ = 0;
  size_t bytes_ = 0;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_CELL_MAP_H_
