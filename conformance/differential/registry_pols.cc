// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "conformance/differential/stores.h"
#include "parsers/bytes/byte_writer.h"
#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::differential {
namespace {

using policy::testing::DwordData;
using policy::testing::SzData;

const std::string kMsv10 = "System\\CurrentControlSet\\Control\\Lsa\\MSV1_0";
const std::string kClient = "NtlmMinClientSec";

// Of one entry: what stands in it, in file order.
struct Entry {
  std::string key = kMsv10;
  std::string name = kClient;
  uint32_t type = 4;
  uint32_t size = 4;
  Data data = DwordData(kBoth);
  char open = '[';
  char close = ']';
  bool key_nul = true;
  bool name_nul = true;
};

void WriteUtf16(const std::string& ascii, ByteWriter* out) {
  for (const char c : ascii) out->WriteU16(static_cast<uint8_t>(c));
}

Data Written(const Entry& entry) {
  ByteWriter out;
  WriteUtf16(std::string(1, entry.open) + entry.key, &out);
  if (entry.key_nul) out.WriteU16(0);
  WriteUtf16(";" + entry.name, &out);
  if (entry.name_nul) out.WriteU16(0);
  WriteUtf16(";", &out);
  out.WriteU32(entry.type);
  WriteUtf16(";", &out);
  out.WriteU32(entry.size);
  WriteUtf16(";", &out);
  out.WriteBytes(entry.data);
  WriteUtf16(std::string(1, entry.close), &out);
  return out.Take();
}

// NtlmMinClientSec of that type and data.
Entry Client(uint32_t type, const Data& data) {
  Entry entry;
  entry.type = type;
  entry.size = static_cast<uint32_t>(data.size());
  entry.data = data;
  return entry;
}

Entry Server() {
  Entry entry;
  entry.name = "NtlmMinServerSec";
  return entry;
}

Entry Directive(const std::string& name) {
  Entry entry = Client(1, SzData(" "));
  entry.name = name;
  return entry;
}

// The client setting with other data that the size does not tell.
Entry Sized(uint32_t size) {
  Entry entry;
  entry.size = size;
  return entry;
}

Entry Other(const std::string& name, uint32_t type, const Data& data) {
  Entry entry = Client(type, data);
  entry.key = "Software\\Policies\\Example";
  entry.name = name;
  return entry;
}

Data Pol(const std::vector<Entry>& entries, const std::string& signature = "PReg",
         uint32_t version = 1) {
  ByteWriter out;
  out.WriteBytes(Data(signature.begin(), signature.end()));
  out.WriteU32(version);
  for (const Entry& entry : entries) out.WriteBytes(Written(entry));
  return out.Take();
}

Data Resized(Data data, int bytes) {
  data.resize(static_cast<size_t>(static_cast<int>(data.size()) + bytes));
  return data;
}

template <typename Change>
Entry With(Entry entry, Change change) {
  change(&entry);
  return entry;
}

}  // namespace

std::vector<Store> RegistryPols() {
  const Entry both = Client(4, DwordData(kBoth));
  const Entry zero = Client(4, DwordData(0));
  const Data brackets = {']', 0, '[', 0};
  return {
      {"plain", "client and server", Pol({Server(), both})},
      {"absent", "no NtlmMinClientSec", Pol({Server()})},
      {"header-only", "no entry", Pol({})},
      {"signature-lower", "the signature is preg", Pol({Server(), both}, "preg")},
      {"version-0", "version 0", Pol({Server(), both}, "PReg", 0)},
      {"version-2", "version 2", Pol({Server(), both}, "PReg", 2)},
      {"empty", "no bytes", {}},
      {"bytes-7", "7 bytes", Resized(Pol({}), -1)},
      {"trailing-2", "2 zero bytes behind the last entry", Resized(Pol({Server(), both}), 2)},
      {"trailing-11", "11 zero bytes behind the last entry", Resized(Pol({Server(), both}), 11)},
      {"wrong-open", "( instead of [",
       Pol({Server(), With(both, [](Entry* entry) { entry->open = '('; })})},
      {"wrong-close", ") instead of ]",
       Pol({Server(), With(both, [](Entry* entry) { entry->close = ')'; })})},
      {"dword-8", "REG_DWORD of 8 bytes", Pol({Server(), Client(4, Resized(DwordData(kBoth), 4))})},
      {"dword-2", "REG_DWORD of 2 bytes", Pol({Server(), Client(4, {0x00, 0x20})})},
      {"dword-0", "REG_DWORD of no bytes", Pol({Server(), Client(4, {})})},
      {"type-5", "REG_DWORD_BIG_ENDIAN", Pol({Server(), Client(5, {0x20, 0x08, 0, 0})})},
      {"type-1", "REG_SZ with the decimal number", Pol({Server(), Client(1, SzData("537395200"))})},
      {"type-0", "REG_NONE of 4 bytes", Pol({Server(), Client(0, DwordData(kBoth))})},
      {"type-3", "REG_BINARY of 4 bytes", Pol({Server(), Client(3, DwordData(kBoth))})},
      {"type-11", "REG_QWORD", Pol({Server(), Client(11, Resized(DwordData(kBoth), 4))})},
      {"type-99", "a type that is none", Pol({Server(), Client(99, DwordData(kBoth))})},
      {"size-ffffffff", "size 0xFFFFFFFF", Pol({Server(), Sized(0xFFFFFFFF)})},
      {"size-larger", "a size of one byte more than there is", Pol({Server(), Sized(5)})},
      {"no-key-nul", "no NUL behind the key",
       Pol({Server(), With(both, [](Entry* entry) { entry->key_nul = false; })})},
      {"no-name-nul", "no NUL behind the value's name",
       Pol({Server(), With(both, [](Entry* entry) { entry->name_nul = false; })})},
      {"semicolon-in-name", "a semicolon in the name of another value",
       Pol({Server(), Other("a;b", 4, DwordData(1)), both})},
      {"bracket-in-data", "][ in the data of another value, of type 0",
       Pol({Server(), Other("A", 0, brackets), both})},
      {"entry-in-data", "a whole entry in the data of another value",
       Pol({Server(), Other("A", 3, Written(both))})},
      {"twice-other-case", "the name again in capitals, with 0",
       Pol({Server(), both, With(zero, [](Entry* entry) { entry->name = "NTLMMINCLIENTSEC"; })})},
      {"twice-same-number", "the same entry again", Pol({Server(), both, both})},
      {"key-upper", "the key in capitals",
       Pol({Server(), With(both,
                           [](Entry* entry) {
                             entry->key = "SYSTEM\\CURRENTCONTROLSET\\CONTROL\\LSA\\MSV1_0";
                           })})},
      {"set-then-del", "set, then **del.", Pol({Server(), both, Directive("**del." + kClient)})},
      {"del-then-set", "**del., then set", Pol({Server(), Directive("**del." + kClient), both})},
      {"del", "**del. alone", Pol({Server(), Directive("**del." + kClient)})},
      {"delvals-then-set", "**delvals., then set", Pol({Directive("**delvals."), Server(), both})},
      {"set-then-delvals", "set, then **delvals.", Pol({Server(), both, Directive("**delvals.")})},
      {"soft", "**soft., which sets a value only where there is none",
       Pol({Server(), With(both, [](Entry* entry) { entry->name = "**soft." + kClient; })})},
      {"cut-off", "the file ends in the data of the last entry",
       Resized(Pol({Server(), both}), -4)},
      {"cut-at-entry", "the file ends behind the first entry", Pol({Server()})},
  };
}

}  // namespace ntlmatrix::differential
