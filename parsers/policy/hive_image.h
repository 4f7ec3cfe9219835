// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_IMAGE_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_IMAGE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::policy {

// A copy of the primary file of a hive that the pages of its transaction logs are written to.
class HiveImage {
 public:
  // The copy never becomes larger than `max_size` bytes.
  HiveImage(Bytes primary, uint64_t max_size);

  // Makes room for hive bins data of `size` bytes; never smaller. False when that is too large.
  [[nodiscard]] bool Grow(uint32_t size);

  // False for a page that does not lie within the hive bins data that there is room for.
  [[nodiscard]] bool WritePage(uint32_t offset, Bytes page);

  // Puts the base block of a log, 512 bytes, in the place of the file's own.
  void ReplaceBaseBlock(Bytes log);

  // Makes the base block one of a clean primary file: both sequence numbers, the size of the hive
  // bins data in bytes, file type and checksum.
  void MarkClean(uint32_t sequence, uint32_t hive_bins_size);

  Bytes bytes() const { return bytes_; }
  std::vector<uint8_t> Take() { return std::move(bytes_); }

 private:
  [[nodiscard]] bool Write(uint64_t offset, Bytes bytes);
  void WriteU32(uint64_t offset, uint32_t value);

  std::vector<uint8_t> bytes_;
  uint64_t max_size_;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_IMAGE_H_
