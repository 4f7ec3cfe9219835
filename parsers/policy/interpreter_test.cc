// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/interpreter.h"

#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::policy {
namespace {

// KB 239869: the policy bits are NegotiateFlags bits.
static_assert(kRequireIntegrity == ntlm::flags::kSign);
static_assert(kRequireConfidentiality == ntlm::flags::kSeal);
static_assert(kRequireExtendedSessionSecurity == ntlm::flags::kExtendedSessionSecurity);
static_assert(kRequire128Bit == ntlm::flags::k128);
static_assert(kRequire56Bit == ntlm::flags::k56);

constexpr char kLsa[] = "System\\CurrentControlSet\\Control\\Lsa";
constexpr char kMsv[] = "System\\CurrentControlSet\\Control\\Lsa\\MSV1_0";

// A registry value of a text store on line 7, as a template would have it.
RegistryValue Value(absl::string_view key, absl::string_view name, absl::string_view text,
                    uint32_t type = kRegDword) {
  RegistryValue value;
  value.hive = "MACHINE";
  value.key = key;
  value.name = name;
  value.type = type;
  value.data = text;
  value.where = Place::Line(7);
  return value;
}

RegistryValue ClientValue(absl::string_view text) { return Value(kMsv, "NtlmMinClientSec", text); }
RegistryValue LevelValue(absl::string_view text) {
  return Value(kLsa, "LmCompatibilityLevel", text);
}

Interpreter Interpreted(const std::vector<RegistryValue>& values) {
  Interpreter interpreter("file.inf");
  for (const RegistryValue& value : values) interpreter.Add(value);
  return interpreter;
}

// "client server level", each as a state, and its value when it is defined.
std::string States(const std::vector<RegistryValue>& values) {
  std::string text;
  for (const PolicySetting& setting : Interpreted(values).Settings()) {
    absl::StrAppend(&text, text.empty() ? "" : " ", SettingStateName(setting.state));
    if (setting.state == SettingState::kDefined) absl::StrAppend(&text, "=", setting.value);
  }
  return text;
}

std::string FindingIds(const std::vector<RegistryValue>& values) {
  std::string text;
  for (const PolicyFinding& finding : Interpreted(values).Findings()) {
    absl::StrAppend(&text, text.empty() ? "" : " ", finding.id,
                    finding.severity == Severity::kError ? "!" : "");
    EXPECT_FALSE(finding.message.empty());
    EXPECT_FALSE(finding.fix.empty());
    EXPECT_EQ(finding.place, Place::Line(7));
  }
  return text;
}

std::string ClientState(const RegistryValue& value) {
  const std::string states = States({value});
  return states.substr(0, states.find(' '));
}

TEST(InterpreterTest, KnowsNothingAtFirst) {
  EXPECT_EQ(States({}), "not-defined not-defined not-defined");
  EXPECT_EQ(FindingIds({}), "");
  EXPECT_EQ(States({Value(kMsv, "RestrictSendingNTLMTraffic", "2")}),
            "not-defined not-defined not-defined");
}

TEST(InterpreterTest, ReadsTheThreeSettings) {
  EXPECT_EQ(States({ClientValue("537395200"), Value(kMsv, "NtlmMinServerSec", "0x20000000"),
                    LevelValue("5")}),
            "defined=537395200 defined=536870912 defined=5");
}

TEST(InterpreterTest, KeepsWhereAndWhatStood) {
  const PolicySetting setting = Interpreted({ClientValue("0x20080000")}).Settings()[0];
  ASSERT_EQ(setting.sources.size(), 1u);
  EXPECT_EQ(setting.sources[0].file, "file.inf");
  EXPECT_EQ(setting.sources[0].place, Place::Line(7));
  EXPECT_EQ(setting.sources[0].raw_type, kRegDword);
  EXPECT_EQ(setting.sources[0].raw, "0x20080000");
}

TEST(InterpreterTest, AcceptsOtherSpellingsOfTheKey) {
  const char* const kKeys[] = {"SYSTEM\\CURRENTCONTROLSET\\CONTROL\\LSA\\msv1_0",
                               "System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\"};
  for (const char* key : kKeys) {
    EXPECT_EQ(ClientState(Value(key, "NTLMMINCLIENTSEC", "0")), "defined=0") << key;
  }
  for (const char* hive :
       {"MACHINE", "machine", "HKLM", "HKLM:", "HKEY_LOCAL_MACHINE", "HKEY_LOCAL_MACHINE:"}) {
    RegistryValue value = ClientValue("0");
    value.hive = hive;
    EXPECT_EQ(ClientState(value), "defined=0") << hive;
  }
}

TEST(InterpreterTest, ReportsOtherPlacesOfTheName) {
  const char* const kKeys[] = {kLsa,
                               "Software\\CurrentControlSet\\Control\\Lsa\\MSV1_0",
                               "System\\ControlSet000\\Control\\Lsa\\MSV1_0",
                               "System\\ControlSet1\\Control\\Lsa\\MSV1_0",
                               "System\\ControlSet01x\\Control\\Lsa\\MSV1_0",
                               "System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\X",
                               "CurrentControlSet\\Control\\Lsa\\MSV1_0",
                               ""};
  for (const char* key : kKeys) {
    const RegistryValue value = Value(key, "NtlmMinClientSec", "0");
    EXPECT_EQ(ClientState(value), "malformed") << key;
    EXPECT_EQ(FindingIds({value}), "wrong-location!") << key;
  }
  RegistryValue user = ClientValue("0");
  user.hive = "USERS";
  EXPECT_EQ(FindingIds({user}), "wrong-location!");
  EXPECT_EQ(FindingIds({Value(kMsv, "NtlmMinClientSec ", "0")}), "wrong-location!");
  EXPECT_EQ(FindingIds({Value("System\\Lsa\\NtlmMinClientSec", "", "0")}), "wrong-location!");
  EXPECT_EQ(FindingIds({Value("", "System/Lsa/LmCompatibilityLevel", "0")}), "wrong-location!");
  EXPECT_EQ(FindingIds({Value(kMsv, "LmCompatibilityLevel", "5")}), "wrong-location!");
}

TEST(InterpreterTest, ReportsMisspeltNames) {
  for (const char* name : {"NtlmMinClientSe", "tlmMinClientSec", "NtlmMinClientSecs",
                           "NtlmMin ClientSec", "NTLMMINCLIEMTSEC", "NtlmMinCleintSec",
                           "NtlmMinClientSce", "LsaNtlmMinClientSec", "NtlmMinClientSec=4"}) {
    EXPECT_EQ(FindingIds({Value(kMsv, name, "537395200")}), "misspelt-name!") << name;
  }
  EXPECT_EQ(FindingIds({Value(kLsa, "LmCompatibiltyLevel", "5")}), "misspelt-name!");
  for (const char* name : {"NtlmMinClient", "NtlmMinSec", "XtlmMinClientSex", "LmCompatibility",
                           "ClientAllowedNTLMServers", "NtlmMinClntSec", "NtlmMinClientSec.old"}) {
    EXPECT_EQ(FindingIds({Value(kMsv, name, "5")}), "") << name;
  }
  EXPECT_EQ(Interpreted({Value(kMsv, "NtlmMinClientSce", "0")}).Findings()[0].message,
            "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NtlmMinClientSce is no "
            "setting; NtlmMinClientSec is one");
}

TEST(InterpreterTest, CountsFindingsPastTheLimit) {
  Interpreter interpreter("file.inf");
  for (size_t i = 0; i < Interpreter::kMaxFindings + 7; ++i) {
    interpreter.Add(LevelValue("05"));
  }
  interpreter.Add(Value("", "LmCompatibilityLevel", "5"));
  const auto findings = interpreter.Findings();
  ASSERT_EQ(findings.size(), Interpreter::kMaxFindings + 3);
  EXPECT_EQ(findings[Interpreter::kMaxFindings].id, "wrong-location");
  EXPECT_EQ(findings[Interpreter::kMaxFindings + 1].message,
            "7 more findings of these kinds are not listed");
  EXPECT_EQ(findings.back().id, "duplicate");
}

TEST(InterpreterTest, NeverReadsDoubledBackslashes) {
  for (const auto& [key, name] : std::vector<std::pair<std::string, std::string>>{
           {absl::StrCat("\\", kMsv), "NtlmMinClientSec"},
           {kMsv, "\\NtlmMinClientSec"},
           {"System\\\\CurrentControlSet\\\\Control\\\\Lsa\\\\MSV1_0", "\\NtlmMinClientSec"},
           {absl::StrCat(kMsv, "\\\\"), "NtlmMinClientSec"}}) {
    EXPECT_EQ(ClientState(Value(key, name, "537395200")), "malformed") << key;
    EXPECT_EQ(FindingIds({Value(key, name, "537395200")}), "doubled-backslash!") << key;
  }
}

TEST(InterpreterTest, RejectsEveryTypeButDword) {
  for (const uint32_t type : {0u, 1u, 2u, 3u, 5u, 7u, 11u, 0xFFFFFFFFu}) {
    EXPECT_EQ(ClientState(Value(kMsv, "NtlmMinClientSec", "0", type)), "wrong-type") << type;
    EXPECT_EQ(FindingIds({Value(kMsv, "NtlmMinClientSec", "0", type)}), "wrong-type!") << type;
  }
  const auto findings =
      Interpreted({Value(kMsv, "NtlmMinClientSec", "\"537395200\"", kRegSz)}).Findings();
  EXPECT_EQ(findings[0].message,
            "NtlmMinClientSec: type 1 instead of 4 (REG_DWORD); it would be the number 537395200");
}

TEST(InterpreterTest, AcceptsEveryNumberOf32Bits) {
  EXPECT_EQ(ClientState(ClientValue("0")), "defined=0");
  EXPECT_EQ(ClientState(ClientValue("4294967295")), "defined=4294967295");
  EXPECT_EQ(ClientState(ClientValue("0xFFFFFFFF")), "defined=4294967295");
  EXPECT_EQ(ClientState(ClientValue("0X2008abCD")), "defined=537439181");
  EXPECT_EQ(ClientState(ClientValue("0x000000000000000020080000")), "defined=537395200");
}

TEST(InterpreterTest, ReportsLeadingZeroOfDecimal) {
  EXPECT_EQ(ClientState(ClientValue("0537395200")), "defined=537395200");
  EXPECT_EQ(FindingIds({ClientValue("0537395200")}), "leading-zero");
  EXPECT_EQ(FindingIds({ClientValue("0")}), "requires-nothing");
  // Preferences have 8 hexadecimal digits, which a reader delivers as a number of C.
  RegistryValue preference = ClientValue("0x00080000");
  preference.written = "00080000";
  EXPECT_EQ(ClientState(preference), "defined=524288");
  EXPECT_EQ(FindingIds({preference}), "128-bit-not-required");
  RegistryValue same = ClientValue("0537395200");
  same.written = "0537395200";
  EXPECT_EQ(FindingIds({same}), "leading-zero");
}

TEST(InterpreterTest, RejectsEverythingThatIsNoNumber) {
  for (const char* text :
       {"", "-1", "+1", " 1", "1 ", "1.0", "1,0", "0x", "0xg", "x1", "4294967296", "0x100000000",
        "99999999999999999999999999", "1h", "\"1\"", "one", "5 ; comment", "\xEF\xBC\x95"}) {
    EXPECT_EQ(ClientState(ClientValue(text)), "malformed") << text;
    EXPECT_EQ(FindingIds({ClientValue(text)}), "malformed!") << text;
  }
}

TEST(InterpreterTest, RejectsNumberThatIsCutOff) {
  RegistryValue value = ClientValue("537395200");
  value.cut_off = true;
  EXPECT_EQ(ClientState(value), "malformed");
  EXPECT_EQ(FindingIds({value}), "malformed!");
}

TEST(InterpreterTest, ReadsFourBytesLittleEndian) {
  RegistryValue value = ClientValue("");
  const std::vector<uint8_t> bytes = {0x00, 0x00, 0x08, 0x20};
  value.data = Bytes(bytes);
  EXPECT_EQ(ClientState(value), "defined=537395200");
  EXPECT_EQ(Interpreted({value}).Settings()[0].sources[0].raw, "00000820");
}

TEST(InterpreterTest, RejectsDwordOfOtherSize) {
  for (const size_t size : {0u, 1u, 3u, 5u, 8u}) {
    RegistryValue value = ClientValue("");
    const std::vector<uint8_t> data(size);
    value.data = Bytes(data);
    EXPECT_EQ(ClientState(value), "malformed") << size;
  }
}

TEST(InterpreterTest, RejectsLevelOutsideZeroToFive) {
  EXPECT_EQ(States({LevelValue("5")}), "not-defined not-defined defined=5");
  for (const char* text : {"6", "7", "4294967295"}) {
    EXPECT_EQ(States({LevelValue(text)}), "not-defined not-defined malformed") << text;
  }
}

TEST(InterpreterTest, KeepsDeletion) {
  RegistryValue value = ClientValue("");
  value.operation = RegistryValue::Operation::kDelete;
  EXPECT_EQ(ClientState(value), "deleted");
  EXPECT_EQ(FindingIds({value}), "deleted!");
}

RegistryValue ClientDeletion(RegistryValue::Operation operation = RegistryValue::Operation::kDelete,
                             absl::string_view key = kMsv) {
  RegistryValue value = Value(key, "NtlmMinClientSec", "");
  value.operation = operation;
  if (operation != RegistryValue::Operation::kDelete) value.name = "";
  return value;
}

TEST(InterpreterTest, SetsWhatTheSameFileFirstDeletes) {
  const std::vector<RegistryValue> values = {ClientDeletion(), ClientValue("537395200")};
  EXPECT_EQ(States(values), "defined=537395200 not-defined not-defined");
  EXPECT_EQ(FindingIds(values), "deleted-before-set");
  const auto value = RegistryValue::Operation::kDeleteValues;
  // The server setting is among the values of the key.
  EXPECT_EQ(FindingIds({ClientDeletion(value), ClientValue("537395200")}),
            "deleted-before-set deleted!");
}

TEST(InterpreterTest, ConcludesNothingFromDeletionAfterSet) {
  const std::vector<RegistryValue> values = {ClientValue("524288"), ClientDeletion()};
  EXPECT_EQ(States(values), "conflicting not-defined not-defined");
  EXPECT_EQ(FindingIds(values), "conflicting!");
}

TEST(InterpreterTest, ConcludesNothingFromANumberedControlSet) {
  for (const char* key : {"System\\ControlSet001\\Control\\Lsa\\MSV1_0",
                          "System\\controlset999\\Control\\Lsa\\MSV1_0\\"}) {
    RegistryValue value = Value(key, "NtlmMinClientSec", "537395200");
    EXPECT_EQ(ClientState(value), "conflicting") << key;
    EXPECT_EQ(FindingIds({value}), "conditional!") << key;
    EXPECT_EQ(States({value, ClientValue("537395200")}), "conflicting not-defined not-defined");
    EXPECT_EQ(States({ClientDeletion(), value}), "conflicting not-defined not-defined");
    value.data = "x";
    EXPECT_EQ(ClientState(value), "malformed") << key;
  }
  RegistryValue value = Value("System\\ControlSet002\\Control\\Lsa", "LmCompatibilityLevel", "5");
  EXPECT_EQ(
      Interpreted({value}).Findings()[0].message,
      "LmCompatibilityLevel: `5` holds only where HKLM\\SYSTEM\\Select names ControlSet002 as "
      "the current one");
  value.condition = "only where x";
  EXPECT_EQ(
      Interpreted({value}).Findings()[0].message,
      "LmCompatibilityLevel: `5` only where x and holds only where HKLM\\SYSTEM\\Select names "
      "ControlSet002 as the current one");
}

TEST(InterpreterTest, ConcludesNothingFromDeletionInAnotherFile) {
  RegistryValue value = ClientValue("524288");
  value.file = "Machine/Registry.pol";
  EXPECT_EQ(States({ClientDeletion(), value}), "conflicting not-defined not-defined");
}

TEST(InterpreterTest, AppliesDeletionOfKeysAboveAndOfAllValues) {
  using Operation = RegistryValue::Operation;
  EXPECT_EQ(States({ClientDeletion(Operation::kDeleteKey, "SYSTEM\\CurrentControlSet\\Control")}),
            "deleted deleted deleted");
  EXPECT_EQ(
      States({ClientDeletion(Operation::kDeleteKey, "system\\controlset001\\control\\lsa\\")}),
      "deleted deleted deleted");
  EXPECT_EQ(States({ClientDeletion(Operation::kDeleteKey)}), "deleted deleted not-defined");
  EXPECT_EQ(States({ClientDeletion(Operation::kDeleteKey, "System\\Select")}),
            "not-defined not-defined not-defined");
  EXPECT_EQ(States({ClientDeletion(Operation::kDeleteKey, absl::StrCat(kMsv, "\\below"))}),
            "not-defined not-defined not-defined");
  EXPECT_EQ(States({ClientDeletion(Operation::kDeleteValues)}), "deleted deleted not-defined");
  EXPECT_EQ(States({ClientDeletion(Operation::kDeleteValues, kLsa)}),
            "not-defined not-defined deleted");
  RegistryValue user = ClientDeletion(Operation::kDeleteKey);
  user.hive = "HKEY_USERS";
  EXPECT_EQ(States({user}), "not-defined not-defined not-defined");
}

TEST(InterpreterTest, ConcludesNothingFromValueOnSomeComputersOnly) {
  RegistryValue value = ClientValue("524288");
  value.condition = "holds only where no such value exists yet";
  EXPECT_EQ(States({value}), "conflicting not-defined not-defined");
  EXPECT_EQ(FindingIds({value}), "conditional!");
}

TEST(InterpreterTest, KeepsOneOfTheDeletionsOfOneRecordAndTheBeginningOfItsData) {
  const std::string list(4000, 'x');
  Interpreter interpreter("Registry.pol");
  for (int i = 0; i < 1000; ++i) {
    RegistryValue value = ClientDeletion(RegistryValue::Operation::kDeleteKey);
    value.data = absl::string_view(list);
    interpreter.Add(value);
    value.where = Place::Offset(0x100);
    if (i == 999) interpreter.Add(value);
  }
  const PolicySetting setting = interpreter.Settings()[0];
  ASSERT_EQ(setting.sources.size(), 2u);
  EXPECT_EQ(setting.sources[0].raw, list.substr(0, 512) + "...");
}

TEST(InterpreterTest, ShowsWhatStandsInTheStoreInsteadOfItsTranslation) {
  RegistryValue value = ClientValue("524288");
  value.written = "requireNtmlV2SessionSecurity";
  const PolicySetting setting = Interpreted({value}).Settings()[0];
  EXPECT_EQ(setting.value, 524288u);
  EXPECT_EQ(setting.sources[0].raw, "requireNtmlV2SessionSecurity");
}

TEST(InterpreterTest, KeepsTheFileOfAStoreOfSeveral) {
  RegistryValue template_value = ClientValue("537395200");
  template_value.file = "GptTmpl.inf";
  RegistryValue pol_value = ClientValue("537395200");
  pol_value.file = "Registry.pol";
  const Interpreter same = Interpreted({template_value, pol_value});
  EXPECT_EQ(same.Settings()[0].sources[1].file, "Registry.pol");
  ASSERT_EQ(same.Findings().size(), 1u);
  EXPECT_EQ(same.Findings()[0].id, "several-files");
  EXPECT_EQ(same.Findings()[0].file, "Registry.pol");
  pol_value.data = "0";
  const Interpreter other = Interpreted({template_value, pol_value});
  ASSERT_EQ(other.Findings().size(), 1u);
  EXPECT_EQ(other.Findings()[0].message,
            "NtlmMinClientSec has sources that do not agree: GptTmpl.inf:7, Registry.pol:7; a "
            "reader that lets the last one win gets 0x00000000 (0)");
}

TEST(InterpreterTest, TakesNoHexadecimalBytesForLeadingZero) {
  const uint8_t both[] = {0x00, 0x00, 0x08, 0x20};
  RegistryValue value = ClientValue("");
  value.data = Bytes(both);
  EXPECT_EQ(FindingIds({value}), "");
}

TEST(InterpreterTest, AcceptsEqualValuesTwice) {
  const std::vector<RegistryValue> values = {ClientValue("537395200"), ClientValue("0x20080000")};
  EXPECT_EQ(States(values), "defined=537395200 not-defined not-defined");
  EXPECT_EQ(FindingIds(values), "duplicate");
  EXPECT_EQ(Interpreted(values).Settings()[0].sources.size(), 2u);
}

TEST(InterpreterTest, ReportsConflictAndWhatTheLastLineSays) {
  const std::vector<RegistryValue> values = {ClientValue("537395200"), ClientValue("0")};
  EXPECT_EQ(States(values), "conflicting not-defined not-defined");
  EXPECT_EQ(FindingIds(values), "conflicting!");
  EXPECT_EQ(Interpreted(values).Findings()[0].message,
            "NtlmMinClientSec has sources that do not agree: 7, 7; a reader that lets the last one "
            "win gets 0x00000000 (0)");
  EXPECT_EQ(States({ClientValue("0"), ClientValue("x"), ClientValue("0")}),
            "conflicting not-defined not-defined");
}

TEST(InterpreterTest, ReportsBitsWithoutMeaning) {
  EXPECT_EQ(FindingIds({ClientValue("0xA0080000")}), "");
  EXPECT_EQ(FindingIds({ClientValue("0x20040000")}), "unknown-bits!");
  EXPECT_EQ(FindingIds({ClientValue("0x40000000")}), "unknown-bits!");
  EXPECT_EQ(Interpreted({ClientValue("0x20040000")}).Findings()[0].fix,
            "537395200 (0x20080000) is the value for both options; write that");
}

TEST(InterpreterTest, ReportsNumbersOfChoices) {
  const char* const kFixes[] = {"524288", "536870912", "537395200"};
  for (uint32_t choice = 1; choice <= 3; ++choice) {
    const std::string text = absl::StrCat(choice);
    EXPECT_EQ(FindingIds({ClientValue(text)}), "enum-instead-of-mask!") << choice;
    EXPECT_EQ(Interpreted({ClientValue(text)}).Findings()[0].fix,
              absl::StrCat("if that choice is meant, write ", kFixes[choice - 1]));
  }
}

// "If you select the Require NTLMv2 session security option, and then you set the LAN Manager
// authentication level to Send LM & NTLM responses (level 0), the two settings may conflict."
TEST(InterpreterTest, ReportsRequirementThatLevel0NeverMeets) {
  EXPECT_EQ(FindingIds({ClientValue("0x20080000"), LevelValue("0")}), "never-satisfiable!");
  EXPECT_EQ(FindingIds({ClientValue("0x20080000"), LevelValue("1")}), "");
  EXPECT_EQ(FindingIds({ClientValue("0x20000000"), LevelValue("0")}),
            "session-security-not-required");
}

}  // namespace
}  // namespace ntlmatrix::policy
