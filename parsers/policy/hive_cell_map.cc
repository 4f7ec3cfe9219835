// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_cell_map.h"

#include <algorithm>

namespace ntlmatrix::policy {

bool HiveCellMap::ClaimWords(size_t first, size_t end) {
  // `visit` is given each word that the cell touches and the cell's bits in it, until it refuses.
  const auto every_word = [&](auto visit) {
    for (size_t unit = first; unit < end;) {
      const size_t word = unit / 64, stop = std::min(end, (word + 1) * 64);
      if (!visit(words_[word], Mask(unit - word * 64, stop - word * 64))) return false;
      unit = stop;
    }
    return true;
  };
  if (!every_word([](uint64_t word, uint64_t mask) { return (word & mask) == 0; })) return false;
  every_word([](uint64_t& word, uint64_t mask) {
    word |= mask;
    return true;
  });
  ++cells_;
  bytes_ += (end - first) * kUnit;
  return true;
}

}  // namespace ntlmatrix::policy
