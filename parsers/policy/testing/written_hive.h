// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_TESTING_WRITTEN_HIVE_H_
#define NTLMATRIX_PARSERS_POLICY_TESTING_WRITTEN_HIVE_H_

#include <cstddef>
#include <cstdint>
#include <vector>

namespace ntlmatrix::policy::testing {

// Offsets in the file of what was written: of cells, which begin with their size; 0 for none.
struct HiveKeyPlace {
  size_t node = 0;
  size_t subkeys_list = 0;     // ri where there is one
  std::vector<size_t> leaves;  // below it
  size_t values_list = 0;
};
struct HiveValuePlace {
  size_t value = 0;
  size_t data = 0;  // db where there is one
  size_t segments_list = 0;
  std::vector<size_t> segments;
};

// A hive and where its pieces are, by the numbers that HiveWriter gave them.
struct WrittenHive {
  std::vector<uint8_t> bytes;
  std::vector<HiveKeyPlace> keys;
  std::vector<HiveValuePlace> values;
  std::vector<size_t> bins;

  void Set16(size_t offset, uint16_t number);
  void Set32(size_t offset, uint32_t number);
  uint32_t Get32(size_t offset) const;

  // Points the 32-bit field at `offset` to the cell at `cell` of the file.
  void Point(size_t offset, size_t cell);

  // Makes the checksum of the base block right again.
  void UpdateChecksum();
};

}  // namespace ntlmatrix::policy::testing

#endif  // NTLMATRIX_PARSERS_POLICY_TESTING_WRITTEN_HIVE_H_
