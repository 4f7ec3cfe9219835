// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_TEST_HIVES_H_
#define NTLMATRIX_PARSERS_POLICY_TEST_HIVES_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/hive_log.h"

// Small hives and logs, for tests.
namespace ntlmatrix::policy::testing {

using Data = std::vector<uint8_t>;

inline constexpr uint32_t kBin = 4096;
inline constexpr uint64_t kTime = 0x01D29500DEADBEEF;

void Put(Data* data, size_t at, uint64_t value, size_t size = 4);
void PutText(Data* data, size_t at, const std::string& text);
Data Joined(std::initializer_list<Data> parts);
Data CutTo(const Data& data, size_t size);

// `data` with one number changed, and with the checksum of its base block put right.
Data With(Data data, size_t at, uint64_t value, size_t size = 4);

Data WithWrongChecksum(Data data);

// The first sector of a base block.
Data BaseBlock(uint32_t type, uint32_t primary, uint32_t secondary, uint32_t hive_bins_size);

// One hive bin of 4096 bytes, each of its bytes after the header being `fill`.
Data Bin(uint32_t offset, uint8_t fill);

// A primary file with bins full of 'a'.
Data Hive(uint32_t primary, uint32_t secondary, uint32_t bins = 2);

struct Page {
  uint32_t offset;
  Data bytes;
};

// A log entry of the new format, padded; its hashes are 0.
Data Entry(uint32_t sequence, uint32_t hive_bins_size, const std::vector<Page>& pages);

// The same with the hashes that it should have.
Data Hashed(Data entry);

// The usual entry: the second bin becomes full of `fill`.
Data Fill(uint32_t sequence, uint8_t fill);

Data NewLog(uint32_t sequence, std::initializer_list<Data> entries);

// A log of the old format for a hive of two bins: dirty pages of 512 bytes, in ascending order.
Data OldLog(uint32_t sequence, const std::vector<Page>& pages);

// The usual pages: the second bin becomes full of `fill`.
std::vector<Page> BinPages(uint32_t offset, uint8_t fill);

// What RecoverHive says.
struct Outcome {
  absl::StatusOr<HiveRecovery> recovery;
  std::vector<std::string> findings;  // "warning hive-log-gap"
  std::string text;                   // messages, one a line

  HiveRecovery::State state() const { return recovery->state; }

  // The fill of the bin at that offset.
  char BinFill(uint32_t offset = kBin) const {
    return static_cast<char>(recovery->bytes.at(kHiveBaseBlockSize + offset + 100));
  }
};

Outcome Recover(const Data& hive, const std::vector<Data>& logs);

}  // namespace ntlmatrix::policy::testing

#endif  // NTLMATRIX_PARSERS_POLICY_TEST_HIVES_H_
