// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/event_groups.h"

#include <string>

#include <gtest/gtest.h>

namespace ntlmatrix::impact {
namespace {

EventGroups Group(const std::string& text) {
  return ReadEventGroups("log", Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
}

std::string Json(int id, const std::string& more) {
  return "{\"EventID\":" + std::to_string(id) + more + "}\n";
}

constexpr char kFlags[] =
    ",\"NegotiatedSecurity\":\"0x2818205\",\"RequiredSecurity\":\"0x20080000\"";

TEST(EventGroupsTest, CountsWhatIsAlike) {
  const EventGroups groups = Group(Json(4011, kFlags) + Json(4011, kFlags) + Json(4010, kFlags) +
                                   Json(4011, std::string(kFlags) + ",\"ProcessName\":\"a.exe\""));
  ASSERT_TRUE(groups.errors.empty()) << groups.errors.front();
  ASSERT_EQ(groups.peers.size(), 3u);
  EXPECT_EQ(groups.peers[0].count, 2u);
  EXPECT_EQ(groups.peers[0].name, "log:1");
  EXPECT_EQ(groups.peers[1].name, "log:3");
  EXPECT_EQ(groups.peers[2].seen, "negotiated 0x02818205, refused by 0x20080000, process a.exe");
  EXPECT_EQ(groups.events, 4u);
}

TEST(EventGroupsTest, CountsEventsWithoutFlagsByNumber) {
  const EventGroups groups = Group(Json(4022, "") + Json(8001, "") + Json(4022, ""));
  EXPECT_TRUE(groups.peers.empty());
  EXPECT_TRUE(groups.errors.empty());
  EXPECT_EQ(groups.without, (std::map<uint32_t, uint64_t>{{4022, 2}, {8001, 1}}));
}

TEST(EventGroupsTest, ReportsAnEventWithoutItsFields) {
  const EventGroups groups = Group(Json(4022, "") + Json(4010, ""));
  ASSERT_EQ(groups.errors.size(), 1u);
  EXPECT_EQ(groups.errors[0].substr(0, 6), "log:2:");
}

TEST(EventGroupsTest, BoundsTheErrors) {
  std::string text;
  for (int i = 0; i < 100; ++i) text += Json(4010, "");
  const EventGroups groups = Group(text);
  ASSERT_EQ(groups.errors.size(), kMostEventErrors + 1);
  EXPECT_EQ(groups.errors.back(), "log: and 80 more events like these");
}

TEST(EventGroupsTest, RejectsWhatHasNoEvent) {
  EXPECT_EQ(Group("").errors, std::vector<std::string>{"log: the file is empty"});
  EXPECT_EQ(Group("[]").errors, std::vector<std::string>{"log: no event is in it"});
  EXPECT_EQ(Group("<Events/>").errors, std::vector<std::string>{"log: no event is in it"});
}

TEST(EventGroupsTest, KeepsWhatStoodBeforeAnError) {
  const EventGroups groups = Group(Json(4011, kFlags) + "{\"EventID\":");
  EXPECT_EQ(groups.peers.size(), 1u);
  ASSERT_EQ(groups.errors.size(), 1u);
  EXPECT_EQ(groups.errors[0].substr(0, 6), "log:2:");
}

}  // namespace
}  // namespace ntlmatrix::impact
