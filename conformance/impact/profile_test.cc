// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/profile.h"

#include <fstream>
#include <iterator>
#include <regex>
#include <set>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "conformance/impact/judge_flags.h"

namespace ntlmatrix::impact {
namespace {

using Json = nlohmann::json;

std::string ReadFile(const std::string& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

// What of JSON Schema 2020-12 the schema uses; an unknown word is an error, so that none is
// ignored.
class SchemaChecker {
 public:
  explicit SchemaChecker(const Json& schema) : schema_(schema) {}

  // Empty, or the first departure.
  std::string Check(const Json& value) const { return Check(schema_, value, "$"); }

 private:
  static bool IsOfType(const Json& value, const std::string& type) {
    if (type == "object") return value.is_object();
    if (type == "array") return value.is_array();
    return type == "string" && value.is_string();
  }

  static bool HasAll(const Json& value, const Json& names) {
    for (const Json& name : names) {
      if (!value.contains(name.get<std::string>())) return false;
    }
    return true;
  }

  std::string CheckProperties(const Json& schema, const Json& value, const std::string& at) const {
    for (const auto& [name, member] : value.items()) {
      if (!schema["properties"].contains(name)) return at + ": unknown member " + name;
      const std::string why = Check(schema["properties"][name], member, at + "." + name);
      if (!why.empty()) return why;
    }
    return "";
  }

  std::string CheckItems(const Json& schema, const Json& value, const std::string& at) const {
    for (size_t i = 0; i < value.size(); ++i) {
      const std::string why = Check(schema, value[i], at + "[" + std::to_string(i) + "]");
      if (!why.empty()) return why;
    }
    return "";
  }

  std::string CheckOneOf(const Json& schemas, const Json& value, const std::string& at) const {
    int matching = 0;
    for (const Json& one : schemas) matching += Check(one, value, at).empty() ? 1 : 0;
    return matching == 1 ? "" : at + ": " + std::to_string(matching) + " of oneOf match";
  }

  std::string Check(const Json& schema, const Json& value, const std::string& at) const {
    for (const auto& [word, rule] : schema.items()) {
      std::string why;
      if (word == "type") {
        if (!IsOfType(value, rule)) why = at + ": no " + rule.get<std::string>();
      } else if (word == "$ref") {
        why = Check(schema_.at(Json::json_pointer(rule.get<std::string>().substr(1))), value, at);
      } else if (word == "properties") {
        why = CheckProperties(schema, value, at);
      } else if (word == "required") {
        if (!HasAll(value, rule)) why = at + ": a member is missing";
      } else if (word == "items") {
        why = CheckItems(rule, value, at);
      } else if (word == "enum") {
        if (std::find(rule.begin(), rule.end(), value) == rule.end()) why = at + ": not in enum";
      } else if (word == "const") {
        if (value != rule) why = at + ": not the constant";
      } else if (word == "pattern") {
        if (!std::regex_search(value.get<std::string>(), std::regex(rule.get<std::string>()))) {
          why = at + ": not of the pattern";
        }
      } else if (word == "minLength") {
        if (value.get<std::string>().size() < rule) why = at + ": too short";
      } else if (word == "maxLength") {
        if (value.get<std::string>().size() > rule) why = at + ": too long";
      } else if (word == "minItems") {
        if (value.size() < rule) why = at + ": too few";
      } else if (word == "uniqueItems") {
        if (std::set<Json>(value.begin(), value.end()).size() != value.size()) why = at + ": twice";
      } else if (word == "oneOf") {
        why = CheckOneOf(rule, value, at);
      } else if (word == "dependentRequired") {
        for (const auto& [name, others] : rule.items()) {
          if (value.contains(name) && !HasAll(value, others)) why = at + ": depends on another";
        }
      } else if (word == "additionalProperties") {
        if (rule != false) why = at + ": additionalProperties must be false";
      } else if (word != "$schema" && word != "title" && word != "$defs" && word != "description") {
        why = "the checker does not know " + word;
      }
      if (!why.empty()) return why;
    }
    return "";
  }

  const Json& schema_;
};

Json Schema() { return Json::parse(ReadFile(NTLMATRIX_PROFILES ".schema.json")); }

std::string CheckProfile(const Json& profile) {
  const Json schema = Schema();
  return SchemaChecker(schema).Check({{"profiles", {profile}}});
}

Json SeenProfile() {
  return {{"id", "a"},          {"name", "A"},           {"role", "client"},
          {"transport", "SMB"}, {"flags", "0x00000001"}, {"seen_in", "NEGOTIATE_MESSAGE"},
          {"sources", {"a#1"}}, {"confidence", "high"}};
}

const Profile& Find(const std::string& id) {
  for (const Profile& profile : Profiles()) {
    if (profile.id == id) return profile;
  }
  ADD_FAILURE() << id;
  return Profiles().front();
}

TEST(ProfilesTest, AreTheFileAndKeepItsSchema) {
  const std::string file = ReadFile(NTLMATRIX_PROFILES ".json");
  EXPECT_EQ(std::string(ProfilesJson()), file);
  const Json schema = Schema();
  EXPECT_EQ(SchemaChecker(schema).Check(Json::parse(file)), "");
  EXPECT_EQ(Profiles().size(), Json::parse(file)["profiles"].size());
}

TEST(ProfilesTest, SchemaRejectsWhatItShould) {
  EXPECT_EQ(CheckProfile(SeenProfile()), "");
  Json profile = SeenProfile();
  profile["colour"] = "red";
  EXPECT_EQ(CheckProfile(profile), "$.profiles[0]: unknown member colour");
  for (const char* const name :
       {"id", "name", "role", "transport", "sources", "confidence", "flags", "seen_in"}) {
    profile = SeenProfile();
    profile.erase(name);
    EXPECT_NE(CheckProfile(profile), "") << name;
  }
  profile = SeenProfile();
  profile["flags"] = "0x1";
  EXPECT_EQ(CheckProfile(profile), "$.profiles[0].flags: not of the pattern");
  profile = SeenProfile();
  profile["missing"] = {"128-bit-encryption"};
  profile["inferred"] = true;
  EXPECT_EQ(CheckProfile(profile), "$.profiles[0]: 2 of oneOf match");
  profile = SeenProfile();
  profile["unknown"] = {"128-bit-encryption"};
  EXPECT_EQ(CheckProfile(profile), "$.profiles[0]: depends on another");
  profile = SeenProfile();
  profile["sources"] = Json::array();
  EXPECT_EQ(CheckProfile(profile), "$.profiles[0].sources: too few");
}

TEST(ProfilesTest, HaveIdsOnce) {
  std::set<std::string> ids;
  for (const Profile& profile : Profiles()) EXPECT_TRUE(ids.insert(profile.id).second);
}

TEST(ProfilesTest, KnowNoBitTwice) {
  for (const Profile& profile : Profiles()) {
    EXPECT_EQ(profile.flags.set & profile.flags.unknown, 0u) << profile.id;
    if (!profile.inferred()) {
      EXPECT_EQ(profile.flags.unknown, 0u) << profile.id;
    }
  }
}

TEST(ProfilesTest, AreJudgedByTheSettingOfTheOtherSide) {
  using conformance::Side;
  EXPECT_TRUE(IsPeerOf(Find("windows-7"), Side::kClient));
  EXPECT_FALSE(IsPeerOf(Find("windows-7"), Side::kServer));
  EXPECT_FALSE(IsPeerOf(Find("mssql-jdbc-7.4.1"), Side::kClient));
  EXPECT_TRUE(IsPeerOf(Find("windows-9x"), Side::kClient));
  EXPECT_TRUE(IsPeerOf(Find("windows-9x"), Side::kServer));
}

// The verdicts, worked out by hand from the flag words: refused where extended session security is
// required and missing, or 128-bit encryption is and something is signed or sealed; open where
// 128-bit encryption alone is missing and nothing is.
struct Row {
  const char* id;
  uint32_t flags;
  Outcome by_80000;
  Outcome by_20000000;
  Outcome by_20080000;
};

constexpr Outcome kNo = Outcome::kRefused;
constexpr Outcome kYes = Outcome::kNotRefused;
constexpr Outcome kOpen = Outcome::kUndocumented;

constexpr Row kRows[] = {
    {"go-ntlmssp-before-pr18", 0x00008205, kNo, kOpen, kNo},
    {"mssql-jdbc-7.4.1", 0x02818205, kNo, kOpen, kNo},
    {"libcurl-built-in", 0x00088206, kYes, kOpen, kOpen},
    {"freerdp-3.13.0", 0xe20882b7, kYes, kYes, kYes},
    {"ruby-smb-before-pr211", 0xe2800001, kNo, kYes, kNo},
    {"dittofs-before-pr901", 0x408a8215, kYes, kNo, kNo},
    {"dittofs-since-pr901", 0xe08a8215, kYes, kYes, kYes},
    {"samba-dperson", 0xe28a8235, kYes, kYes, kYes},
    {"windows-server-2008-r2-sp1", 0x22898215, kYes, kYes, kYes},
    {"windows-7", 0xe2898235, kYes, kYes, kYes},
    {"http-proxy-curl-3286", 0xa0898205, kYes, kYes, kYes},
};

TEST(ProfilesTest, HaveTheVerdictsOfTheirFlagWords) {
  size_t seen = 0;
  for (const Profile& profile : Profiles()) seen += profile.inferred() ? 0 : 1;
  EXPECT_EQ(seen, std::size(kRows));
  for (const Row& row : kRows) {
    const Profile& profile = Find(row.id);
    EXPECT_EQ(profile.flags.set, row.flags) << row.id;
    EXPECT_EQ(JudgeFlags(0x80000, profile.flags).outcome, row.by_80000) << row.id;
    EXPECT_EQ(JudgeFlags(0x20000000, profile.flags).outcome, row.by_20000000) << row.id;
    EXPECT_EQ(JudgeFlags(0x20080000, profile.flags).outcome, row.by_20080000) << row.id;
    EXPECT_EQ(JudgeFlags(0, profile.flags).outcome, kYes) << row.id;
  }
}

// Every symptom that says which option it takes is explained by the profile.
TEST(ProfilesTest, HaveTheVerdictsOfTheirSymptoms) {
  const auto outcome = [](const char* id, uint32_t required) {
    return JudgeFlags(required, Find(id).flags).outcome;
  };
  for (const char* const old : {"windows-nt-4-before-sp4", "windows-9x", "samba-2.2",
                                "manticore-smb1-before-512", "windows-2003-rtm-cluster"}) {
    EXPECT_EQ(outcome(old, 0x80000), kNo) << old;
    EXPECT_EQ(outcome(old, 0x20000000), Outcome::kUnknown) << old;
    EXPECT_EQ(outcome(old, 0x20080000), kNo) << old;
  }
  for (const char* const sip : {"xp-communicator-ocs-2007-r2", "polycom-hdx-before-3.0"}) {
    EXPECT_EQ(outcome(sip, 0x80000), kYes) << sip;
    EXPECT_EQ(outcome(sip, 0x20000000), kNo) << sip;
  }
  EXPECT_EQ(outcome("windows-98-ds-client", 0x20000000), Outcome::kUnknown);
  EXPECT_EQ(outcome("outlook-exchange-2009", 0x20080000), Outcome::kUnknown);
  EXPECT_EQ(outcome("windows-nt-4-sp6a-56-bit", 0x20080000), kYes);
  EXPECT_EQ(outcome("dotnet-managed-before-pr99909", 0x20), kNo);
  EXPECT_EQ(outcome("impacket-smbserver-before-pr1826", 0x10), kNo);
}

}  // namespace
}  // namespace ntlmatrix::impact
