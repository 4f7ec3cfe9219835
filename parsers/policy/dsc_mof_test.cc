// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/dsc_mof.h"

#include "absl/strings/match.h"

#include "parsers/bytes/utf16.h"
#include "parsers/policy/seen.h"

namespace ntlmatrix::policy {
namespace {

constexpr char kEnd[] = "instance of OMI_ConfigurationDocument { Version=\"2.0.0\"; };\n";
constexpr char kMsv[] = "HKLM:\\\\System\\\\CurrentControlSet\\\\Control\\\\Lsa\\\\MSV1_0";

Seen Read(absl::string_view text) { return See(ReadDscMof, absl::StrCat(text, kEnd)); }

// An instance of the class on one line.
Seen ReadOne(absl::string_view class_name, absl::string_view properties) {
  return Read(absl::StrCat("instance of ", class_name, " { ", properties, " };\n"));
}

Seen ReadRegistry(absl::string_view properties) {
  return ReadOne("MSFT_RegistryResource", absl::StrCat("Key = \"HKLM:\\\\A\\\\B\"; ", properties));
}

TEST(DscMofTest, ReadsRegistry) {
  const Seen seen = Read(absl::StrCat("instance of MSFT_RegistryResource as $R1ref\n{\n",
                                      "ValueName = \"NTLMMinClientSec\";\n ValueData = {\n    "
                                      "\"537395200\"\n};\n Key = \"",
                                      kMsv,
                                      "\";\n ResourceID = \"[Registry]NTLMMinClientSec\";\n "
                                      "ValueType = \"Dword\";\n Force = True;\n\n};\n"));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.values,
            Strings({"4 HKLM:|System\\CurrentControlSet\\Control\\Lsa\\MSV1_0|NTLMMinClientSec|4|"
                     "537395200|=537395200"}));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(seen.states, Strings({"0x20080000", "not-defined", "not-defined"}));
}

TEST(DscMofTest, ReadsEveryClassOfRegistry) {
  for (const char* name :
       {"MSFT_RegistryResource", "msft_registryresource", "MSFT_xRegistryResource",
        "DSC_xRegistryResource", "MSFT_RegistryPolicyFile", "DSC_RegistryPolicyFile"}) {
    EXPECT_EQ(ReadOne(name, R"(Key = "HKLM:\\A"; ValueName = "B"; ValueData = "5";)").values,
              Strings({"1 HKLM:|A|B|1|5"}))
        << name;
  }
}

TEST(DscMofTest, ReadsEveryType) {
  const auto read = [](absl::string_view type) {
    const Seen seen = ReadRegistry(absl::StrCat("ValueName = \"C\"; ValueData = {\"5\"}; ", type));
    EXPECT_EQ(seen.findings, Strings()) << type;
    return seen.values[0];
  };
  EXPECT_EQ(read(""), "1 HKLM:|A\\B|C|1|5");
  EXPECT_EQ(read("ValueType = \"String\";"), "1 HKLM:|A\\B|C|1|5");
  EXPECT_EQ(read("ValueType = \"ExpandString\";"), "1 HKLM:|A\\B|C|2|5");
  EXPECT_EQ(read("ValueType = \"Binary\";"), "1 HKLM:|A\\B|C|3|5");
  EXPECT_EQ(read("ValueType = \"DWORD\";"), "1 HKLM:|A\\B|C|4|5|=5");
  EXPECT_EQ(read("ValueType = \"MultiString\";"), "1 HKLM:|A\\B|C|7|5");
  EXPECT_EQ(read("ValueType = \"Qword\";"), "1 HKLM:|A\\B|C|11|5");
}

TEST(DscMofTest, ReportsUnknownType) {
  const Seen seen = ReadRegistry("ValueName = \"C\"; ValueData = \"5\"; ValueType = \"Int\";");
  EXPECT_EQ(seen.values, Strings({"1 HKLM:|A\\B|C|0|5"}));
  EXPECT_EQ(seen.findings, Strings({"1!unknown-type"}));
}

TEST(DscMofTest, ReadsHexadecimalDataOnlyWithHex) {
  const auto read = [](absl::string_view data, absl::string_view hex) {
    return ReadRegistry(absl::StrCat("ValueName = \"C\"; ValueType = \"Dword\"; ValueData = {\"",
                                     data, "\"}; ", hex));
  };
  EXPECT_EQ(read("20080000", "Hex = True;").values,
            Strings({"1 HKLM:|A\\B|C|4|0x20080000|=20080000 (Hex)"}));
  EXPECT_EQ(read("0x20080000", "Hex = true;").values,
            Strings({"1 HKLM:|A\\B|C|4|0x20080000|=0x20080000 (Hex)"}));
  EXPECT_EQ(read("20080000", "Hex = False;").values,
            Strings({"1 HKLM:|A\\B|C|4|20080000|=20080000"}));
  EXPECT_EQ(read("0x20080000", "").values, Strings({"1 HKLM:|A\\B|C|4||=0x20080000"}));
  EXPECT_EQ(read("0x20080000", "").findings, Strings({"1!hex-without-hex"}));
  EXPECT_EQ(read("5", "Hex = \"yes\";").findings, Strings({"1!unknown-hex"}));
}

TEST(DscMofTest, JoinsItems) {
  const Seen seen =
      ReadRegistry("ValueName = \"C\"; ValueType = \"Dword\"; ValueData = {\"5\", \"6\"};");
  EXPECT_EQ(seen.values, Strings({"1 HKLM:|A\\B|C|4|5,6|=5,6"}));
}

TEST(DscMofTest, DeliversValueWithoutData) {
  for (const char* data : {"", "ValueData = NULL;", "ValueData = {};", "ValueData = \"\";"}) {
    EXPECT_EQ(ReadRegistry(absl::StrCat("ValueName = \"C\"; ValueType = \"Dword\"; ", data)).values,
              Strings({"1 HKLM:|A\\B|C|4|"}))
        << data;
  }
}

TEST(DscMofTest, ReadsDeletions) {
  EXPECT_EQ(ReadRegistry("ValueName = \"C\"; Ensure = \"Absent\";").values,
            Strings({"1 HKLM:|A\\B|C|1||delete"}));
  EXPECT_EQ(ReadRegistry("ValueName = \"\"; Ensure = \"absent\";").values,
            Strings({"1 HKLM:|A\\B||1||delete-key"}));
  EXPECT_EQ(ReadRegistry("ValueName = \"C\"; Ensure = \"Present\"; ValueData = \"5\";").values,
            Strings({"1 HKLM:|A\\B|C|1|5"}));
  EXPECT_EQ(ReadRegistry("ValueName = \"C\"; Ensure = \"x\";").findings,
            Strings({"1!unknown-ensure"}));
}

TEST(DscMofTest, DeliversNothingForKeyAlone) {
  EXPECT_EQ(ReadRegistry("ValueName = \"\";").values, Strings());
  EXPECT_EQ(ReadRegistry("ValueName = \"\"; ValueData = \"5\";").values,
            Strings({"1 HKLM:|A\\B||1|5"}));
}

TEST(DscMofTest, ReadsEverySpellingOfTheKey) {
  const auto read = [](absl::string_view key) {
    return ReadOne("MSFT_RegistryResource",
                   absl::StrCat("ValueName = \"C\"; ValueData = \"5\"; Key = \"", key, "\";"))
        .values[0];
  };
  EXPECT_EQ(read("HKEY_LOCAL_MACHINE\\\\A"), "1 HKEY_LOCAL_MACHINE|A|C|1|5");
  EXPECT_EQ(read("Registry::HKEY_LOCAL_MACHINE\\\\A"), "1 HKEY_LOCAL_MACHINE|A|C|1|5");
  EXPECT_EQ(read("Microsoft.PowerShell.Core\\\\Registry::HKLM\\\\A"), "1 HKLM|A|C|1|5");
  EXPECT_EQ(read("HKLM:"), "1 HKLM:||C|1|5");
  EXPECT_EQ(ReadOne("MSFT_RegistryResource", "ValueName = \"C\";").findings, Strings({"1!no-key"}));
}

TEST(DscMofTest, TakesTheHiveOfAPolicyFileFromItsTarget) {
  const auto read = [](absl::string_view target) {
    return ReadOne("MSFT_RegistryPolicyFile",
                   absl::StrCat("Key = \"A\\\\B\"; ValueName = \"C\"; ValueData = \"5\"; ", target))
        .values;
  };
  EXPECT_EQ(read("TargetType = \"ComputerConfiguration\";"),
            Strings({"1 HKEY_LOCAL_MACHINE|A\\B|C|1|5"}));
  EXPECT_EQ(read("TargetType = \"UserConfiguration\";"),
            Strings({"1 HKEY_CURRENT_USER|A\\B|C|1|5"}));
  EXPECT_EQ(read(""), Strings({"1 HKEY_CURRENT_USER|A\\B|C|1|5"}));
}

TEST(DscMofTest, TakesPolicyFilesOfUsersForNoneOfTheComputer) {
  for (const char* target :
       {"UserConfiguration", "Administrators", "NonAdministrators", "Account"}) {
    const Seen seen =
        ReadOne("MSFT_RegistryPolicyFile",
                absl::StrCat("Key = \"", kMsv, "\"; ValueName = \"NtlmMinClientSec\"; ValueType = ",
                             "\"Dword\"; ValueData = {\"5\"}; TargetType = \"", target, "\";"));
    EXPECT_EQ(seen.values,
              Strings({"1 HKEY_CURRENT_USER|System\\CurrentControlSet\\Control\\Lsa\\MSV1_0|"
                       "NtlmMinClientSec|4|5|=5"}))
        << target;
    EXPECT_EQ(seen.states[0], "malformed") << target;
  }
  EXPECT_EQ(ReadOne("MSFT_RegistryPolicyFile",
                    "Key = \"HKLM:\\\\A\"; ValueName = \"B\"; ValueData = \"5\"; TargetType = "
                    "\"ComputerConfiguration\";")
                .values,
            Strings({"1 HKLM:|A|B|1|5"}));
}

// Force says whether a value that the key already has is overwritten; its default is False.
TEST(DscMofTest, WarnsOfSettingsThatAreNotForced) {
  const auto findings = [](absl::string_view class_name, absl::string_view more) {
    return ReadOne(class_name, absl::StrCat("Key = \"", kMsv, "\"; ValueName = ",
                                            "\"NtlmMinClientSec\"; TargetType = ",
                                            "\"ComputerConfiguration\"; ", more))
        .findings;
  };
  for (const char* name :
       {"MSFT_RegistryResource", "MSFT_xRegistryResource", "DSC_xRegistryResource"}) {
    EXPECT_EQ(findings(name, ""), Strings({"1?no-force"})) << name;
    EXPECT_EQ(findings(name, "Force = False; Ensure = \"Present\";"), Strings({"1?no-force"}));
    EXPECT_EQ(findings(name, "Force = NULL;"), Strings({"1?no-force"}));
    EXPECT_EQ(findings(name, "Force = true;"), Strings());
    EXPECT_EQ(findings(name, "Ensure = \"Absent\";"), Strings());
  }
  EXPECT_EQ(findings("MSFT_RegistryPolicyFile", ""), Strings());
  EXPECT_EQ(ReadRegistry("ValueName = \"C\"; ValueData = \"5\";").findings, Strings());
}

// What a node gets is not in its .meta.mof.
TEST(DscMofTest, ConcludesNothingFromAMetaConfiguration) {
  for (const char* name : {"MSFT_DSCMetaConfiguration", "MSFT_DSCMetaConfigurationV2"}) {
    const std::string meta =
        absl::StrCat("\ninstance of ", name, " { ConfigurationMode = \"ApplyOnly\"; };\n",
                     "instance of MSFT_WebDownloadManager {};\n");
    EXPECT_EQ(Read(meta).findings, Strings({"2!meta-configuration"}));
    EXPECT_EQ(Read(absl::StrCat(meta, "instance of MSFT_SecurityOption {};\n")).findings,
              Strings());
  }
}

// SecurityOptionData.psd1 of SecurityPolicyDsc.
TEST(DscMofTest, ReadsEveryChoiceOfSecurityOption) {
  const auto state = [](absl::string_view option, absl::string_view words) {
    const Seen seen = ReadOne("MSFT_SecurityOption",
                              absl::StrCat("Network_security_", option, " = \"", words, "\";"));
    EXPECT_EQ(seen.findings, Strings()) << words;
    return seen.states;
  };
  const std::string rpc = "Minimum_session_security_for_NTLM_SSP_based_including_secure_RPC_";
  const std::string none = "not-defined";
  EXPECT_EQ(state(rpc + "clients", "Both options checked"), Strings({"0x20080000", none, none}));
  EXPECT_EQ(state(rpc + "clients", "Require NTLMv2 session security"),
            Strings({"0x80000", none, none}));
  EXPECT_EQ(state(rpc + "servers", "require 128-bit ENCRYPTION"),
            Strings({none, "0x20000000", none}));
  const std::string level = "LAN_Manager_authentication_level";
  const char* const levels[] = {"Send LM & NTLM responses",
                                "Send LM & NTLM - use NTLMv2 session security if negotiated",
                                "Send NTLM responses only",
                                "Send NTLMv2 responses only",
                                "Send NTLMv2 responses only. Refuse LM",
                                "Send NTLMv2 responses only. Refuse LM & NTLM"};
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(state(level, levels[i]), Strings({none, none, absl::StrCat("0x", i)}));
  }
}

TEST(DscMofTest, KeepsWordsOfSecurityOption) {
  const Seen seen = ReadOne("MSFT_SecurityOption",
                            "Network_security_LAN_Manager_authentication_level = "
                            "\"Send NTLMv2 responses only\";");
  EXPECT_EQ(seen.values, Strings({"1 HKEY_LOCAL_MACHINE|System\\CurrentControlSet\\Control\\Lsa|"
                                  "LmCompatibilityLevel|4|3|=Send NTLMv2 responses only"}));
}

TEST(DscMofTest, TakesUnknownWordsForMalformed) {
  for (const char* words : {"", "Both", "5", "0x5"}) {
    const Seen seen = ReadOne(
        "MSFT_SecurityOption",
        absl::StrCat("Network_security_LAN_Manager_authentication_level = \"", words, "\";"));
    EXPECT_EQ(seen.states, Strings({"not-defined", "not-defined", "malformed"})) << words;
    EXPECT_EQ(seen.findings, Strings({"1!unknown-option"})) << words;
  }
}

TEST(DscMofTest, TakesNullForAbsent) {
  const Seen seen =
      ReadOne("MSFT_SecurityOption", "Network_security_LAN_Manager_authentication_level = NULL;");
  EXPECT_EQ(seen.values, Strings());
  EXPECT_EQ(seen.findings, Strings());
}

TEST(DscMofTest, ReportsOtherResourcesThatNameASetting) {
  EXPECT_EQ(
      ReadOne("MSFT_ScriptResource", "SetScript = \"reg add X /v NtlmMinClientSec\";").findings,
      Strings({"1!unread-resource"}));
  EXPECT_EQ(ReadOne("cOption", "A = 1; LAN_Manager_authentication_level = \"5\";").findings,
            Strings({"1!unread-resource"}));
  EXPECT_EQ(ReadOne("MSFT_ScriptResource", "SetScript = \"x\";").findings, Strings());
  EXPECT_EQ(ReadOne("MSFT_SecurityTemplate", "Path = \"C:\\\\x.inf\";").findings,
            Strings({"1!other-file"}));
}

TEST(DscMofTest, ReportsPropertyTwice) {
  EXPECT_EQ(ReadRegistry("ValueName = \"C\"; ValueData = \"5\"; VALUEDATA = \"6\";").findings,
            Strings({"1!duplicate-property"}));
}

TEST(DscMofTest, ReadsEveryEncodingAlike) {
  const std::string text = absl::StrCat(
      "instance of MSFT_RegistryResource { Key = \"HKLM:\\\\A\"; ValueName = \"B\"; "
      "ValueData = \"5\"; };\r\n",
      kEnd);
  const Strings values = {"1 HKLM:|A|B|1|5"};
  for (const auto& bytes : {Utf8ToUtf16("\xEF\xBB\xBF" + text).value(),
                            Utf8ToUtf16("\xEF\xBB\xBF" + text, Endian::kBig).value(),
                            std::vector<uint8_t>(text.begin(), text.end())}) {
    EXPECT_EQ(SeeBytes(ReadDscMof, bytes).values, values);
    EXPECT_EQ(SeeBytes(ReadDscMof, bytes).findings, Strings());
  }
  const Seen guess = SeeBytes(ReadDscMof, Utf8ToUtf16(text).value());
  EXPECT_EQ(guess.values, values);
  EXPECT_EQ(guess.findings, Strings({"?encoding-guessed"}));
}

TEST(DscMofTest, RejectsWhatIsNoConfiguration) {
  for (const char* text : {"", " ", "// x\n", "x"}) {
    EXPECT_EQ(See(ReadDscMof, text).status.code(), absl::StatusCode::kInvalidArgument) << text;
  }
  EXPECT_EQ(SeeBytes(ReadDscMof, std::vector<uint8_t>(kMaxDscMofSize + 1, ' ')).status.code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(DscMofTest, DeliversValuesBeforeABadByte) {
  const Seen seen = See(ReadDscMof,
                        "\xEF\xBB\xBFinstance of MSFT_RegistryResource { Key = \"A\"; ValueName = "
                        "\"B\"; ValueData = \"5\"; };\ninstance of \xFF");
  EXPECT_EQ(seen.values, Strings({"1 A||B|1|5"}));
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(2));
  EXPECT_TRUE(absl::StartsWith(seen.status.message(), "malformed UTF-8"));
}

TEST(DscMofTest, RejectsMoreFindingsThanTheLimit) {
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "instance of MSFT_SecurityTemplate {};\n";
  const Seen seen = Read(text);
  EXPECT_EQ(seen.status.code(), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(seen.findings.size(), 1000u);
}

TEST(DscMofTest, ReportsMissingDocument) {
  EXPECT_EQ(See(ReadDscMof, "instance of A {};").findings,
            Strings({"1!no-configuration-document"}));
  EXPECT_EQ(Read("").findings, Strings());
  EXPECT_EQ(Read(absl::StrCat(kEnd, "instance of A {};")).findings,
            Strings({"2!after-configuration-document"}));
}

TEST(DscMofTest, TruncationAtEveryByteIsAnError) {
  const std::string text = absl::StrCat(
      "instance of MSFT_RegistryResource { ValueName = \"NTLMMinClientSec\"; Key = \"", kMsv,
      "\"; ValueType = \"Dword\"; ValueData = {\"537395200\"}; Force = True; "
      "};\n",
      "instance of OMI_ConfigurationDocument {};");
  EXPECT_EQ(See(ReadDscMof, text).findings, Strings());
  for (size_t size = 0; size < text.size(); ++size) {
    const Seen seen = See(ReadDscMof, text.substr(0, size));
    EXPECT_TRUE(!seen.status.ok() || seen.findings == Strings({"1!no-configuration-document"}))
        << size;
    for (const std::string& state : seen.states) {
      EXPECT_TRUE(state == "not-defined" || state == "0x20080000") << state;
    }
  }
}

TEST(DscMofTest, LooksLikeMofWhenItBeginsWithAnInstance) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeDscMof(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_TRUE(looks("/* x */\r\n instance of A"));
  EXPECT_TRUE(looks("\xEF\xBB\xBFinstance"));
  EXPECT_TRUE(looks("/*\n@TargetNode='localhost'\n"));
  EXPECT_TRUE(LooksLikeDscMof(*Utf8ToUtf16("\xEF\xBB\xBFinstance of A")));
  EXPECT_FALSE(looks(""));
  EXPECT_FALSE(looks("[Unicode]"));
  EXPECT_FALSE(looks("; instance of"));
  EXPECT_FALSE(looks("/* x"));
}

TEST(DscMofTest, IsGuessedAmongAllFormats) {
  for (const std::string text : {"/* x */\ninstance of A {};\n", "// x\ninstance of A {};\n"}) {
    const StoreFormat* format = GuessStoreFormat(std::vector<uint8_t>(text.begin(), text.end()));
    ASSERT_NE(format, nullptr) << text;
    EXPECT_EQ(format->name, "dsc-mof") << text;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
