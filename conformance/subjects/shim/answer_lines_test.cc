// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/shim/answer_lines.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "conformance/subjects/external/json_members.h"
#include "conformance/subjects/external/protocol_lines.h"

namespace ntlmatrix::conformance::shim {
namespace {

using Json = nlohmann::json;
using ByteVector = std::vector<uint8_t>;

TEST(AnswerLinesTest, ReadsHexadecimal) {
  EXPECT_EQ(BytesFromHex(""), ByteVector());
  EXPECT_EQ(BytesFromHex("00ff4E54"), (ByteVector{0x00, 0xFF, 0x4E, 0x54}));
}

TEST(AnswerLinesTest, RejectsWhatIsNoHexadecimal) {
  EXPECT_EQ(BytesFromHex("0"), std::nullopt);
  EXPECT_EQ(BytesFromHex("0g"), std::nullopt);
  EXPECT_EQ(BytesFromHex(" 0"), std::nullopt);
  EXPECT_EQ(BytesFromHex("0x"), std::nullopt);
}

TEST(AnswerLinesTest, ReadsEverySetting) {
  EXPECT_EQ(SettingFromText("0"), (ClientSetting{SettingState::kDefined, 0}));
  EXPECT_EQ(SettingFromText("0x20080000"), (ClientSetting{SettingState::kDefined, 0x20080000}));
  EXPECT_EQ(SettingFromText("0xffffffff"), (ClientSetting{SettingState::kDefined, 0xFFFFFFFF}));
  EXPECT_EQ(SettingFromText("undefined-legacy"), ClientSetting{SettingState::kUndefinedLegacy});
  EXPECT_EQ(SettingFromText("undefined-modern"), ClientSetting{SettingState::kUndefinedModern});
}

TEST(AnswerLinesTest, RejectsWhatIsNoSetting) {
  for (const char* text : {"", "own", "0x", "20080000", "0x100000000", "0xg", "undefined", "-1"}) {
    EXPECT_EQ(SettingFromText(text), std::nullopt) << text;
  }
}

TEST(AnswerLinesTest, WritesHello) {
  const ShimInfo info = {.implementation = "Fake",
                         .version = "1.2",
                         .loaded = "/lib/fake.so",
                         .in_flight = 7,
                         .min = {{SettingState::kUndefinedModern},
                                 {SettingState::kDefined, 0},
                                 {SettingState::kDefined, 0xA0080000}},
                         .lm = {3},
                         .app = {Application::kNone, Application::kConfidentiality},
                         .seal = true,
                         .errors = {{"SEC_E_INVALID_TOKEN", 0x80090308}}};
  std::string line;
  AppendHello(info, &line);
  EXPECT_EQ(line, R"({"type":"hello","protocol":1,"implementation":"Fake","version":"1.2",)"
                  R"("loaded":"/lib/fake.so","in_flight":7,"roles":["client"],)"
                  R"("min":["undefined-modern","0","0xa0080000"],"lm":[3],)"
                  R"("app":["none","confidentiality"],"seal":true,)"
                  R"("errors":{"SEC_E_INVALID_TOKEN":"0x80090308"}})"
                  "\n");
}

TEST(AnswerLinesTest, LeavesOutWhatIsNotKnown) {
  std::string line;
  AppendHello({.implementation = "Fake", .version = "1"}, &line);
  AppendRefused(1, {.text = "no"}, &line);
  EXPECT_EQ(line, R"({"type":"hello","protocol":1,"implementation":"Fake","version":"1",)"
                  R"("in_flight":64,"roles":["client"],"min":[],"lm":[],"app":[],"seal":false,)"
                  R"("errors":{}})"
                  "\n"
                  R"({"type":"refused","id":1,"text":"no"})"
                  "\n");
}

TEST(AnswerLinesTest, WritesEachAnswer) {
  const ByteVector message = {0x00, 0xAB};
  std::string lines;
  AppendMessage("negotiate", 4294967295, message, &lines);
  AppendUnsupported(2, "min", "no \"min\"", &lines);
  AppendRefused(3, {"SEC_E_INVALID_TOKEN", "bad\ntoken"}, &lines);
  AppendAuthenticate(4, message, Sealed{{0x01}, ByteVector(16, 0x0F)}, &lines);
  AppendAuthenticate(5, message, absl::InternalError("no key"), &lines);
  EXPECT_EQ(lines, R"({"type":"negotiate","id":4294967295,"message":"00ab"})"
                   "\n"
                   R"({"type":"unsupported","id":2,"what":"min","text":"no \"min\""})"
                   "\n"
                   R"({"type":"refused","id":3,"error":"SEC_E_INVALID_TOKEN","text":"bad\ntoken"})"
                   "\n"
                   R"({"type":"authenticate","id":4,"message":"00ab","sealed":{"message":"01",)"
                   R"("signature":"0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f"}})"
                   "\n"
                   R"({"type":"authenticate","id":5,"message":"00ab","seal_error":"no key"})"
                   "\n");
}

// The suite takes no longer text and counts characters, of which every byte that is no UTF-8 makes
// one. A character of several bytes is not cut in two.
TEST(AnswerLinesTest, CutsATextAtTheLimitOfTheSuite) {
  constexpr absl::string_view kCharacters[] = {"\u00e9", "\U0001f600", "\xFF", "\xE2\x82"};
  for (const absl::string_view character : kCharacters) {
    std::string text = "x";
    for (int i = 0; i < 5000; ++i) absl::StrAppend(&text, character);
    std::string line;
    AppendRefused(1, {text, text}, &line);
    const auto answer = external::ParseAnswer(absl::StripSuffix(line, "\n"));
    ASSERT_TRUE(answer.ok()) << answer.status();
    EXPECT_EQ(external::CharacterCount(answer->text), 4096u);
    EXPECT_EQ(external::CharacterCount(answer->error), 200u);
  }
  std::string line;
  AppendRefused(1, {"", absl::StrCat(std::string(4095, 'x'), "\u20ac\u20ac")}, &line);
  EXPECT_TRUE(absl::StrContains(line, "xxx\u20ac\"}")) << line;
}

// Nothing that an implementation says may break a line.
TEST(AnswerLinesTest, MakesUtf8OfAnyText) {
  std::string line;
  AppendRefused(1, {std::string(300, 'e'), "\xFF\xC3" + std::string(5000, '\x01')}, &line);
  const Json json = Json::parse(line, nullptr, false);
  ASSERT_TRUE(json.is_object()) << line;
  EXPECT_EQ(json["error"].get<std::string>().size(), 200u);
  EXPECT_EQ(json["text"].get<std::string>().substr(0, 7), "\xEF\xBF\xBD\xEF\xBF\xBD\x01");
  EXPECT_EQ(line.find('\n'), line.size() - 1);
}

}  // namespace
}  // namespace ntlmatrix::conformance::shim
