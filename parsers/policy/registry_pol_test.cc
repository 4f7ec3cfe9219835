// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/registry_pol.h"

#include <cstdint>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/bytes/byte_writer.h"
#include "parsers/bytes/utf16.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/name_list.h"

namespace ntlmatrix::policy {
namespace {

using Data = std::vector<uint8_t>;
using Strings = std::vector<std::string>;

const Data kHeader = {
    'P',  'R',  'e',  'g',   // Signature
    0x01, 0x00, 0x00, 0x00,  // Version
};

// An entry that sets A of key K to the DWORD 5.
const Data kEntry = {
    '[', 0x00, 'K',  0x00, 0x00, 0x00,  // key
    ';', 0x00, 'A',  0x00, 0x00, 0x00,  // value name
    ';', 0x00, 0x04, 0x00, 0x00, 0x00,  // Type
    ';', 0x00, 0x04, 0x00, 0x00, 0x00,  // Size
    ';', 0x00, 0x05, 0x00, 0x00, 0x00,  // Data
    ']', 0x00,
};

constexpr char kMsv10[] = "System\\CurrentControlSet\\Control\\Lsa\\MSV1_0";
constexpr char kClient[] = "NtlmMinClientSec";
const Data kBoth = {0x00, 0x00, 0x08, 0x20};

Data Join(std::initializer_list<Data> parts) {
  Data whole;
  for (const Data& part : parts) whole.insert(whole.end(), part.begin(), part.end());
  return whole;
}

Data Replace(Data data, size_t at, std::initializer_list<uint8_t> bytes) {
  for (const uint8_t byte : bytes) data.at(at++) = byte;
  return data;
}

Data Text(absl::string_view text) { return Utf8ToUtf16(text).value(); }
Data Text0(absl::string_view text) { return Join({Text(text), {0, 0}}); }

Data Entry(absl::string_view key, absl::string_view name, uint32_t type, const Data& data) {
  ByteWriter writer;
  writer.WriteBytes(Text("["));
  writer.WriteBytes(Text0(key));
  writer.WriteBytes(Text(";"));
  writer.WriteBytes(Text0(name));
  writer.WriteBytes(Text(";"));
  writer.WriteU32(type);
  writer.WriteBytes(Text(";"));
  writer.WriteU32(static_cast<uint32_t>(data.size()));
  writer.WriteBytes(Text(";"));
  writer.WriteBytes(data);
  writer.WriteBytes(Text("]"));
  return writer.Take();
}

Data File(std::initializer_list<Data> entries) { return Join({kHeader, Join(entries)}); }

// What a read delivered: values as "offset operation|key|name|type|data", findings as "offset id".
struct Seen {
  Strings values;
  Strings findings;
  absl::Status status;
};

std::string Shown(const RegistryValue& value) {
  const char* kOperations[] = {"set", "delete", "delete-values", "delete-key"};
  std::string text =
      absl::StrCat(value.where.number, " ", kOperations[static_cast<int>(value.operation)], "|",
                   value.key, "|", value.name);
  if (value.operation != RegistryValue::Operation::kSet) return text;
  absl::StrAppend(&text, "|", value.type, "|");
  for (const uint8_t byte : std::get<Bytes>(value.data)) {
    absl::StrAppend(&text, absl::Hex(byte, absl::kZeroPad2));
  }
  if (!value.condition.empty()) absl::StrAppend(&text, "|", value.condition);
  return text;
}

Seen Read(Bytes bytes) {
  Seen seen;
  seen.status = ReadRegistryPol(
      {bytes},
      [&](const RegistryValue& value) {
        EXPECT_EQ(value.hive, "HKEY_LOCAL_MACHINE");
        EXPECT_FALSE(value.cut_off);
        seen.values.push_back(Shown(value));
      },
      [&](const PolicyFinding& finding) {
        EXPECT_FALSE(finding.message.empty());
        EXPECT_FALSE(finding.fix.empty());
        seen.findings.push_back(absl::StrCat(
            finding.place.number, finding.severity == Severity::kError ? "!" : "?", finding.id));
      });
  return seen;
}

// "defined 0x20080000", or the state alone, of NtlmMinClientSec.
std::string ClientSetting(Bytes bytes) {
  Interpreter interpreter("");
  const absl::Status status = ReadRegistryPol(
      {bytes}, [&](const RegistryValue& value) { interpreter.Add(value); },
      [](const PolicyFinding&) {});
  EXPECT_TRUE(status.ok()) << status;
  const PolicySetting setting = interpreter.Settings().front();
  const std::string state(SettingStateName(setting.state));
  if (setting.state != SettingState::kDefined) return state;
  return absl::StrCat(state, " 0x", absl::Hex(setting.value));
}

std::string ClientSetting(std::initializer_list<Data> entries) {
  return ClientSetting(File(entries));
}

void ExpectError(const Data& bytes, uint64_t offset, absl::string_view message) {
  const Seen seen = Read(bytes);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(seen.status.message(), message);
  EXPECT_EQ(PlaceOf(seen.status), Place::Offset(offset)) << message;
}

TEST(RegistryPolTest, ReadsEntriesInOrder) {
  const Seen seen = Read(File({kEntry, Entry("K\\L", "B", 1, Text0("x")), kEntry}));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.values,
            Strings({"8 set|K|A|4|05000000", "40 set|K\\L|B|1|78000000", "76 set|K|A|4|05000000"}));
  EXPECT_EQ(seen.findings, Strings());
}

TEST(RegistryPolTest, AcceptsHeaderAlone) {
  const Seen seen = Read(kHeader);
  EXPECT_TRUE(seen.status.ok());
  EXPECT_EQ(seen.values, Strings());
}

TEST(RegistryPolTest, ReadsTheClientSetting) {
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 4, kBoth)}), "defined 0x20080000");
  EXPECT_EQ(ClientSetting({kEntry}), "not-defined");
}

// "If the signature check of the registry.pol file fails, the file is invalid and MUST be skipped."
TEST(RegistryPolTest, RejectsOtherSignatures) {
  ExpectError(Replace(kHeader, 0, {'p'}), 0, "Registry.pol: unexpected byte at offset 0");
  ExpectError(Replace(kHeader, 3, {'G'}), 0, "Registry.pol: unexpected byte at offset 3");
  ExpectError({}, 0, "the file is empty");
}

TEST(RegistryPolTest, RejectsOtherVersions) {
  for (const uint8_t version : Data{0, 2}) {
    const Seen seen = Read(Join({Replace(kHeader, 4, {version}), kEntry}));
    EXPECT_EQ(seen.status.code(), absl::StatusCode::kUnimplemented);
    EXPECT_EQ(PlaceOf(seen.status), Place::Offset(4));
    EXPECT_EQ(seen.values, Strings());
  }
  EXPECT_FALSE(Read(Replace(kHeader, 7, {1})).status.ok());
}

TEST(RegistryPolTest, RejectsTrailingBytes) {
  ExpectError(File({kEntry, {0}}), 40, "Registry.pol: no `[` at offset 40");
  for (size_t size = 1; size <= 12; ++size) {
    const Seen seen = Read(File({kEntry, Data(size, 0)}));
    EXPECT_FALSE(seen.status.ok()) << size;
    EXPECT_EQ(seen.values, Strings({"8 set|K|A|4|05000000"}));
  }
}

TEST(RegistryPolTest, RejectsOtherSeparators) {
  struct Case {
    size_t at;
    char separator;
  };
  for (const Case& test :
       {Case{0, '['}, Case{6, ';'}, Case{12, ';'}, Case{18, ';'}, Case{24, ';'}, Case{30, ']'}}) {
    const std::string message = absl::StrCat("Registry.pol: no `", std::string(1, test.separator),
                                             "` at offset ", 8 + test.at);
    ExpectError(File({Replace(kEntry, test.at, {'|'})}), 8 + test.at, message);
    ExpectError(File({Replace(kEntry, test.at + 1, {1})}), 8 + test.at, message);
  }
}

// Fields can't be left out: what is missing can't be told from what is damaged.
TEST(RegistryPolTest, RejectsLeftOutFields) {
  ExpectError(File({Text("["), Text0("K"), Text("]")}), 14, "Registry.pol: no `;` at offset 14");
  ExpectError(File({Text("["), Text0("K"), Text(";"), Text0("A"), Text("]")}), 20,
              "Registry.pol: no `;` at offset 20");
  EXPECT_FALSE(Read(File({Text("["), Text0("K"), Text(";;;;]")})).status.ok());
}

TEST(RegistryPolTest, AcceptsEntryThatCreatesAKey) {
  EXPECT_EQ(Read(File({Entry("K", "", 0, {})})).values, Strings({"8 set|K||0|"}));
  EXPECT_EQ(ClientSetting({Entry(kMsv10, "", 0, {})}), "not-defined");
  EXPECT_EQ(ClientSetting({Entry(absl::StrCat(kMsv10, "\\", kClient), "", 0, {})}), "malformed");
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 0, {})}), "wrong-type");
}

TEST(RegistryPolTest, RejectsNameWithoutEnd) {
  ExpectError(File({Replace(kEntry, 4, {';'})}), 22,
              "Registry.pol: control character in a name at offset 22");
  ExpectError(File({Replace(kEntry, 10, {';'})}), 22,
              "Registry.pol: control character in a name at offset 22");
  ExpectError(File({Text("[KEY")}), 10, "Registry.pol: no NUL behind the name at offset 10");
  ExpectError(File({Text("[KEY"), {'x'}}), 10, "Registry.pol: no NUL behind the name at offset 10");
}

TEST(RegistryPolTest, RejectsEmbeddedNul) {
  Data key = Text("[K");
  key.insert(key.end(), {0, 0, 'L', 0, 0, 0});
  ExpectError(File({key, Text(";")}), 14, "Registry.pol: no `;` at offset 14");
}

TEST(RegistryPolTest, RejectsControlCharacters) {
  ExpectError(File({Entry("K", "abcdefgh\n", 4, kBoth)}), 32,
              "Registry.pol: control character in a name at offset 32");
  ExpectError(File({Entry("\x1F", "A", 4, kBoth)}), 10,
              "Registry.pol: control character in a name at offset 10");
}

TEST(RegistryPolTest, RejectsLoneSurrogates) {
  ExpectError(File({Replace(kEntry, 3, {0xD8})}), 10,
              "Registry.pol: lone UTF-16 surrogate in a name at offset 10");
  ExpectError(File({Replace(kEntry, 9, {0xDC})}), 16,
              "Registry.pol: lone UTF-16 surrogate in a name at offset 16");
}

TEST(RegistryPolTest, ReadsNamesOfEveryLength) {
  std::string name;
  for (size_t size = 0; size < 600; ++size) {
    const Data bytes = File({Entry(name, "A", 4, {}), Entry("K", name, 4, {})});
    const size_t second = kHeader.size() + Entry(name, "A", 4, {}).size();
    EXPECT_EQ(Read(bytes).values, Strings({absl::StrCat("8 set|", name, "|A|4|"),
                                           absl::StrCat(second, " set|K|", name, "|4|")}));
    name.push_back(static_cast<char>(' ' + size % 95));
  }
}

TEST(RegistryPolTest, ReadsNamesOutsideAscii) {
  for (const char* name : {"\xC3\xA9", "abc\xC3\xA9", "abcd\xE2\x82\xAC", "\x7F",
                           "abcdefg\xF0\x9F\x98\x80", "\xEF\xBF\xBF\xC2\x80"}) {
    EXPECT_EQ(Read(File({Entry(name, name, 4, {5})})).values,
              Strings({absl::StrCat("8 set|", name, "|", name, "|4|05")}));
  }
  const std::string longest(300, 'x');
  EXPECT_EQ(Read(File({Entry("\xC3\xA9", longest, 4, {})})).values,
            Strings({absl::StrCat("8 set|\xC3\xA9|", longest, "|4|")}));
}

TEST(RegistryPolTest, AcceptsSeparatorsInNamesAndData) {
  EXPECT_EQ(Read(File({Entry("K;]", "a;b]=[", 3, Text("];["))})).values,
            Strings({"8 set|K;]|a;b]=[|3|5d003b005b00"}));
  for (const uint32_t type : {0u, 3u, 5u, 99u}) {
    const Data data = Join({Text("]["), Text0("K"), Text(";"), Text0("A")});
    EXPECT_EQ(ClientSetting({Entry("K", "A", type, data), Entry(kMsv10, kClient, 4, kBoth)}),
              "defined 0x20080000");
  }
}

TEST(RegistryPolTest, RejectsSizePastEnd) {
  ExpectError(File({Replace(kEntry, 20, {0xFF, 0xFF, 0xFF, 0xFF})}), 34,
              "Registry.pol: cannot read 4294967295 bytes at offset 34 of 40");
  ExpectError(File({Replace(kEntry, 20, {7})}), 34,
              "Registry.pol: cannot read 7 bytes at offset 34 of 40");
  ExpectError(File({Replace(kEntry, 20, {6})}), 40, "Registry.pol: no `]` at offset 40");
  ExpectError(File({Replace(kEntry, 20, {3})}), 37, "Registry.pol: no `]` at offset 37");
}

TEST(RegistryPolTest, DeliversEverySizeOfDword) {
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 4, Join({kBoth, {0, 0, 0, 0}}))}), "malformed");
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 4, {0x00, 0x20})}), "malformed");
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 4, {})}), "malformed");
}

TEST(RegistryPolTest, DeliversEveryType) {
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 5, {0x20, 0x08, 0x00, 0x00})}), "wrong-type");
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 1, Text0("537395200"))}), "wrong-type");
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 11, Join({kBoth, {0, 0, 0, 0}}))}), "wrong-type");
  EXPECT_EQ(ClientSetting({Entry(kMsv10, kClient, 99, kBoth)}), "wrong-type");
  EXPECT_EQ(Read(File({Entry("K", "A", 0xFFFFFFFF, {1})})).values,
            Strings({"8 set|K|A|4294967295|01"}));
}

TEST(RegistryPolTest, AcceptsDataOver64KiB) {
  const Data data(0x10000, 0);
  EXPECT_EQ(ClientSetting({Entry("K", "A", 3, data), Entry(kMsv10, kClient, 4, kBoth)}),
            "defined 0x20080000");
}

TEST(RegistryPolTest, KeepsBothOfADuplicate) {
  const Data client = Entry(kMsv10, kClient, 4, kBoth);
  const Data zero =
      Entry("SYSTEM\\currentcontrolset\\CONTROL\\LSA\\msv1_0", "NTLMMINCLIENTSEC", 4, {0, 0, 0, 0});
  EXPECT_EQ(ClientSetting({client, zero}), "conflicting");
  EXPECT_EQ(ClientSetting({client, client}), "defined 0x20080000");
}

TEST(RegistryPolTest, DeliversHivesInKeysAsWritten) {
  for (const char* hive : {"HKEY_LOCAL_MACHINE\\", "HKLM\\", "MACHINE\\", "\\"}) {
    EXPECT_EQ(ClientSetting({Entry(absl::StrCat(hive, kMsv10), kClient, 4, kBoth)}), "malformed");
  }
}

TEST(RegistryPolTest, DeletesValues) {
  const Data blank = Text0(" ");
  EXPECT_EQ(Read(File({Entry("K", "**del.A;B", 1, blank)})).values, Strings({"8 delete|K|A;B"}));
  EXPECT_EQ(Read(File({Entry("K", "**DEL.", 1, blank)})).values, Strings({"8 delete|K|"}));
  for (const char* name : {"**del.NtlmMinClientSec", "**Del.NTLMMinClientSec"}) {
    EXPECT_EQ(ClientSetting({Entry(kMsv10, name, 1, blank)}), "deleted");
  }
}

TEST(RegistryPolTest, DeletesEveryValueOfAKey) {
  for (const char* name : {"**delvals.", "**DelVals", "**DELVALS "}) {
    EXPECT_EQ(Read(File({Entry("K", name, 1, Text0(" "))})).values,
              Strings({"8 delete-values|K|"}));
    EXPECT_EQ(ClientSetting({Entry(kMsv10, name, 1, Text0(" "))}), "deleted");
  }
}

TEST(RegistryPolTest, DeletesListedValues) {
  EXPECT_EQ(Read(File({Entry("K", "**DeleteValues", 1, Text0("A;;B C;"))})).values,
            Strings({"8 delete|K|A", "8 delete|K|B C"}));
  EXPECT_EQ(ClientSetting({Entry(kMsv10, "**deletevalues", 1, Text("x;ntlmminclientsec"))}),
            "deleted");
}

TEST(RegistryPolTest, DeletesListedKeys) {
  EXPECT_EQ(Read(File({Entry("K", "**DeleteKeys", 1, Text0("L;M\\N"))})).values,
            Strings({"8 delete-key|K\\L|", "8 delete-key|K\\M\\N|"}));
  EXPECT_EQ(Read(File({Entry("", "**DeleteKeys ", 1, Text0("L"))})).values,
            Strings({"8 delete-key|L|"}));
  EXPECT_EQ(ClientSetting({Entry("System\\CurrentControlSet\\Control", "**deletekeys.", 1,
                                 Text0("Foo;Lsa"))}),
            "deleted");
}

TEST(RegistryPolTest, ReportsDataThatIsNoList) {
  for (const Data& data : {Data(), Data{'A'}, Text0(""), Text0(";;"), Data{0x00, 0xD8},
                           Text("A\nB"), Join({Text0("A"), Text("B")})}) {
    const Seen seen = Read(File({Entry(kMsv10, "**DeleteValues", 1, data), kEntry}));
    EXPECT_TRUE(seen.status.ok());
    EXPECT_EQ(seen.values.size(), 1u);
    EXPECT_EQ(seen.findings, Strings({"8!directive-list"}));
    EXPECT_EQ(Read(File({Entry("K", "**DeleteKeys", 1, data)})).findings,
              Strings({"8?directive-list"}));
  }
}

TEST(RegistryPolTest, SetsSoftlyOnACondition) {
  EXPECT_EQ(Read(File({Entry("K", "**soft.A", 4, kBoth)})).values,
            Strings({"8 set|K|A|4|00000820|holds only where the value does not exist yet "
                     "(**soft.)"}));
  EXPECT_EQ(ClientSetting({Entry(kMsv10, "**SOFT.NtlmMinClientSec", 4, kBoth)}), "conflicting");
}

TEST(RegistryPolTest, SkipsSecureKey) {
  for (const char* name : {"**SecureKey", "**securekey=1", "**SecureKey=0"}) {
    const Seen seen = Read(File({Entry(kMsv10, name, 4, {1, 0, 0, 0})}));
    EXPECT_EQ(seen.values, Strings());
    EXPECT_EQ(seen.findings, Strings());
  }
}

TEST(RegistryPolTest, ReportsUnknownDirectives) {
  for (const char* name : {"**", "**Del", "**delvals.x", "**DeleteKeys L", "**Soft", "**A"}) {
    EXPECT_EQ(Read(File({Entry("K", name, 4, {})})).values,
              Strings({absl::StrCat("8 set|K|", name, "|4|")}));
    EXPECT_EQ(Read(File({Entry("K", name, 4, {})})).findings, Strings({"8?unknown-directive"}));
    for (const char* key : {kMsv10, "system", "", "System\\CurrentControlSet\\Control\\Lsa\\"}) {
      EXPECT_EQ(Read(File({Entry(key, name, 4, {})})).findings, Strings({"8!unknown-directive"}));
    }
  }
  EXPECT_EQ(ClientSetting({Entry(kMsv10, "**NtlmMinClientSec", 4, kBoth)}), "malformed");
  EXPECT_EQ(ClientSetting({Entry(kMsv10, "*del.NtlmMinClientSec", 4, kBoth)}), "malformed");
}

// Order matters: "set, then delete" and "delete, then set" are not the same policy.
TEST(RegistryPolTest, KeepsTheOrderOfSetAndDelete) {
  const Data set = Entry(kMsv10, kClient, 4, kBoth);
  const Data erase = Entry(kMsv10, "**del.NtlmMinClientSec", 1, Text0(" "));
  const Data erase_all = Entry(kMsv10, "**delvals.", 1, Text0(" "));
  EXPECT_EQ(ClientSetting({erase, set}), "defined 0x20080000");
  EXPECT_EQ(ClientSetting({erase_all, set}), "defined 0x20080000");
  EXPECT_EQ(ClientSetting({set, erase}), "conflicting");
  EXPECT_EQ(ClientSetting({set, erase_all, set}), "conflicting");
}

// No document tells where a Registry.pol ends, so that a cut between two entries can't be seen.
TEST(RegistryPolTest, TruncationAtEveryByteIsAnErrorOrAShorterFile) {
  const Data second = Entry(kMsv10, kClient, 4, kBoth);
  const Data whole = File({kEntry, second, Entry("K", "**DeleteKeys", 1, Text0("L;M"))});
  const Strings values = Read(whole).values;
  ASSERT_EQ(values.size(), 4u);
  const size_t after_second = 40 + second.size();
  for (size_t size = 0; size < whole.size(); ++size) {
    const Seen seen = Read(Data(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size)));
    EXPECT_EQ(seen.status.ok(), size == 8 || size == 40 || size == after_second) << size;
    const size_t entries = size < 40 ? 0 : size < after_second ? 1 : 2;
    EXPECT_EQ(seen.values,
              Strings(values.begin(), values.begin() + static_cast<ptrdiff_t>(entries)))
        << size;
  }
}

TEST(RegistryPolTest, RejectsFileOverLimit) {
  EXPECT_EQ(Read(Data(kMaxRegistryPolSize + 1, 0)).status.code(),
            absl::StatusCode::kResourceExhausted);
}

// The values that are delivered of `copies` of an entry, and the status.
std::pair<size_t, absl::Status> Count(const Data& entry, size_t copies) {
  ByteWriter writer;
  writer.Reserve(kHeader.size() + copies * entry.size());
  writer.WriteBytes(kHeader);
  for (size_t i = 0; i < copies; ++i) writer.WriteBytes(entry);
  const Data bytes = writer.Take();
  size_t count = 0;
  const absl::Status status = ReadRegistryPol(
      {bytes}, [&](const RegistryValue&) { ++count; }, [](const PolicyFinding&) {});
  return {count, status};
}

TEST(RegistryPolTest, RejectsMoreValuesThanTheLimit) {
  const auto [count, status] = Count(kEntry, kMaxRegistryPolValues + 1);
  EXPECT_EQ(count, kMaxRegistryPolValues);
  EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(PlaceOf(status), Place::Offset(8 + 32 * kMaxRegistryPolValues));
}

TEST(RegistryPolTest, RejectsMoreFindingsThanTheLimit) {
  const Data entry = Entry("K", "**x", 4, {});
  EXPECT_TRUE(Count(entry, kMaxRegistryPolFindings).second.ok());
  EXPECT_EQ(Count(entry, kMaxRegistryPolFindings + 1).second.code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(RegistryPolTest, BoundsWhatListsStandFor) {
  const std::string key(1 << 16, 'k');
  std::string list;
  for (int i = 0; i < (1 << 14); ++i) list += "a;";
  for (const char* directive : {"**DeleteKeys", "**DeleteValues"}) {
    const auto [count, status] = Count(Entry(key, directive, 1, Text0(list)), 1);
    EXPECT_EQ(status.code(), absl::StatusCode::kResourceExhausted) << directive;
    EXPECT_LE(count, kMaxNameListWork / key.size());
  }
}

TEST(RegistryPolTest, LooksAtTheSignatureAlone) {
  EXPECT_TRUE(LooksLikeRegistryPol(kHeader));
  EXPECT_TRUE(LooksLikeRegistryPol(Data{'P', 'R', 'e', 'g'}));
  EXPECT_FALSE(LooksLikeRegistryPol(Data{'P', 'R', 'e'}));
  EXPECT_FALSE(LooksLikeRegistryPol(Data{'p', 'r', 'e', 'g', 1, 0, 0, 0}));
}

}  // namespace
}  // namespace ntlmatrix::policy
