// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/intune_graph.h"

#include <string>

#include "parsers/bytes/utf16.h"
#include "parsers/policy/seen.h"

namespace ntlmatrix::policy {
namespace {

constexpr char kClients[] = "localSecurityOptionsMinimumSessionSecurityForNtlmSspBasedClients";
constexpr char kServers[] = "localSecurityOptionsMinimumSessionSecurityForNtlmSspBasedServers";
constexpr char kLevel[] = "lanManagerAuthenticationLevel";
constexpr char kCatalog[] =
    "device_vendor_msft_policy_config_localpoliciessecurityoptions_networksecurity_"
    "minimumsessionsecurityforntlmsspbasedclients";
constexpr char kUri[] =
    "./Device/Vendor/MSFT/Policy/Config/LocalPoliciesSecurityOptions/"
    "NetworkSecurity_MinimumSessionSecurityForNTLMSSPBasedClients";
constexpr char kMsv[] =
    "HKEY_LOCAL_MACHINE|System\\CurrentControlSet\\Control\\Lsa\\MSV1_0|NtlmMinClientSec|4|";

Seen Read(absl::string_view json) { return See(ReadIntuneGraph, json); }

// A device configuration with one member.
Seen ReadEnum(absl::string_view member, absl::string_view value) {
  return Read(
      absl::StrCat("{\"@odata.type\": \"#microsoft.graph.x\",\n\"", member, "\": ", value, "}"));
}

// A setting of the catalog whose instance has these members beside its definition.
Seen ReadCatalog(absl::string_view members) {
  return Read(absl::StrCat("{\"settings\": [{\"id\": \"0\", \"settingInstance\": {\n",
                           "\"settingDefinitionId\": \"", kCatalog, "\"", members, "}}]}"));
}

Seen ReadOma(absl::string_view uri, absl::string_view members) {
  return Read(absl::StrCat("{\"omaSettings\": [{\"displayName\": \"NtlmMinClientSec\",\n",
                           "\"omaUri\": \"", uri, "\"", members, "}]}"));
}

TEST(IntuneGraphTest, ReadsEveryMemberOfTheEnumerations) {
  const std::string none = "not-defined";
  EXPECT_EQ(ReadEnum(kClients, "\"none\"").states, Strings({"0x0", none, none}));
  EXPECT_EQ(ReadEnum(kClients, "\"requireNtmlV2SessionSecurity\"").states,
            Strings({"0x80000", none, none}));
  EXPECT_EQ(ReadEnum(kServers, "\"require128BitEncryption\"").states,
            Strings({none, "0x20000000", none}));
  EXPECT_EQ(ReadEnum(kServers, "\"NtlmV2And128BitEncryption\"").states,
            Strings({none, "0x20080000", none}));
  const char* const levels[] = {"lmAndNltm",   "lmNtlmAndNtlmV2",  "lmAndNtlmOnly",
                                "lmAndNtlmV2", "lmNtlmV2AndNotLm", "lmNtlmV2AndNotLmOrNtm"};
  for (int i = 0; i < 6; ++i) {
    EXPECT_EQ(ReadEnum(kLevel, absl::StrCat("\"", levels[i], "\"")).states,
              Strings({none, none, absl::StrCat("0x", i)}));
  }
}

TEST(IntuneGraphTest, KeepsTheWordAndItsLine) {
  const Seen seen = ReadEnum(kClients, "\"requireNtmlV2SessionSecurity\"");
  EXPECT_EQ(seen.values,
            Strings({absl::StrCat("2 ", kMsv, "524288|=requireNtmlV2SessionSecurity")}));
  EXPECT_EQ(seen.findings, Strings());
}

TEST(IntuneGraphTest, RemarksOnWhatIntuneShowsWhereNobodyChose) {
  EXPECT_EQ(ReadEnum(kClients, "\"none\"").findings, Strings({"2.maybe-not-chosen"}));
  EXPECT_EQ(ReadEnum(kLevel, "\"lmAndNltm\"").findings, Strings({"2.maybe-not-chosen"}));
}

// The interpreter says that they are no masks.
TEST(IntuneGraphTest, DeliversNumbersOfTheEnumeration) {
  EXPECT_EQ(ReadEnum(kClients, "3").values, Strings({absl::StrCat("2 ", kMsv, "3|=3")}));
  EXPECT_EQ(ReadEnum(kLevel, "5").states, Strings({"not-defined", "not-defined", "0x5"}));
}

TEST(IntuneGraphTest, TakesOtherWordsForMalformed) {
  for (const char* value :
       {"\"\"", "\"both\"", "\"requireNtlmV2SessionSecurity\"", "\"3\"", "true", "-1", "1.5", "1e3",
        "{}", "[]", "[\"none\"]", "4294967296", "\"notConfigured\""}) {
    EXPECT_EQ(ReadEnum(kClients, value).states,
              Strings({"malformed", "not-defined", "not-defined"}))
        << value;
  }
}

TEST(IntuneGraphTest, TakesNullForNotDefined) {
  const Seen seen = ReadEnum(kClients, "null");
  EXPECT_TRUE(seen.status.ok());
  EXPECT_EQ(seen.values, Strings());
  EXPECT_EQ(seen.findings, Strings());
}

TEST(IntuneGraphTest, ReadsListsAndOtherCapitals) {
  const Seen seen = Read(absl::StrCat("{\"value\": [{\"", kClients, "\": \"none\"},\n{\"",
                                      "LanManagerAuthenticationLevel\": \"lmAndNtlmV2\"}]}"));
  EXPECT_EQ(seen.states, Strings({"0x0", "not-defined", "0x3"}));
}

TEST(IntuneGraphTest, ReadsTheSettingsCatalog) {
  const Seen seen = ReadCatalog(absl::StrCat(", \"choiceSettingValue\": {\n\"value\": \"", kCatalog,
                                             "_537395200\", \"children\": []}"));
  EXPECT_TRUE(seen.status.ok()) << seen.status;
  EXPECT_EQ(seen.values, Strings({absl::StrCat("3 ", kMsv, "537395200|=537395200")}));
  EXPECT_EQ(seen.findings, Strings());
  EXPECT_EQ(ReadCatalog(", \"simpleSettingValue\": {\"value\": 524288}").values,
            Strings({absl::StrCat("2 ", kMsv, "524288|=524288")}));
}

TEST(IntuneGraphTest, ReadsChildrenOfACatalogSetting) {
  const Seen seen = Read(absl::StrCat(
      "{\"settingInstance\": {\"settingDefinitionId\": \"other\", \"choiceSettingValue\": {",
      "\"value\": \"other_1\", \"children\": [{\"choiceSettingValue\": {\"value\": \"", kCatalog,
      "_0\"}, \"settingDefinitionId\": \"", kCatalog, "\"}]}}}"));
  EXPECT_EQ(seen.values, Strings({absl::StrCat("1 ", kMsv, "0|=0")}));
  EXPECT_EQ(seen.findings, Strings());
}

TEST(IntuneGraphTest, TakesCatalogChoicesThatAreNoneForMalformed) {
  for (const std::string& value :
       {std::string("\"x\""), absl::StrCat("\"", kCatalog, "\""),
        absl::StrCat("\"", kCatalog, "_\""), absl::StrCat("\"", kCatalog, "_0x20080000\""),
        absl::StrCat("\"", kCatalog, "5\""), std::string("\"537395200\""), std::string("null"),
        std::string("{}"), std::string("-1")}) {
    const Seen seen =
        ReadCatalog(absl::StrCat(", \"choiceSettingValue\": {\"value\": ", value, "}"));
    EXPECT_EQ(seen.states, Strings({"malformed", "not-defined", "not-defined"})) << value;
  }
  for (const char* members : {"", ", \"choiceSettingValue\": null", ", \"choiceSettingValue\": {}",
                              ", \"choiceSettingCollectionValue\": []"}) {
    EXPECT_EQ(ReadCatalog(members).states, Strings({"malformed", "not-defined", "not-defined"}))
        << members;
  }
}

TEST(IntuneGraphTest, ReadsCustomSettings) {
  const Seen seen = ReadOma(kUri, ",\n\"value\": 537395200");
  EXPECT_EQ(seen.values, Strings({absl::StrCat("3 ", kMsv, "537395200|=537395200")}));
  EXPECT_EQ(seen.findings, Strings());
  const Seen text =
      ReadOma(kUri, ", \"@odata.type\": \"#microsoft.graph.omaSettingString\", \"value\": \"5\"");
  EXPECT_EQ(text.values, Strings({absl::StrCat("2 ", kMsv, "5|=5")}));
  EXPECT_EQ(text.findings, Strings({"2?format"}));
}

TEST(IntuneGraphTest, TakesCustomValuesThatAreNoNumberForMalformed) {
  for (const char* members : {"", ", \"value\": null", ", \"value\": \"****\"",
                              ", \"value\": \"0x20080000\"", ", \"value\": {}"}) {
    EXPECT_EQ(ReadOma(kUri, members).states, Strings({"malformed", "not-defined", "not-defined"}))
        << members;
  }
}

// The Policy CSP has these settings for the device alone.
TEST(IntuneGraphTest, DeliversUserSettingsAsSuch) {
  std::string uri = kUri;
  uri.replace(uri.find("Device"), 6, "User");
  const Seen seen = ReadOma(uri, ", \"value\": 5");
  EXPECT_EQ(seen.states, Strings({"malformed", "not-defined", "not-defined"}));
}

TEST(IntuneGraphTest, ReportsSettingsInUnknownForms) {
  for (
      const char* json :
      {R"({"omaSettings": [{"omaUri": "./Vendor/MSFT/Policy/Result/X/LanManagerAuthenticationLevel"}]})",
       R"({"omaSettings": [], "NtlmMinClientSec": 5})",
       R"({"omaSettings": [], "x": ["NtlmMinClientSec"]})",
       R"({"omaSettings": [], "value": "NtlmMinClientSec"})",
       R"({"omaSettings": [], "simpleSettingValue": {"value": "NtlmMinClientSec"}})",
       R"({"settingDefinitionId": "user_x_lanmanagerauthenticationlevel"})",
       R"({"@odata.type": "NtlmMinClientSec"})"}) {
    const Seen seen = Read(json);
    EXPECT_EQ(seen.values, Strings()) << json;
    EXPECT_EQ(seen.findings, Strings({"1!unread-mention"})) << json;
  }
}

TEST(IntuneGraphTest, SkipsProseAndDefinitions) {
  for (const char* json :
       {R"({"omaSettings": [], "description": "NtlmMinClientSec"})",
        R"({"omaSettings": [], "infoUrls": ["x#lanmanagerauthenticationlevel"]})",
        R"({"omaSettings": [], "settingDefinitions": [{"offsetUri": "lanmanagerauthenticationlevel",
            "settingDefinitionId": "x", "NtlmMinClientSec": 1}]})"}) {
    const Seen seen = Read(json);
    EXPECT_TRUE(seen.status.ok());
    EXPECT_EQ(seen.findings, Strings()) << json;
  }
  EXPECT_EQ(Read(absl::StrCat("{\"name\": {\"", kLevel, "\": 5}}")).states.back(), "0x5");
}

TEST(IntuneGraphTest, ReportsMemberTwice) {
  EXPECT_EQ(Read("{\"omaUri\": 1, \"x\": 2,\n\"OMAURI\": 3}").findings,
            Strings({"2!duplicate-member"}));
}

// A setting that is not on this page may be on the next one.
TEST(IntuneGraphTest, ReportsMorePages) {
  for (const char* json : {R"({"value": [], "@odata.nextLink": "https://x?$skip=1"})",
                           R"({"omaSettings": [], "settings@odata.nextLink": "x"})",
                           R"({"omaSettings": [], "@OData.NextLink": {}})"}) {
    const Seen seen = Read(absl::StrCat("{\"omaUri\": \"x\",\n\"y\": [", json, "]}"));
    EXPECT_TRUE(seen.status.ok()) << seen.status;
    EXPECT_EQ(seen.findings, Strings({"2!more-pages"})) << json;
  }
  EXPECT_EQ(Read(R"({"omaSettings": [], "@odata.nextLink": null})").findings, Strings());
  EXPECT_EQ(Read(R"({"omaSettings": ["@odata.nextLink"]})").findings, Strings());
}

TEST(IntuneGraphTest, ReportsPolicyThatNobodyGets) {
  for (const char* member : {"\"assignments\": []", "\"isAssigned\": false"}) {
    const Seen seen = Read(absl::StrCat("{\"", kLevel, "\": 5,\n", member, "}"));
    EXPECT_EQ(seen.states.back(), "0x5");
    EXPECT_EQ(seen.findings, Strings({"2?not-assigned"})) << member;
  }
  for (const char* member :
       {"\"assignments\": [{}]", "\"assignments\": null", "\"isAssigned\": true", "\"x\": []"}) {
    EXPECT_EQ(Read(absl::StrCat("{\"", kLevel, "\": 5,\n", member, "}")).findings, Strings())
        << member;
  }
}

TEST(IntuneGraphTest, RejectsWhatIsNoExport) {
  for (const char* json : {"", "1", "[]", "{}", "{\"a\": 1}", "x", "{\"omaUri\": 1} x"}) {
    EXPECT_EQ(Read(json).status.code(), absl::StatusCode::kInvalidArgument) << json;
  }
  EXPECT_EQ(
      SeeBytes(ReadIntuneGraph, std::vector<uint8_t>(kMaxIntuneGraphSize + 1, ' ')).status.code(),
      absl::StatusCode::kResourceExhausted);
}

TEST(IntuneGraphTest, LimitsMembers) {
  std::string json = "{\"omaUri\": 0";
  for (size_t i = 1; i < kMaxIntuneGraphMembers; ++i) absl::StrAppend(&json, ",\"", i, "\":0");
  EXPECT_TRUE(Read(absl::StrCat(json, "}")).status.ok());
  EXPECT_EQ(Read(absl::StrCat(json, ",\"x\":0}")).status.code(),
            absl::StatusCode::kResourceExhausted);
}

TEST(IntuneGraphTest, RejectsMoreFindingsThanTheLimit) {
  std::string json = "{\"omaUri\": [";
  for (int i = 0; i < 1001; ++i) json += "\"NtlmMinClientSec\",";
  EXPECT_EQ(Read(absl::StrCat(json, "0]}")).status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(IntuneGraphTest, ReadsEveryEncodingAlike) {
  const std::string json = absl::StrCat("{\"", kLevel, "\": 5}");
  for (const auto& bytes :
       {std::vector<uint8_t>(json.begin(), json.end()), Utf8ToUtf16("\xEF\xBB\xBF" + json).value(),
        Utf8ToUtf16("\xEF\xBB\xBF" + json, Endian::kBig).value()}) {
    const Seen seen = SeeBytes(ReadIntuneGraph, bytes);
    EXPECT_EQ(seen.states.back(), "0x5");
    EXPECT_EQ(seen.findings, Strings());
  }
}

TEST(IntuneGraphTest, DeliversValuesBeforeABadByte) {
  const Seen seen = Read(absl::StrCat("\xEF\xBB\xBF{\"", kLevel, "\": 5,\n\"\xFF"));
  EXPECT_EQ(seen.states.back(), "0x5");
  EXPECT_EQ(PlaceOf(seen.status), Place::Line(2));
  EXPECT_EQ(seen.status.message(), "malformed UTF-8 at byte offset 41");
}

TEST(IntuneGraphTest, TruncationAtEveryByteIsAnError) {
  const std::string json =
      absl::StrCat("{\"value\": [{\"", kLevel, "\": 5, \"settingDefinitionId\": \"", kCatalog,
                   "\", \"choiceSettingValue\": {\"value\": \"", kCatalog, "_537395200\"}}]}");
  EXPECT_EQ(Read(json).states, Strings({"0x20080000", "not-defined", "0x5"}));
  for (size_t size = 0; size < json.size(); ++size) {
    const Seen seen = Read(json.substr(0, size));
    EXPECT_FALSE(seen.status.ok()) << size;
    EXPECT_TRUE(seen.states[0] == "not-defined" || seen.states[0] == "0x20080000") << size;
    EXPECT_TRUE(seen.states[2] == "not-defined" || seen.states[2] == "0x5") << size;
  }
}

TEST(IntuneGraphTest, LooksLikeGraphWhenJsonNamesItsMembers) {
  const auto looks = [](absl::string_view text) {
    return LooksLikeIntuneGraph(std::vector<uint8_t>(text.begin(), text.end()));
  };
  EXPECT_TRUE(looks("\n{\"@odata.type\": 1"));
  EXPECT_TRUE(looks("[{\"OmaUri\""));
  EXPECT_FALSE(looks(""));
  EXPECT_FALSE(looks("{\"a\": 1}"));
  EXPECT_FALSE(looks("<x a=\"omaUri\"/>"));
}

TEST(IntuneGraphTest, IsGuessedAmongAllFormats) {
  for (const std::string text :
       {"{\"@odata.type\": \"x\"}", "[\n{\"settingDefinitionId\": \"x\"}]"}) {
    const StoreFormat* format = GuessStoreFormat(std::vector<uint8_t>(text.begin(), text.end()));
    ASSERT_NE(format, nullptr) << text;
    EXPECT_EQ(format->name, "intune-graph") << text;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
