// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/system_hive.h"

#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/hive_cells.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::policy {
namespace {

using testing::AddSystemKeys;
using testing::DwordData;
using testing::HiveForm;
using testing::HiveWriter;
using testing::SystemHiveKeys;
using testing::SzData;
using testing::WrittenHive;
using Data = std::vector<uint8_t>;
using Strings = std::vector<std::string>;

constexpr char kBelow[] = "SYSTEM\\CurrentControlSet\\Control\\";

struct Seen {
  Strings values;    // "Lsa|name|type|hex data" below Control
  Strings findings;  // "!id", "?id" or ".id" by severity, without the note on the control set
  Strings messages;  // of those
  std::vector<Place> places;  // of values
  absl::Status status;
  std::string settings;  // what the interpreter makes of it
};

Seen Read(Bytes bytes, absl::Span<const Bytes> logs = {}) {
  Seen seen;
  Interpreter interpreter("hive");
  seen.status = ReadSystemHive(
      {bytes, logs},
      [&](const RegistryValue& value) {
        interpreter.Add(value);
        EXPECT_EQ(value.hive, "HKEY_LOCAL_MACHINE");
        EXPECT_EQ(value.key.substr(0, sizeof kBelow - 1), kBelow);
        std::string text = absl::StrCat(value.key.substr(sizeof kBelow - 1), "|", value.name, "|",
                                        value.type, "|");
        for (const uint8_t byte : std::get<Bytes>(value.data)) {
          absl::StrAppend(&text, absl::Hex(byte, absl::kZeroPad2));
        }
        if (value.operation == RegistryValue::Operation::kDelete) text += "|delete";
        seen.values.push_back(text);
        seen.places.push_back(value.where);
      },
      [&](const PolicyFinding& finding) {
        if (finding.id == "control-set") return;
        EXPECT_FALSE(finding.message.empty());
        const char* mark = finding.severity == Severity::kError     ? "!"
                           : finding.severity == Severity::kWarning ? "?"
                                                                    : ".";
        seen.findings.push_back(absl::StrCat(mark, finding.id));
        seen.messages.push_back(finding.message);
      });
  for (const PolicySetting& setting : interpreter.Settings()) {
    absl::StrAppend(&seen.settings, seen.settings.empty() ? "" : " ",
                    setting.state == SettingState::kDefined
                        ? absl::StrCat(setting.value)
                        : std::string(SettingStateName(setting.state)));
  }
  return seen;
}

Seen Read(const HiveWriter& writer) { return Read(writer.Write().bytes); }

// A hive with the keys that matter, and something in it to change.
struct SystemHive {
  HiveWriter writer;
  SystemHiveKeys keys;

  explicit SystemHive(HiveForm form = {}, uint32_t current = 1)
      : writer(form), keys(AddSystemKeys(&writer, current)) {}
};

// What is read when MSV1_0 has this value.
Seen ReadValue(uint32_t type, Data data, const std::string& name = "NtlmMinClientSec",
               uint16_t flags = 0) {
  SystemHive hive;
  hive.writer.AddValue(hive.keys.msv1_0, name, type, std::move(data), flags);
  return Read(hive.writer);
}

std::string SettingsWith(uint32_t type, Data data) {
  return ReadValue(type, std::move(data)).settings;
}

TEST(SystemHiveTest, ReadsCurrentControlSet) {
  SystemHive hive({}, 2);
  hive.writer.AddDword(hive.keys.msv1_0, "NtlmMinClientSec", 0x20080000);
  hive.writer.AddDword(hive.keys.lsa, "LmCompatibilityLevel", 5);
  hive.writer.AddValue(hive.keys.lsa, "Notification Packages", 7, SzData("scecli"));
  const WrittenHive written = hive.writer.Write();
  Strings notes;
  const absl::Status status = ReadSystemHive(
      {written.bytes}, [](const RegistryValue&) {},
      [&](const PolicyFinding& finding) { notes.push_back(finding.message); });
  EXPECT_TRUE(status.ok()) << status;
  EXPECT_EQ(notes, Strings({"the current control set is ControlSet002, as Select\\Current says"}));
  const Seen seen = Read(written.bytes);
  EXPECT_EQ(seen.values, Strings({"Lsa|LmCompatibilityLevel|4|05000000",
                                  "Lsa|Notification Packages|7|7300630065006300"
                                  "6c0069000000",
                                  "Lsa\\MSV1_0|NtlmMinClientSec|4|00000820"}));
  EXPECT_EQ(seen.places.back(), Place::Offset(written.values[3].value));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(seen.settings, "537395200 not-defined 5");
}

TEST(SystemHiveTest, ReadsEveryFormOfHive) {
  for (const char* list : {"li", "lf", "lh"}) {
    for (const size_t leaf_size : {size_t{0}, size_t{1}}) {
      for (const uint32_t minor : {3u, 4u, 5u, 6u}) {
        HiveForm form;
        form.list = list;
        form.leaf_size = leaf_size;
        form.minor_version = minor;
        SystemHive hive(form);
        hive.writer.AddDword(hive.keys.msv1_0, "NTLMMINCLIENTSEC", 0);
        hive.writer.AddValue(hive.keys.msv1_0, u"NtlmMinServerSec", 4, DwordData(1 << 29));
        const Seen seen = Read(hive.writer);
        EXPECT_EQ(seen.settings, "0 536870912 not-defined");
        EXPECT_EQ(seen.findings, Strings());
      }
    }
  }
}

// The table of edge values of REG_DWORD: every reader makes something else of them.
TEST(SystemHiveTest, DeliversDataAsTheyAre) {
  EXPECT_EQ(SettingsWith(4, DwordData(0x20080000)), "537395200 not-defined not-defined");
  EXPECT_EQ(SettingsWith(4, {0, 0, 8, 0x20, 0, 0, 0, 0}), "malformed not-defined not-defined");
  EXPECT_EQ(SettingsWith(4, {0x00, 0x20}), "malformed not-defined not-defined");
  EXPECT_EQ(SettingsWith(4, {}), "malformed not-defined not-defined");
  EXPECT_EQ(SettingsWith(5, {0x20, 8, 0, 0}), "wrong-type not-defined not-defined");
  EXPECT_EQ(SettingsWith(1, SzData("537395200")), "wrong-type not-defined not-defined");
  EXPECT_EQ(SettingsWith(3, Data(20000)), "wrong-type not-defined not-defined");
  EXPECT_EQ(ReadValue(4, {}).values, Strings({"Lsa\\MSV1_0|NtlmMinClientSec|4|"}));
}

TEST(SystemHiveTest, DeliversTwoValuesOfOneName) {
  SystemHive hive;
  hive.writer.AddDword(hive.keys.msv1_0, "NtlmMinClientSec", 0x20080000);
  hive.writer.AddDword(hive.keys.msv1_0, "NTLMMINCLIENTSEC", 0);
  EXPECT_EQ(Read(hive.writer).settings, "conflicting not-defined not-defined");
}

TEST(SystemHiveTest, DeliversTombstoneAsDeleted) {
  const Seen seen = ReadValue(0, {}, "NtlmMinClientSec", KeyValue::kTombstone);
  EXPECT_EQ(seen.values, Strings({"Lsa\\MSV1_0|NtlmMinClientSec|0||delete"}));
  EXPECT_EQ(seen.settings, "deleted not-defined not-defined");
}

TEST(SystemHiveTest, ReportsNamesThatAreNoText) {
  const Seen nul = ReadValue(4, DwordData(1), std::string("NtlmMinClientSec\0", 17));
  EXPECT_EQ(nul.findings, Strings({"!nul-in-name"}));
  EXPECT_EQ(nul.settings, "malformed not-defined not-defined");
  SystemHive hive;
  hive.writer.AddValue(hive.keys.lsa, u"A\xD800", 4, DwordData(1));
  const Seen seen = Read(hive.writer);
  EXPECT_EQ(seen.findings, Strings({"!name-not-unicode"}));
  EXPECT_EQ(seen.values, Strings());
}

TEST(SystemHiveTest, DeliversValueWhoseDataCannotBeRead) {
  SystemHive hive;
  const auto value = hive.writer.AddDword(hive.keys.msv1_0, "NtlmMinClientSec", 0x20080000);
  WrittenHive written = hive.writer.Write();
  written.Set32(written.values[value].value + 8, 0x80000005);
  const Seen seen = Read(written.bytes);
  EXPECT_EQ(seen.findings, Strings({"!unreadable-data"}));
  EXPECT_EQ(seen.settings, "malformed not-defined not-defined");
}

TEST(SystemHiveTest, ReportsValueThatCannotBeRead) {
  SystemHive hive;
  const auto value = hive.writer.AddDword(hive.keys.msv1_0, "NtlmMinClientSec", 0x20080000);
  hive.writer.AddDword(hive.keys.msv1_0, "NtlmMinServerSec", 1);
  WrittenHive written = hive.writer.Write();
  written.Set32(written.values[value].value, 0);
  const Seen seen = Read(written.bytes);
  EXPECT_EQ(seen.findings, Strings({"!damaged-hive"}));
  EXPECT_EQ(seen.settings, "not-defined 1 not-defined");
}

TEST(SystemHiveTest, RejectsValuesWorthMoreThanTheHive) {
  SystemHive hive;
  hive.writer.AddValue(hive.keys.lsa, "A", 3, Data(3000));
  for (int i = 0; i < 100; ++i) hive.writer.AddDword(hive.keys.lsa, absl::StrCat("B", i), 1);
  WrittenHive written = hive.writer.Write();
  const size_t list = written.keys[hive.keys.lsa].values_list;
  for (size_t i = 0; i <= 100; ++i) written.Set32(list + 4 + 4 * i, written.Get32(list + 4));
  const Seen seen = Read(written.bytes);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_LT(seen.values.size(), 10u);
}

TEST(SystemHiveTest, StopsAtTheLimitOfFindings) {
  SystemHive hive;
  for (int i = 0; i < 1100; ++i) hive.writer.AddDword(hive.keys.lsa, "", 1);
  WrittenHive written = hive.writer.Write();
  for (const auto& value : written.values) {
    if (&value != &written.values[hive.keys.current]) written.Set32(value.value, 0);
  }
  const Seen seen = Read(written.bytes);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_LE(seen.findings.size(), kMaxSystemHiveFindings + 1);
}

TEST(SystemHiveTest, GuessesNoControlSet) {
  const auto with_current = [](uint32_t type, Data data) {
    HiveWriter writer;
    writer.AddPath("ControlSet001\\Control\\Lsa\\MSV1_0");
    writer.AddValue(writer.AddPath("Select"), "Current", type, std::move(data));
    const Seen seen = Read(writer);
    EXPECT_EQ(seen.values, Strings());
    const std::string text(seen.status.message());
    return text.substr(text.find(": ") + 2);
  };
  constexpr char kNone[] = "; no control set is guessed";
  EXPECT_EQ(with_current(4, DwordData(0)), absl::StrCat("0 is outside 1 to 999", kNone));
  EXPECT_EQ(with_current(4, DwordData(1000)), absl::StrCat("1000 is outside 1 to 999", kNone));
  EXPECT_EQ(with_current(3, DwordData(1)),
            absl::StrCat("type 3 with 4 bytes instead of a REG_DWORD", kNone));
  EXPECT_EQ(with_current(4, {1, 0}),
            absl::StrCat("type 4 with 2 bytes instead of a REG_DWORD", kNone));
  EXPECT_EQ(with_current(4, {1, 0, 0, 0, 0, 0, 0, 0}),
            absl::StrCat("type 4 with 8 bytes instead of a REG_DWORD", kNone));
}

std::string Error(const HiveWriter& writer) { return std::string(Read(writer).status.message()); }

TEST(SystemHiveTest, RejectsHivesThatLackAKey) {
  HiveWriter writer;
  writer.AddPath("Software");
  EXPECT_EQ(Error(writer), "not a SYSTEM hive: there is no key \\Select");
  const auto select = writer.AddPath("Select");
  EXPECT_EQ(Error(writer),
            absl::StrCat("key Select at 0x", absl::Hex(writer.Write().keys[select].node),
                         ": it has no value Current, which says which control set is in use"));
  writer.AddDword(select, "Current", 1);
  constexpr char kNotWhole[] = "not a whole SYSTEM hive: there is no key \\ControlSet001";
  EXPECT_EQ(Error(writer), kNotWhole);
  writer.AddPath("ControlSet001");
  EXPECT_EQ(Error(writer), absl::StrCat(kNotWhole, "\\Control"));
  writer.AddPath("ControlSet001\\Control");
  EXPECT_EQ(Error(writer), absl::StrCat(kNotWhole, "\\Control\\Lsa"));
  writer.AddPath("ControlSet001\\Control\\Lsa");
  const Seen seen = Read(writer);
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.findings, Strings({"?no-msv1-0"}));
}

TEST(SystemHiveTest, RejectsUnreadableWays) {
  SystemHive hive;
  const WrittenHive whole = hive.writer.Write();
  for (const HiveWriter::Key key :
       {HiveWriter::kRoot, hive.keys.select, hive.keys.lsa, hive.keys.msv1_0}) {
    WrittenHive written = whole;
    written.Set32(written.keys[key].node, 0);
    EXPECT_EQ(Read(written.bytes).status.code(), absl::StatusCode::kInvalidArgument) << key;
  }
  WrittenHive written = whole;
  written.Set32(written.values[hive.keys.current].value, 0);
  EXPECT_FALSE(Read(written.bytes).status.ok());
  written = whole;
  written.Set32(written.keys[hive.keys.msv1_0].node + 40, 5);
  EXPECT_FALSE(Read(written.bytes).status.ok());
  written.Set32(written.keys[hive.keys.lsa].node + 40, 5);
  EXPECT_FALSE(Read(written.bytes).status.ok());
}

TEST(SystemHiveTest, FollowsNoLink) {
  for (const char* path : {"Select", "ControlSet001", "ControlSet001\\Control",
                           "ControlSet001\\Control\\Lsa", "ControlSet001\\Control\\Lsa\\MSV1_0"}) {
    SystemHive hive;
    WrittenHive written = hive.writer.Write();
    const size_t node = written.keys[hive.writer.AddPath(path)].node;
    written.Set16(node + 6, KeyNode::kSymLink | KeyNode::kCompName);
    EXPECT_EQ(Read(written.bytes).status.message(),
              absl::StrCat("key \\", path, " at 0x", absl::Hex(node),
                           ": it is a symbolic link, and links are not followed"));
  }
}

TEST(SystemHiveTest, ReportsDamageOnTheWay) {
  SystemHive hive;
  const auto sibling = hive.writer.AddPath("ControlSet001\\Control\\Aaa");
  hive.writer.AddDword(hive.keys.msv1_0, "NtlmMinClientSec", 5 << 19);
  WrittenHive written = hive.writer.Write();
  written.Set32(written.keys[sibling].node, 0);
  const Seen seen = Read(written.bytes);
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.findings, Strings({"!damaged-hive"}));
  EXPECT_EQ(
      seen.messages,
      Strings({absl::StrCat("\\ControlSet001\\Control\\Lsa: key node (nk) at 0x",
                            absl::Hex(written.keys[sibling].node), ": its cell has size 0")}));
  EXPECT_EQ(seen.values.size(), 1u);
}

TEST(SystemHiveTest, ReportsDamageInSelect) {
  SystemHive hive;
  WrittenHive written = hive.writer.Write();
  written.Set32(written.values[hive.keys.current + 1].value, 0);  // Default
  EXPECT_EQ(Read(written.bytes).findings, Strings({"!damaged-hive"}));
}

TEST(SystemHiveTest, ReportsLayeredKeysAndHives) {
  SystemHive hive;
  WrittenHive written = hive.writer.Write();
  written.bytes[written.keys[hive.keys.lsa].node + 4 + 13] = 1;
  EXPECT_EQ(Read(written.bytes).findings, Strings({"!layered-key"}));
  HiveForm form;
  form.minor_version = 6;
  written = SystemHive(form).writer.Write();
  written.Set32(144, 2);
  written.UpdateChecksum();
  EXPECT_EQ(Read(written.bytes).findings, Strings({"!layered-hive"}));
}

TEST(SystemHiveTest, ComparesOtherControlSets) {
  const auto findings = [](const std::string& other, uint32_t default_set, uint32_t known_good) {
    HiveWriter writer;
    const auto select = writer.AddPath("Select");
    writer.AddDword(select, "Current", 1);
    writer.AddDword(select, "Default", default_set);
    writer.AddDword(select, "LastKnownGood", known_good);
    const auto own = writer.AddPath("ControlSet001\\Control\\Lsa\\MSV1_0");
    writer.AddDword(own, "NtlmMinClientSec", 0x20080000);
    const auto its = writer.AddPath(other + "\\Control\\Lsa\\MSV1_0");
    writer.AddDword(its, "NtlmMinClientSec", 0x20080000);
    writer.AddDword(its, "NtlmMinServerSec", 0);
    const Seen seen = Read(writer);
    EXPECT_EQ(seen.settings, "537395200 not-defined not-defined");
    return seen;
  };
  const std::string differs = "differs: NtlmMinServerSec 0x00000000 (current: not set)";
  EXPECT_EQ(findings("ControlSet002", 1, 1).findings, Strings({".other-control-set"}));
  EXPECT_EQ(findings("ControlSet002", 1, 2).findings, Strings({"?other-control-set"}));
  EXPECT_EQ(findings("ControlSet002", 1, 2).messages,
            Strings({"ControlSet002 (LastKnownGood) " + differs}));
  EXPECT_EQ(findings("ControlSet002", 2, 2).findings,
            Strings({"?default-control-set", "?other-control-set"}));
  EXPECT_EQ(findings("ControlSet002", 2, 2).messages.back(),
            "ControlSet002 (Default) (LastKnownGood) " + differs);
  EXPECT_EQ(findings("CurrentControlSet", 1, 1).findings, Strings({"?current-control-set-key"}));
  EXPECT_EQ(findings("ControlSet1000", 1, 1).findings, Strings());
  EXPECT_EQ(findings("Clone", 1, 1).findings, Strings());
}

TEST(SystemHiveTest, SaysWhatOtherControlSetsHave) {
  const auto message = [](const std::string& path, uint32_t type, Data data, bool damaged = false,
                          uint16_t flags = 0) {
    SystemHive hive;
    hive.writer.AddDword(hive.keys.lsa, "LmCompatibilityLevel", 3);
    const auto other = hive.writer.AddKey(hive.writer.AddPath(path), "Lsa", flags);
    const auto value = hive.writer.AddValue(other, "LmCompatibilityLevel", type, std::move(data));
    WrittenHive written = hive.writer.Write();
    if (damaged) written.Set32(written.values[value].value, 0);
    const Seen seen = Read(written.bytes);
    return seen.messages.empty() ? "" : seen.messages.back();
  };
  const std::string path = "ControlSet002\\Control";
  const auto its = [](const std::string& text) {
    return "ControlSet002 differs: LmCompatibilityLevel " + text + " (current: 0x00000003)";
  };
  EXPECT_EQ(message(path, 4, DwordData(3)), "");
  EXPECT_EQ(message(path, 4, DwordData(2)), its("0x00000002"));
  EXPECT_EQ(message(path, 1, SzData("3")), its("type 1, 4 bytes"));
  EXPECT_EQ(message(path, 4, DwordData(3), true), its("unreadable"));
  EXPECT_EQ(message(path, 4, DwordData(3), false, KeyNode::kSymLink),
            "ControlSet002 differs: NtlmMinClientSec unreadable (current: not set), "
            "NtlmMinServerSec unreadable (current: not set), "
            "LmCompatibilityLevel unreadable (current: 0x00000003)");
  EXPECT_EQ(message("ControlSet002\\Ctrl", 4, DwordData(3)), its("not set"));
}

TEST(SystemHiveTest, ComparesNotTooManyControlSets) {
  SystemHive hive;
  for (int i = 2; i < 30; ++i)
    hive.writer.AddPath(absl::StrCat("ControlSet0", i < 10 ? "0" : "", i));
  EXPECT_EQ(Read(hive.writer).findings, Strings({"?many-control-sets"}));
}

TEST(SystemHiveTest, ReportsDirtyHive) {
  HiveForm form;
  form.primary_sequence = 2;
  SystemHive hive(form);
  hive.writer.AddDword(hive.keys.msv1_0, "NtlmMinClientSec", 0x20080000);
  WrittenHive written = hive.writer.Write();
  EXPECT_EQ(Read(written.bytes).findings, Strings({"!dirty-hive"}));
  EXPECT_EQ(Read(written.bytes).settings, "537395200 not-defined not-defined");
  written.Set32(4, 1);
  EXPECT_EQ(Read(written.bytes).findings, Strings({"!dirty-hive"}));  // by its checksum
  written.UpdateChecksum();
  EXPECT_EQ(Read(written.bytes).findings, Strings());
}

TEST(SystemHiveTest, TruncationAtEveryByteIsAnError) {
  SystemHive hive;
  hive.writer.AddDword(hive.keys.msv1_0, "NtlmMinClientSec", 0x20080000);
  const WrittenHive written = hive.writer.Write();
  for (size_t size = 0; size < written.bytes.size(); ++size) {
    const Seen seen = Read(Bytes(written.bytes).first(size));
    EXPECT_FALSE(seen.status.ok()) << size;
    EXPECT_EQ(seen.values, Strings()) << size;
  }
}

TEST(SystemHiveTest, LooksLikeOneByItsSignature) {
  EXPECT_TRUE(LooksLikeSystemHive(HiveWriter().Write().bytes));
  EXPECT_FALSE(LooksLikeSystemHive({}));
  EXPECT_FALSE(LooksLikeSystemHive(Data({'r', 'e', 'g'})));
  const StoreFormat* guessed = GuessStoreFormat(HiveWriter().Write().bytes);
  ASSERT_NE(guessed, nullptr);
  EXPECT_EQ(guessed->name, "system-hive");
}

}  // namespace
}  // namespace ntlmatrix::policy
