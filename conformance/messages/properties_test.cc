// SPDX-License-Identifier: Apache-2.0

// Each message has the property that its name says. What is read here is read with offsets of this
// file's own, not through the builder and not through the parsers.

#include <algorithm>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "conformance/messages/message_tests.h"
#include "conformance/subjects/stimulus.h"

namespace ntlmatrix::conformance::messages {
namespace {

using ntlm::MessageType;

// Where the Fields and the flags stand, [MS-NLMP] 2.2.1.
const std::map<std::string, size_t> kFieldsAt = {
    {"negotiate/domain-name", 16},
    {"negotiate/workstation", 24},
    {"challenge/target-name", 12},
    {"challenge/target-info", 40},
    {"authenticate/lm-challenge-response", 12},
    {"authenticate/nt-challenge-response", 20},
    {"authenticate/domain-name", 28},
    {"authenticate/user-name", 36},
    {"authenticate/workstation", 44},
    {"authenticate/encrypted-random-session-key", 52},
};

uint64_t Number(const Data& data, size_t at, size_t size) {
  uint64_t value = 0;
  for (size_t i = size; i-- > 0;) value = value << 8 | data.at(at + i);
  return value;
}

struct Descriptor {
  uint64_t len, max_len, offset;
  uint64_t End() const { return offset + len; }
};

Descriptor Read(const Data& data, size_t at) {
  return {Number(data, at, 2), Number(data, at + 2, 2), Number(data, at + 4, 4)};
}

std::string Place(const MessageTest& test) {
  return absl::StrCat(MessageWord(test.message), "/", test.field);
}

Descriptor Own(const MessageTest& test, const Data& data) {
  return Read(data, kFieldsAt.at(Place(test)));
}

// Every value of the message that is not empty.
std::vector<Descriptor> All(const MessageTest& test, const Data& data) {
  std::vector<Descriptor> all;
  for (const auto& [place, at] : kFieldsAt) {
    if (place.rfind(std::string(MessageWord(test.message)) + "/", 0) != 0) continue;
    if (const Descriptor field = Read(data, at); field.len > 0) all.push_back(field);
  }
  return all;
}

size_t FlagsAt(MessageType message) {
  return message == MessageType::kNegotiate ? 12 : message == MessageType::kChallenge ? 20 : 60;
}

uint64_t Flags(const MessageTest& test, const Data& data) {
  return Number(data, FlagsAt(test.message), 4);
}

size_t HeaderSize(MessageType message) {
  return message == MessageType::kNegotiate ? 40 : message == MessageType::kChallenge ? 56 : 88;
}

Data ValueOf(const MessageTest& test, const Data& data) {
  const Descriptor own = Own(test, data);
  return {data.begin() + static_cast<ptrdiff_t>(own.offset),
          data.begin() + static_cast<ptrdiff_t>(own.End())};
}

struct List {
  bool ended = false;
  bool broken = false;
  uint64_t end_len = 0;
  std::vector<std::pair<uint64_t, uint64_t>> pairs;  // AvId, AvLen
};

// The AV_PAIRs of TargetInfo, or of NtChallengeResponse after its 44 bytes.
List ListOf(const MessageTest& test, const Data& data) {
  const bool challenge = test.message == MessageType::kChallenge;
  const Descriptor field = Read(data, challenge ? 40 : 20);
  List list;
  for (size_t at = field.offset + (challenge ? 0 : 44); at < field.End();) {
    if (field.End() - at < 4) {
      list.broken = true;
      break;
    }
    const uint64_t id = Number(data, at, 2), len = Number(data, at + 2, 2);
    if (id == 0) {
      list.ended = true;
      list.end_len = len;
      break;
    }
    list.broken = at + 4 + len > field.End();
    if (list.broken) break;
    list.pairs.emplace_back(id, len);
    at += 4 + len;
  }
  return list;
}

int CountOf(const List& list, uint64_t id) {
  return static_cast<int>(std::count_if(list.pairs.begin(), list.pairs.end(),
                                        [&](const auto& pair) { return pair.first == id; }));
}

bool HasPair(const List& list, uint64_t id, uint64_t len) {
  return std::find(list.pairs.begin(), list.pairs.end(), std::pair(id, len)) != list.pairs.end();
}

uint64_t AvIdOf(const std::string& field) {
  const std::map<std::string, uint64_t> ids = {{"nb-computer-name", 1}, {"nb-domain-name", 2},
                                               {"av-flags", 6},         {"timestamp", 7},
                                               {"single-host", 8},      {"channel-bindings", 10}};
  return ids.at(field);
}

using Property = std::function<bool(const MessageTest&, const Data&)>;

Property Pair(uint64_t len) {
  return [len](const MessageTest& test, const Data& data) {
    return HasPair(ListOf(test, data), AvIdOf(test.field), len);
  };
}

Property OwnLength(uint64_t len) {
  return [len](const MessageTest& test, const Data& data) { return Own(test, data).len == len; };
}

// The flags that are set and those that are clear.
Property FlagsAre(uint64_t set, uint64_t clear) {
  return [set, clear](const MessageTest& test, const Data& data) {
    const uint64_t flags = Flags(test, data);
    return (flags & set) == set && (flags & clear) == 0;
  };
}

bool Overlaps(const MessageTest& test, const Data& data) {
  const std::vector<Descriptor> all = All(test, data);
  for (size_t i = 0; i < all.size(); ++i) {
    for (size_t j = i + 1; j < all.size(); ++j) {
      if (all[i].offset < all[j].End() && all[j].offset < all[i].End()) return true;
    }
  }
  return false;
}

bool IsReversed(const MessageTest&, const Data& data) {
  return Read(data, 28).offset > Read(data, 36).offset &&
         Read(data, 20).offset > Read(data, 52).offset;
}

uint64_t LastEnd(const MessageTest& test, const Data& data) {
  uint64_t end = 0;
  for (const Descriptor& field : All(test, data)) end = std::max(end, field.End());
  return end;
}

bool EightFreeBytesBefore(const MessageTest& test, const Data& data) {
  const uint64_t offset = Own(test, data).offset;
  for (const Descriptor& other : All(test, data)) {
    if (other.offset < offset && other.End() > offset - 8) return false;
  }
  return offset >= HeaderSize(test.message) + 8;
}

bool VersionIs(const MessageTest& test, const Data& data, bool flag, bool nonzero) {
  const size_t at = test.message == MessageType::kNegotiate   ? 32
                    : test.message == MessageType::kChallenge ? 48
                                                              : 64;
  return ((Flags(test, data) & 0x02000000) != 0) == flag && (Number(data, at, 8) != 0) == nonzero;
}

// Where a member begins and ends.
bool EndsInside(const MessageTest& test, const Data& data) {
  const std::map<std::string, std::pair<size_t, size_t>> others = {
      {"signature", {0, 8}},
      {"message-type", {8, 12}},
      {"challenge/server-challenge", {24, 32}},
      {"challenge/reserved", {32, 40}},
      {"negotiate/version", {32, 40}},
      {"challenge/version", {48, 56}},
      {"authenticate/version", {64, 72}},
      {"authenticate/mic", {72, 88}},
      {"negotiate/negotiate-flags", {12, 16}},
      {"challenge/negotiate-flags", {20, 24}},
      {"authenticate/negotiate-flags", {60, 64}}};
  std::pair<size_t, size_t> range;
  if (const auto at = kFieldsAt.find(Place(test)); at != kFieldsAt.end()) {
    range = {at->second, at->second + 8};
  } else {
    const auto other = others.find(Place(test));
    range = other != others.end() ? other->second : others.at(test.field);
  }
  return data.size() > range.first && data.size() < range.second;
}

const std::map<std::string, Property>& Properties() {
  static const auto* const properties = new std::map<std::string, Property>{
      {"offset-plus-length-wraps",
       [](const auto& t, const auto& d) {
         const uint64_t end = Own(t, d).End();
         return end > 0xFFFFFFFF && (end & 0xFFFFFFFF) <= d.size();
       }},
      {"ends-at-message-end",
       [](const auto& t, const auto& d) { return Own(t, d).len > 0 && Own(t, d).End() == d.size(); }},
      {"ends-one-past-message-end",
       [](const auto& t, const auto& d) { return Own(t, d).End() == d.size() + 1; }},
      {"offset-in-header",
       [](const auto& t, const auto& d) {
         return Own(t, d).len > 0 && Own(t, d).End() <= HeaderSize(t.message);
       }},
      {"padding-before", EightFreeBytesBefore},
      {"max-length-zero",
       [](const auto& t, const auto& d) { return Own(t, d).len > 0 && Own(t, d).max_len == 0; }},
      {"max-length-huge",
       [](const auto& t, const auto& d) { return Own(t, d).len > 0 && Own(t, d).max_len == 0xFFFF; }},
      {"empty-with-wild-offset",
       [](const auto& t, const auto& d) {
         return Own(t, d).len == 0 && Own(t, d).offset == 0xFFFFFFFF;
       }},
      {"outside-without-flag",
       [](const auto& t, const auto& d) {
         const std::map<std::string, uint64_t> flags = {
             {"negotiate/domain-name", 0x1000},
             {"negotiate/workstation", 0x2000},
             {"challenge/target-name", 0x4},
             {"challenge/target-info", 0x800000},
             {"authenticate/encrypted-random-session-key", 0x40000000}};
         return (Flags(t, d) & flags.at(Place(t))) == 0 && Own(t, d).End() > d.size();
       }},
      {"overlaps-domain-name", Overlaps},
      {"overlaps-target-info",
       [](const auto& t, const auto& d) {
         // And, as in CVE-2020-13396, the lengths add up to more than the message has.
         return Overlaps(t, d) && 56 + Read(d, 12).len + Read(d, 40).len > d.size();
       }},
      {"overlaps-nt-challenge-response", Overlaps},
      {"overlaps-workstation", Overlaps},
      {"reversed", IsReversed},
      {"padding-after",
       [](const auto& t, const auto& d) { return LastEnd(t, d) == d.size() - 13; }},
      {"cut-in-the-middle", EndsInside},
      {"odd-offset", [](const auto& t, const auto& d) { return Own(t, d).offset % 2 == 1; }},
      {"embedded-nul",
       [](const auto& t, const auto& d) {
         if (t.bug_class == BugClass::kAvPairs) return HasPair(ListOf(t, d), AvIdOf(t.field), 6);
         const Data value = ValueOf(t, d);
         return t.message == MessageType::kNegotiate ? value.at(value.size() - 2) == 0
                                                     : value.at(value.size() - 4) == 0;
       }},
      {"odd-length",
       [](const auto& t, const auto& d) {
         if (t.bug_class == BugClass::kAvPairs) return HasPair(ListOf(t, d), AvIdOf(t.field), 3);
         return Own(t, d).len % 2 == 1;
       }},
      {"lone-surrogate",
       [](const auto& t, const auto& d) {
         if (t.bug_class == BugClass::kAvPairs) return HasPair(ListOf(t, d), AvIdOf(t.field), 4);
         const Data value = ValueOf(t, d);
         return value.size() % 2 == 0 && value.back() == 0xD8;
       }},
      {"longest", [](const auto& t, const auto& d) { return Own(t, d).len >= 65534; }},
      {"no-end-of-list",
       [](const auto& t, const auto& d) { return !ListOf(t, d).ended && !ListOf(t, d).broken; }},
      {"end-of-list-not-empty",
       [](const auto& t, const auto& d) { return ListOf(t, d).ended && ListOf(t, d).end_len == 4; }},
      {"last-value-past-end", [](const auto& t, const auto& d) { return ListOf(t, d).broken; }},
      {"last-pair-cut", [](const auto& t, const auto& d) { return ListOf(t, d).broken; }},
      {"then-broken-pair",
       [](const auto& t, const auto& d) {
         const List list = ListOf(t, d);
         return list.broken && HasPair(list, 8, 48) && HasPair(list, 10, 16);
       }},
      {"unknown-av-id", [](const auto& t, const auto& d) { return CountOf(ListOf(t, d), 11) == 1; }},
      {"thousand-pairs",
       [](const auto& t, const auto& d) { return ListOf(t, d).pairs.size() > 1000; }},
      {"other-order",
       [](const auto& t, const auto& d) {
         return ListOf(t, d).ended && ListOf(t, d).pairs.back().first == 2;
       }},
      {"seven-bytes", Pair(7)},
      {"nine-bytes", Pair(9)},
      {"three-bytes", Pair(3)},
      {"fifteen-bytes", Pair(15)},
      {"forty-seven-bytes", Pair(47)},
      {"of-another-host", Pair(80)},
      {"empty-name", Pair(0)},
      {"empty",
       [](const auto& t, const auto& d) {
         return t.field == "message" ? d.empty() : HasPair(ListOf(t, d), AvIdOf(t.field), 0);
       }},
      {"twice",
       [](const auto& t, const auto& d) { return CountOf(ListOf(t, d), AvIdOf(t.field)) == 2; }},
      {"missing",
       [](const auto& t, const auto& d) { return CountOf(ListOf(t, d), AvIdOf(t.field)) == 0; }},
      {"only-end-of-list",
       [](const auto& t, const auto& d) { return ListOf(t, d).ended && Own(t, d).len == 4; }},
      {"names-after-end-of-list",
       [](const auto& t, const auto& d) {
         return ListOf(t, d).ended && ListOf(t, d).pairs.empty() && Own(t, d).len > 4;
       }},
      {"no-names",
       [](const auto& t, const auto& d) {
         return CountOf(ListOf(t, d), 1) + CountOf(ListOf(t, d), 2) == 0;
       }},
      {"second-promises-mic",
       [](const auto& t, const auto& d) { return CountOf(ListOf(t, d), 6) == 2; }},
      {"set-without-flag",
       [](const auto& t, const auto& d) { return VersionIs(t, d, false, true); }},
      {"0-bytes", OwnLength(0)},
      {"1-byte", OwnLength(1)},
      {"8-bytes", OwnLength(8)},
      {"15-bytes", OwnLength(15)},
      {"16-bytes", OwnLength(16)},
      {"17-bytes", OwnLength(17)},
      {"23-bytes", OwnLength(23)},
      {"24-bytes", OwnLength(24)},
      {"25-bytes", OwnLength(25)},
      {"43-bytes", OwnLength(43)},
      {"44-bytes", OwnLength(44)},
      {"60000-bytes", OwnLength(60000)},
      {"60-kilobytes", OwnLength(60000)},
      {"two-kilobytes", OwnLength(2000)},
      {"65-kilobytes", [](const auto& t, const auto& d) { return Own(t, d).len > 65000; }},
      {"no-character-set", FlagsAre(0, 0x3)},
      {"both-character-sets", FlagsAre(0x3, 0)},
      {"oem-alone", FlagsAre(0x2, 0x1)},
      {"no-ntlm", FlagsAre(0, 0x200)},
      {"no-always-sign", FlagsAre(0, 0x8000)},
      {"unused-bits", FlagsAre(0x1D244508, 0)},
      {"extended-session-security-and-lm-key", FlagsAre(0x80080, 0)},
      {"target-types", FlagsAre(0x30000, 0)},
      {"both-target-types", FlagsAre(0x30000, 0)},
      {"datagram", FlagsAre(0x40, 0)},
      {"unoffered-datagram", FlagsAre(0x40, 0)},
      {"unoffered-identify-and-non-nt-key", FlagsAre(0x500000, 0)},
      {"128-and-56-without-protection", FlagsAre(0xA0000000, 0x30)},
      {"no-key-exchange", FlagsAre(0x30, 0x40000000)},
      {"no-request-target", FlagsAre(0, 0x4)},
      {"no-target-info", FlagsAre(0, 0x800000)},
      {"no-128-but-required", FlagsAre(0x80000, 0x20000000)},
      {"no-extended-session-security-but-required", FlagsAre(0x20000000, 0x80000)},
      {"no-sign-but-required", FlagsAre(0x20, 0x10)},
      {"no-seal-but-required", FlagsAre(0x10, 0x20)},
      {"stripped-but-required", FlagsAre(0, 0x8030)},
      {"no-sign", FlagsAre(0x20, 0x10)},
      {"no-seal", FlagsAre(0x10, 0x20)},
      {"no-sign-and-seal", FlagsAre(0, 0x30)},
      {"no-sign-and-seal-but-required", FlagsAre(0, 0x30)},
      {"no-128-and-56", FlagsAre(0x80000, 0xA0000000)},
      {"no-extended-session-security", FlagsAre(0xA0000000, 0x80000)},
      {"stripped-on-the-way", FlagsAre(0, 0x40008030)},
      {"stripped-and-mic-dropped",
       [](const auto& t, const auto& d) {
         return FlagsAre(0, 0x40008030)(t, d) && Read(d, 28).offset == 64;
       }},
      {"promised-but-absent",
       [](const auto&, const auto& d) { return Read(d, 28).offset == 72; }},
      {"at-offset-64", [](const auto&, const auto& d) { return Read(d, 28).offset == 80; }},
      {"promised-but-zero", [](const auto&, const auto& d) { return Number(d, 72, 8) == 0; }},
      {"big-endian", [](const auto&, const auto& d) { return d.at(8) == 0 && d.at(11) != 0; }},
      {"zero", [](const auto&, const auto& d) { return Number(d, 8, 4) == 0; }},
      {"lower-case", [](const auto&, const auto& d) { return d.at(0) == 'n'; }},
      {"not-terminated", [](const auto&, const auto& d) { return d.at(7) == ' '; }},
      {"with-names",
       [](const auto& t, const auto& d) {
         return VersionIs(t, d, true, true) && Read(d, 16).len > 0 && Read(d, 24).len > 0;
       }},
  };
  return *properties;
}

TEST(PropertiesTest, EachMessageHasThePropertyOfItsName) {
  int checked = 0;
  for (const MessageTest& test : MessageTests()) {
    const auto property = Properties().find(test.edit);
    if (property == Properties().end()) continue;
    ++checked;
    EXPECT_TRUE(property->second(test, test.ToStimulus().message)) << test.Name();
  }
  EXPECT_GE(checked, 270);
}

// A client is granted what the base messages' client did not offer only where the test says so.
TEST(PropertiesTest, UnofferedGrantsAreOnPurpose) {
  // Of [MS-NLMP] 2.2.2.5, by its letters: D E F G P Q R U V W.
  constexpr uint64_t kOnlyIfOffered = 0xE05800F0;
  constexpr uint64_t kOffered = 0xE00880B0;
  int on_purpose = 0;
  for (const MessageTest& test : MessageTests()) {
    const Data data = test.ToStimulus().message;
    if (test.message != MessageType::kChallenge || test.edit == "other-protocol" ||
        data.size() < 24) {
      EXPECT_EQ(test.stimulus.unoffered, 0u) << test.Name();
      continue;
    }
    const uint64_t granted = Flags(test, data);
    EXPECT_EQ(granted & test.stimulus.unoffered, test.stimulus.unoffered) << test.Name();
    EXPECT_EQ(granted & kOnlyIfOffered & ~kOffered & ~test.stimulus.unoffered, 0u) << test.Name();
    on_purpose += test.stimulus.unoffered != 0;
  }
  EXPECT_EQ(on_purpose, 3);
}

// Exactly one thing is wrong: a message of these classes differs from a valid one only in the
// Fields of its value.
TEST(PropertiesTest, EditsOfFieldsLeaveTheOtherFieldsInside) {
  for (const MessageTest& test : MessageTests()) {
    if (test.bug_class != BugClass::kWrap && test.bug_class != BugClass::kLength &&
        test.bug_class != BugClass::kHeaderOffset && test.bug_class != BugClass::kBounds) {
      continue;
    }
    const Data data = test.ToStimulus().message;
    for (const auto& [place, at] : kFieldsAt) {
      if (place.rfind(std::string(MessageWord(test.message)) + "/", 0) != 0) continue;
      const Descriptor field = Read(data, at);
      if (place == Place(test)) continue;
      EXPECT_LE(field.End(), data.size()) << test.Name() << " " << place;
      EXPECT_GE(field.offset, HeaderSize(test.message)) << test.Name() << " " << place;
      EXPECT_EQ(field.len, field.max_len) << test.Name() << " " << place;
    }
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance::messages
