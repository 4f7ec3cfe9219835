// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/test_hives.h"

#include <algorithm>

#include "parsers/policy/hive_log_entry.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy::testing {

void Put(Data* data, size_t at, uint64_t value, size_t size) {
  for (size_t i = 0; i < size; ++i) (*data)[at + i] = static_cast<uint8_t>(value >> (8 * i));
}

void PutText(Data* data, size_t at, const std::string& text) {
  std::copy(text.begin(), text.end(), data->begin() + static_cast<std::ptrdiff_t>(at));
}

Data Joined(std::initializer_list<Data> parts) {
  Data all;
  for (const Data& part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Data CutTo(const Data& data, size_t size) {
  return Data(data.begin(), data.begin() + static_cast<std::ptrdiff_t>(size));
}

Data With(Data data, size_t at, uint64_t value, size_t size) {
  Put(&data, at, value, size);
  Put(&data, 508, ComputeHiveChecksum(data));
  return data;
}

Data WithWrongChecksum(Data data) {
  data[508] ^= 1;
  return data;
}

Data BaseBlock(uint32_t type, uint32_t primary, uint32_t secondary, uint32_t hive_bins_size) {
  Data block(512);
  PutText(&block, 0, "regf");
  Put(&block, 4, primary);
  Put(&block, 8, secondary);
  Put(&block, 12, kTime, 8);
  Put(&block, 20, 1);
  Put(&block, 24, 5);
  Put(&block, 28, type);
  Put(&block, 32, 1);
  Put(&block, 36, 32);
  Put(&block, 40, hive_bins_size);
  Put(&block, 44, 1);
  PutText(&block, 48, std::string("S\0Y\0S\0", 6));
  PutText(&block, 112, "the RmId is this");
  Put(&block, 508, ComputeHiveChecksum(block));
  return block;
}

Data Bin(uint32_t offset, uint8_t fill) {
  Data bin(kBin, fill);
  std::fill(bin.begin(), bin.begin() + 32, uint8_t{0});
  PutText(&bin, 0, "hbin");
  Put(&bin, 4, offset);
  Put(&bin, 8, kBin);
  if (offset == 0) Put(&bin, 20, kTime, 8);
  return bin;
}

Data Hive(uint32_t primary, uint32_t secondary, uint32_t bins) {
  Data hive = BaseBlock(kHivePrimaryFile, primary, secondary, bins * kBin);
  hive.resize(kHiveBaseBlockSize);
  for (uint32_t i = 0; i < bins; ++i) hive = Joined({hive, Bin(i * kBin, 'a')});
  return hive;
}

Data Entry(uint32_t sequence, uint32_t hive_bins_size, const std::vector<Page>& pages) {
  Data entry(40 + 8 * pages.size());
  PutText(&entry, 0, "HvLE");
  Put(&entry, 12, sequence);
  Put(&entry, 16, hive_bins_size);
  Put(&entry, 20, pages.size());
  size_t reference = 40;
  for (const Page& page : pages) {
    Put(&entry, reference, page.offset);
    Put(&entry, reference + 4, page.bytes.size());
    reference += 8;
    entry.insert(entry.end(), page.bytes.begin(), page.bytes.end());
  }
  entry.resize((entry.size() + 511) / 512 * 512);
  Put(&entry, 4, entry.size());
  return entry;
}

Data Hashed(Data entry) {
  Put(&entry, 24, HashHiveLog(Bytes(entry).last(entry.size() - 40)), 8);
  Put(&entry, 32, HashHiveLog(Bytes(entry).first(32)), 8);
  return entry;
}

Data Fill(uint32_t sequence, uint8_t fill) {
  return Hashed(Entry(sequence, 2 * kBin, {{kBin, Bin(kBin, fill)}}));
}

Data NewLog(uint32_t sequence, std::initializer_list<Data> entries) {
  return Joined({BaseBlock(kHiveLogNew, sequence, sequence, 2 * kBin), Joined(entries)});
}

Data OldLog(uint32_t sequence, const std::vector<Page>& pages) {
  Data log = BaseBlock(kHiveLogOld, sequence, sequence, 2 * kBin);
  log.resize(1024);
  PutText(&log, 512, "DIRT");
  for (const Page& page : pages) {
    const uint32_t bit = page.offset / 512;
    log[516 + bit / 8] = static_cast<uint8_t>(log[516 + bit / 8] | 1 << (bit % 8));
    log = Joined({log, page.bytes});
  }
  return log;
}

std::vector<Page> BinPages(uint32_t offset, uint8_t fill) {
  const Data bin = Bin(offset, fill);
  std::vector<Page> pages;
  for (uint32_t at = 0; at < kBin; at += 512) {
    pages.push_back({offset + at, Data(bin.begin() + at, bin.begin() + at + 512)});
  }
  return pages;
}

Outcome Recover(const Data& hive, const std::vector<Data>& logs) {
  const std::vector<Bytes> views(logs.begin(), logs.end());
  Outcome outcome;
  outcome.recovery = RecoverHive(hive, views, [&](PolicyFinding finding) {
    outcome.findings.push_back(std::string(SeverityName(finding.severity)) + " " +
                               std::string(finding.id));
    outcome.text += finding.message + "\n";
  });
  return outcome;
}

}  // namespace ntlmatrix::policy::testing
