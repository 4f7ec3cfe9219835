// SPDX-License-Identifier: Apache-2.0

#include "conformance/compliance/host_path.h"

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "gtest/gtest.h"

namespace ntlmatrix::compliance {
namespace {

using policy::Os;
using policy::Role;
using policy::SettingState;
using Kind = PathAnswer::Kind;

HostSetting Defined(uint32_t value) { return {SettingState::kDefined, value}; }
HostSetting NotDefined() { return {SettingState::kNotDefined}; }
HostSetting Default(uint32_t value) { return {SettingState::kNotDefined, 0, value}; }

// Hosts by what their role in a path needs.
Host Client(HostSetting mask, HostSetting level) { return {{mask, NotDefined(), level}}; }
Host Server(HostSetting mask, HostSetting level = NotDefined()) {
  return {{NotDefined(), mask, level}};
}

Kind KindOf(const Host& client, const Host& server) { return JudgePath(client, server).kind; }

TEST(HostPathTest, RecommendedValuesReachEachOther) {
  const Host host{{Defined(0x20080000), Defined(0x20080000), Defined(5)}};
  EXPECT_EQ(JudgePath(host, host), PathAnswer());
  for (uint32_t level = 1; level <= 4; ++level) {
    EXPECT_EQ(KindOf(Client(Defined(0x20080000), Defined(level)), Server(Defined(0x20080000))),
              Kind::kOpen)
        << level;
  }
}

// "Level 0: clients [...] never use NTLM 2 session security" (KB 239869).
TEST(HostPathTest, Level0IsLockedOutWhereSessionSecurityIsRequired) {
  const Host at_0 = Client(Defined(0), Defined(0));
  EXPECT_EQ(KindOf(at_0, Server(Defined(0x80000))), Kind::kLockedOut);
  EXPECT_EQ(KindOf(at_0, Server(Defined(0x20000000))), Kind::kOpen);
  EXPECT_EQ(KindOf(at_0, Server(NotDefined())), Kind::kOpen);
  EXPECT_EQ(KindOf(Client(Defined(0x20080000), Defined(0)), Server(NotDefined())),
            Kind::kLockedOut);
  EXPECT_EQ(JudgePath(at_0, Server(Defined(0x20080000))).why,
            "the server requires NTLMv2 session security (NtlmMinServerSec), which a client at "
            "LmCompatibilityLevel 0 never offers");
  EXPECT_EQ(KindOf(Client(Defined(0), Default(0)), Server(Defined(0x80000))), Kind::kLockedOut);
}

TEST(HostPathTest, ALevelThatIsNotKnownIsNoYes) {
  const auto answer = JudgePath(Client(NotDefined(), NotDefined()), Server(Defined(0x80000)));
  EXPECT_EQ(answer.kind, Kind::kDepends);
  EXPECT_TRUE(absl::StrContains(answer.why, "Windows 2000, XP"));
  EXPECT_EQ(KindOf(Client(NotDefined(), Default(3)), Server(Defined(0x80000))), Kind::kOpen);
  EXPECT_EQ(KindOf(Client(NotDefined(), NotDefined()), Server(NotDefined())), Kind::kOpen);
}

TEST(HostPathTest, IntegrityDependsOnTheApplication) {
  const Host client = Client(NotDefined(), Defined(3));
  EXPECT_TRUE(absl::StrContains(JudgePath(client, Server(Defined(0x10))).why, "integrity"));
  EXPECT_TRUE(absl::StrContains(JudgePath(client, Server(Defined(0x30))).why, "confidentiality"));
  EXPECT_EQ(KindOf(client, Server(Defined(0x20))), Kind::kDepends);
  EXPECT_EQ(KindOf(Client(Defined(0x10), Defined(3)), Server(NotDefined())), Kind::kDepends);
}

TEST(HostPathTest, ServerThatRefusesNtlmResponses) {
  const Host server = Server(NotDefined(), Defined(5));
  for (uint32_t level = 0; level <= 5; ++level) {
    EXPECT_EQ(KindOf(Client(NotDefined(), Defined(level)), server),
              level < 3 ? Kind::kDepends : Kind::kOpen)
        << level;
    EXPECT_EQ(KindOf(Client(NotDefined(), Defined(level)), Server(NotDefined(), Defined(4))),
              Kind::kOpen);
  }
  EXPECT_EQ(KindOf(Client(NotDefined(), NotDefined()), server), Kind::kDepends);
}

TEST(HostPathTest, NothingIsConcludedFromWhatIsNotKnown) {
  const Host good = Client(Defined(0), Defined(3));
  EXPECT_EQ(KindOf(Host(), good), Kind::kDepends);
  EXPECT_EQ(KindOf(good, Host()), Kind::kDepends);
  EXPECT_EQ(KindOf(good, Server(Defined(0x40000000))), Kind::kDepends);
  Host samba = good;
  samba.can_require = false;
  EXPECT_EQ(KindOf(samba, good), Kind::kDepends);
  // But what is known to lock out does.
  EXPECT_EQ(KindOf(Client({SettingState::kConflicting}, Defined(0)), Server(Defined(0x80000))),
            Kind::kLockedOut);
}

stores::PolicyInput Template(const std::string& lines) {
  const std::string text = "[Version]\r\nsignature=\"$CHICAGO$\"\r\n[Registry Values]\r\n" + lines;
  const std::vector<uint8_t> bytes(text.begin(), text.end());
  return stores::ReadPolicyInput("a.inf", {bytes}, nullptr, {});
}

TEST(HostPathTest, ReadsHostsOutOfInputs) {
  const Host host = HostOf(
      Template("MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\LmCompatibilityLevel=4,0\r\n"),
      {});
  EXPECT_EQ(host.settings[0], NotDefined());
  EXPECT_EQ(host.settings[2], Defined(0));
  const Host modern = HostOf(Template(""), {Os::k2022, {}});
  EXPECT_EQ(modern.settings[0], Default(0x20000000));
  EXPECT_EQ(modern.settings[2], Default(3));
  // Disputed, undocumented, and as shipped in a GPO, which is no computer.
  EXPECT_EQ(HostOf(Template(""), {Os::k11, Role::kClient}).settings[2], NotDefined());
  EXPECT_EQ(HostOf(Template(""), {Os::k8, {}}).settings[2], NotDefined());
  EXPECT_EQ(HostOf(Template(""), {Os::k11, Role::kDefaultDomainPolicy}).settings[0], NotDefined());
  const Host misplaced = HostOf(Template("MACHINE\\LmCompatibilityLevel=4,0\r\n"), {Os::k2022, {}});
  EXPECT_EQ(misplaced.settings[0], HostSetting());
  EXPECT_EQ(HostOf(Template("x\r\n"), {Os::k2022, {}}), Host());
  EXPECT_EQ(HostOf(stores::UnreadablePolicyInput("a", absl::InternalError("no")), {}), Host());
}

}  // namespace
}  // namespace ntlmatrix::compliance
