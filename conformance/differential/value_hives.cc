// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/differential/stores.h"
#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::differential {
namespace {

using policy::testing::AddSystemKeys;
using policy::testing::DwordData;
using policy::testing::HiveWriter;
using policy::testing::SystemHiveKeys;
using policy::testing::SzData;
using policy::testing::WrittenHive;

constexpr char kClient[] = "NtlmMinClientSec";

// Offsets in the cell of a value, whose size comes first.
constexpr size_t kDataSize = 8;
constexpr size_t kDataOffset = 12;
constexpr uint32_t kInline = 0x80000000;

HiveWriter Writer(const std::function<void(HiveWriter*, const SystemHiveKeys&)>& add) {
  HiveWriter writer;
  const SystemHiveKeys keys = AddSystemKeys(&writer);
  writer.AddDword(keys.lsa, "LmCompatibilityLevel", 5);
  writer.AddDword(keys.msv1_0, "NtlmMinServerSec", kBoth);
  add(&writer, keys);
  return writer;
}

Data Hive(const std::function<void(HiveWriter*, const SystemHiveKeys&)>& add) {
  return Writer(add).Write().bytes;
}

Data Client(uint32_t type, Data data, uint16_t flags = 0) {
  return Hive([&](HiveWriter* writer, const SystemHiveKeys& keys) {
    writer->AddValue(keys.msv1_0, kClient, type, std::move(data), flags);
  });
}

// NtlmMinClientSec as that, of which then a number is changed.
Data Changed(uint32_t type, Data data, size_t field, uint32_t number) {
  WrittenHive hive = Writer([&](HiveWriter* writer, const SystemHiveKeys& keys) {
                       writer->AddValue(keys.msv1_0, kClient, type, std::move(data));
                     }).Write();
  hive.Set32(hive.values.back().value + field, number);
  return hive.bytes;
}

Data Named(const std::string& name) {
  return Hive([&](HiveWriter* writer, const SystemHiveKeys& keys) {
    writer->AddDword(keys.msv1_0, name, kBoth);
  });
}

Data Named(const std::u16string& name) {
  return Hive([&](HiveWriter* writer, const SystemHiveKeys& keys) {
    writer->AddValue(keys.msv1_0, name, 4, DwordData(kBoth));
  });
}

Data Twice(const std::string& second, uint32_t number) {
  return Hive([&](HiveWriter* writer, const SystemHiveKeys& keys) {
    writer->AddDword(keys.msv1_0, kClient, kBoth);
    writer->AddDword(keys.msv1_0, second, number);
  });
}

Data FirstBytes(size_t size) {
  Data data = {0, 0, 8, 0x20, 1, 2, 3, 4, 5, 6, 7, 8};
  data.resize(size);
  return data;
}

}  // namespace

std::vector<Store> ValueHives() {
  const Data eight = FirstBytes(8);
  return {
      {"plain", "the three settings as Windows stores them", Client(4, DwordData(kBoth))},
      {"absent", "no NtlmMinClientSec", Hive([](HiveWriter*, const SystemHiveKeys&) {})},
      {"zero", "NtlmMinClientSec is 0", Client(4, DwordData(0))},
      {"high-bit", "a number over 0x7FFFFFFF", Client(4, DwordData(0xA0080000))},
      {"dword-8", "REG_DWORD of 8 bytes", Client(4, eight)},
      {"dword-5", "REG_DWORD of 5 bytes", Client(4, FirstBytes(5))},
      {"dword-3", "REG_DWORD of 3 bytes", Client(4, FirstBytes(3))},
      {"dword-2", "REG_DWORD of 2 bytes", Client(4, {0x00, 0x20})},
      {"dword-1", "REG_DWORD of 1 byte", Client(4, {0x20})},
      {"dword-0", "REG_DWORD of no bytes", Client(4, {})},
      {"dword-0-inline", "REG_DWORD of no bytes, marked as stored in the value",
       Changed(4, DwordData(kBoth), kDataSize, kInline)},
      {"dword-4-in-cell", "REG_DWORD of 4 bytes in a cell of its own",
       Changed(4, eight, kDataSize, 4)},
      {"dword-big-data", "REG_DWORD of 20000 bytes, as big data", Client(4, FirstBytes(20000))},
      {"inline-5", "5 bytes said to be stored in the 4 of the value",
       Changed(4, DwordData(kBoth), kDataSize, kInline | 5)},
      {"data-outside", "the data is said to lie outside the hive",
       Changed(4, eight, kDataOffset, 0x00FFFFF0)},
      {"data-size-lies", "the data is larger than its cell", Changed(4, eight, kDataSize, 64)},
      {"type-0", "REG_NONE of 4 bytes", Client(0, DwordData(kBoth))},
      {"type-1", "REG_SZ with the decimal number", Client(1, SzData("537395200"))},
      {"type-2", "REG_EXPAND_SZ with the decimal number", Client(2, SzData("537395200"))},
      {"type-3", "REG_BINARY of 4 bytes", Client(3, DwordData(kBoth))},
      {"type-5", "REG_DWORD_BIG_ENDIAN", Client(5, {0x20, 0x08, 0, 0})},
      {"type-6", "REG_LINK", Client(6, DwordData(kBoth))},
      {"type-7", "REG_MULTI_SZ with the decimal number", Client(7, SzData("537395200"))},
      {"type-11", "REG_QWORD", Client(11, {0, 0, 8, 0x20, 0, 0, 0, 0})},
      {"type-99", "a type that is none", Client(99, DwordData(kBoth))},
      {"type-high", "a type whose low 16 bits are those of REG_DWORD",
       Client(0x10004, DwordData(kBoth))},
      {"tombstone", "a value that its layer deletes", Client(0, {}, 2)},
      {"tombstone-dword", "a deleted value with type and data of a REG_DWORD",
       Client(4, DwordData(kBoth), 2)},
      {"name-utf16", "the value's name in UTF-16LE", Named(u"NtlmMinClientSec")},
      {"name-upper", "the name in capitals", Named(std::string("NTLMMINCLIENTSEC"))},
      {"name-lower", "the name in small letters", Named(std::string("ntlmminclientsec"))},
      {"name-latin-1", "another name, with a letter of Latin-1",
       Named(std::string("NtlmMinClientS\xE9"
                         "c"))},
      {"name-kelvin", "another name, with a letter that some tables fold to k",
       Named(u"NtlmMinClientSec\u212A")},
      {"name-nul", "a NUL behind the name", Named(std::string("NtlmMinClientSec\0", 17))},
      {"name-blank", "a blank behind the name", Named(std::string("NtlmMinClientSec "))},
      {"twice-other-case", "the name again in capitals, with 0", Twice("NTLMMINCLIENTSEC", 0)},
      {"twice-same-number", "the name again in capitals, with the same number",
       Twice("NTLMMINCLIENTSEC", kBoth)},
      {"twice-same-name", "the same name again, with 0", Twice(kClient, 0)},
  };
}

}  // namespace ntlmatrix::differential
