// SPDX-License-Identifier: Apache-2.0

#include "conformance/compliance/requirement.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::compliance {
namespace {

using policy::Os;
using policy::Role;
using stores::PolicyInput;
using stores::PolicyScope;

constexpr char kClient[] =
    "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NTLMMinClientSec=4,";
constexpr char kServer[] =
    "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\NTLMMinServerSec=4,";
constexpr char kLevel[] =
    "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel=4,";

// A template whose line 4 is the first of these.
PolicyInput Input(absl::string_view lines) {
  const std::string text =
      absl::StrCat("\xEF\xBB\xBF[Version]\nsignature=\"$CHICAGO$\"\n[Registry Values]\n", lines);
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  return stores::ReadPolicyInput("a.inf", {bytes}, nullptr, {});
}

// The message, or empty when the requirement is met.
std::string Unmet(absl::string_view list, const PolicyInput& input,
                  CountedDefaults defaults = nullptr) {
  const auto unmet = FindUnmet(*ParseRequirement(list), input, defaults);
  return unmet.has_value() ? unmet->message : "";
}

TEST(RequirementTest, ReadsEveryWord) {
  const auto all = ParseRequirement(
      "ntlmv2,128bit, integrity ,confidentiality,server-ntlmv2,server-128bit,server-integrity,"
      "server-confidentiality,level=3,level=5,level=4");
  ASSERT_TRUE(all.ok()) << all.status();
  EXPECT_EQ(all->least[0], 0x20080030u);
  EXPECT_EQ(all->least[1], 0x20080030u);
  EXPECT_EQ(all->least[2], 5u);
  const auto one = ParseRequirement("server-128bit");
  ASSERT_TRUE(one.ok());
  EXPECT_FALSE(one->least[0].has_value());
  EXPECT_EQ(one->least[1], 0x20000000u);
  EXPECT_FALSE(one->least[2].has_value());
}

TEST(RequirementTest, RejectsOtherWords) {
  for (const char* list :
       {"", ",", "ntlmv2,", "NTLMv2", "128", "level", "level=", "level=6", "level=-1", "level=05",
        "level= 5", "server-level=5", "server-", "x\n"}) {
    EXPECT_EQ(ParseRequirement(list).status().code(), absl::StatusCode::kInvalidArgument) << list;
  }
  EXPECT_EQ(
      std::string(ParseRequirement("x\x01y").status().message()),
      "`x\\x01y` is none of ntlmv2, 128bit, integrity, confidentiality, the same with server- "
      "before it, and level=0 to level=5");
}

TEST(RequirementTest, DefinedValuesMeetWhatTheyHave) {
  const PolicyInput both = Input(absl::StrCat(kClient, "537395200\n", kLevel, "4\n"));
  EXPECT_EQ(Unmet("ntlmv2,128bit,level=3", both), "");
  EXPECT_EQ(Unmet("level=4", both), "");
  EXPECT_EQ(Unmet("ntlmv2", Input(absl::StrCat(kClient, "0x20080030\n"))), "");
  EXPECT_EQ(Unmet("level=0", Input(absl::StrCat(kLevel, "0\n"))), "");
}

TEST(RequirementTest, SaysWhatIsThereWhatIsMissingAndTheFix) {
  const auto unmet = FindUnmet(*ParseRequirement("ntlmv2,128bit,server-128bit,level=5"),
                               Input(absl::StrCat(kLevel, "3\n", kClient, "524288\n")), nullptr);
  ASSERT_TRUE(unmet.has_value());
  EXPECT_EQ(unmet->message,
            "NtlmMinClientSec is 0x00080000 (524288), which does not require 128-bit encryption; "
            "NtlmMinServerSec is not defined; required is 128-bit encryption; LmCompatibilityLevel "
            "is 3, which does not require level 5");
  EXPECT_TRUE(absl::StrContains(unmet->fix, "NtlmMinClientSec to 0x20080000 (537395200); set "));
  EXPECT_TRUE(absl::StrContains(unmet->fix, "LmCompatibilityLevel to 5"));
  EXPECT_EQ(unmet->place, policy::Place::Line(5));
  EXPECT_EQ(unmet->file, "");
  EXPECT_EQ(unmet->severity, Severity::kError);
}

TEST(RequirementTest, FixDropsNothing) {
  const auto fix = [](absl::string_view list, absl::string_view lines) {
    return FindUnmet(*ParseRequirement(list), Input(lines), nullptr)->fix;
  };
  EXPECT_TRUE(absl::StrContains(fix("128bit", absl::StrCat(kClient, "0x10\n")), "0x20000010"));
  // NTLMv2 session security alone would drop the 128 bits of the default.
  EXPECT_TRUE(absl::StrContains(fix("ntlmv2", ""), "0x20080000"));
  EXPECT_TRUE(absl::StrContains(fix("server-integrity", ""), "NtlmMinServerSec to 0x20000010"));
}

TEST(RequirementTest, NoOtherStateCounts) {
  for (const std::string& lines :
       {std::string(), absl::StrCat(kClient, "\n"), absl::StrCat(kClient, "537395200"),
        absl::StrCat(kClient, "537395200\n", kClient, "0\n"),
        absl::StrCat("MACHINE\\", kClient, "537395200\n")}) {
    EXPECT_NE(Unmet("ntlmv2", Input(lines)), "") << lines;
    const PolicyScope scope{Os::k11, Role::kClient};
    if (lines.empty()) continue;
    EXPECT_NE(Unmet("128bit", Input(lines), &scope), "") << lines;
  }
  EXPECT_EQ(Unmet("ntlmv2", Input(absl::StrCat(kClient, "537395200\n", kServer, "0\nx\n"))),
            "not known to require what --require asks for: has errors: a setting may be hidden in "
            "what could not be read");
  EXPECT_EQ(Unmet("level=0", Input(absl::StrCat(kLevel, "7\n"))),
            "LmCompatibilityLevel is malformed");
}

TEST(RequirementTest, NothingUnreadableCounts) {
  const auto unmet = FindUnmet(
      *ParseRequirement("level=0"),
      stores::UnreadablePolicyInput(
          "a", policy::AtPlace(absl::InvalidArgumentError("no"), policy::Place::Offset(7))),
      nullptr);
  ASSERT_TRUE(unmet.has_value());
  EXPECT_TRUE(absl::StrContains(unmet->message, "can't be read: no"));
  EXPECT_EQ(unmet->place, policy::Place::Offset(7));
}

TEST(RequirementTest, SambaCanRequireNothing) {
  const std::string text = "[global]\nntlm auth = ntlmv2-only\n";
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  const PolicyInput input = stores::ReadPolicyInput("smb.conf", {bytes}, nullptr, {});
  ASSERT_EQ(input.format, "smb-conf");
  const PolicyScope scope{Os::k11, Role::kClient};
  EXPECT_TRUE(absl::StrContains(Unmet("128bit", input, &scope), "smb-conf can't require anything"));
}

TEST(RequirementTest, DefaultsCountWhereTheyAreDocumented) {
  const PolicyInput silent = Input("");
  const PolicyScope modern{Os::k2022, Role::kMemberServer};
  EXPECT_NE(Unmet("128bit", silent), "");
  EXPECT_EQ(Unmet("128bit,server-128bit,level=3", silent, &modern), "");
  EXPECT_EQ(Unmet("ntlmv2", silent, &modern),
            "NtlmMinClientSec is not defined, and its default on Windows 2022 as member-server is "
            "0x20000000 (536870912), which does not require NTLMv2 session security (extended "
            "session security); required is NTLMv2 session security (extended session security)");
  const PolicyScope every_role{Os::k2022, {}};
  EXPECT_EQ(Unmet("128bit", silent, &every_role), "");
  const PolicyScope old{Os::kXp, {}};
  EXPECT_NE(Unmet("128bit", silent, &old), "");
}

TEST(RequirementTest, DisputedAndUndocumentedDefaultsNeverCount) {
  const PolicyInput silent = Input("");
  const PolicyScope disputed{Os::k11, Role::kClient};
  EXPECT_TRUE(absl::StrContains(Unmet("level=3", silent, &disputed), "is disputed"));
  const PolicyScope undocumented{Os::k8, Role::kClient};
  EXPECT_TRUE(absl::StrContains(Unmet("level=3", silent, &undocumented), "is undocumented"));
  const PolicyScope gpo{Os::k2022, Role::kDefaultDomainPolicy};
  EXPECT_TRUE(absl::StrContains(Unmet("128bit", silent, &gpo), "is not-defined"));
  const PolicyScope impossible{Os::k11, Role::kDc};
  EXPECT_TRUE(absl::StrContains(Unmet("128bit", silent, &impossible), "is not-applicable"));
}

TEST(RequirementTest, NoDefaultCountsInAStoreWithErrors) {
  const PolicyScope modern{Os::k2022, Role::kDc};
  const PolicyInput misplaced = Input(absl::StrCat("MACHINE\\", kServer, "0\n"));
  ASSERT_FALSE(misplaced.torn);
  EXPECT_EQ(Unmet("128bit", misplaced, &modern),
            "NtlmMinClientSec is not found in a store with errors; required is 128-bit encryption");
}

TEST(RequirementTest, NoDefaultCountsWhereMoreMayStand) {
  const PolicyScope modern{Os::k2022, Role::kDc};
  PolicyInput input = Input("");
  input.findings.push_back({"policies-by-name", Severity::kNote, "1 policy shown by name", "", {}});
  EXPECT_EQ(Unmet("128bit", input, &modern),
            "NtlmMinClientSec is not defined where it could be seen, and its default counts only "
            "where nothing can be hidden: 1 policy shown by name; required is 128-bit encryption");
  input.findings.back().id = "duplicate";
  EXPECT_EQ(Unmet("128bit", input, &modern), "");
}

TEST(RequirementTest, ADefaultDoesNotHideAWeakValue) {
  const PolicyScope modern{Os::k2022, Role::kDc};
  EXPECT_NE(Unmet("128bit", Input(absl::StrCat(kClient, "0\n")), &modern), "");
}

}  // namespace
}  // namespace ntlmatrix::compliance
