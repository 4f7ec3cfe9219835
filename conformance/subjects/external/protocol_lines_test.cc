// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/protocol_lines.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include <nlohmann/json.hpp>

namespace ntlmatrix::conformance::external {
namespace {

constexpr char kHello[] =
    R"({"type":"hello","protocol":1,"implementation":"X","version":"1.0","loaded":"/lib/x.so",)"
    R"("in_flight":64,"roles":["client"],"min":["0","0x20080000","undefined-legacy"],"lm":[0,3],)"
    R"("app":["none","confidentiality"],"seal":true,"errors":{"NO":"0x80090302"}})";

std::string HelloError(const std::string& from, const std::string& to) {
  const std::string line = absl::StrReplaceAll(kHello, {{from, to}});
  EXPECT_NE(line, kHello) << from;
  const auto hello = ParseHello(line);
  return hello.ok() ? "ok" : std::string(hello.status().message());
}

std::string AnswerError(absl::string_view line) {
  const auto answer = ParseAnswer(line);
  return answer.ok() ? "ok" : std::string(answer.status().message());
}

TEST(ProtocolLinesTest, ReadsHello) {
  const auto hello = ParseHello(kHello);
  ASSERT_TRUE(hello.ok()) << hello.status();
  EXPECT_EQ(hello->implementation, "X");
  EXPECT_EQ(hello->version, "1.0");
  EXPECT_EQ(hello->loaded, "/lib/x.so");
  EXPECT_EQ(hello->in_flight, 64u);
  EXPECT_TRUE(hello->client);
  EXPECT_FALSE(hello->server);
  EXPECT_EQ(hello->min, (std::set<std::string>{"0", "0x20080000", "undefined-legacy"}));
  EXPECT_EQ(hello->lm, (std::set<int>{0, 3}));
  EXPECT_EQ(hello->app, (std::set<Application>{Application::kNone, Application::kConfidentiality}));
  EXPECT_TRUE(hello->seal);
  EXPECT_EQ(hello->errors.at("NO"), 0x80090302u);
  EXPECT_TRUE(hello->unknown_members.empty());
}

TEST(ProtocolLinesTest, SaysWhatIsWrongWithHello) {
  EXPECT_EQ(HelloError("\"hello\"", "\"hallo\""), "`type` is 'hallo' where 'hello' is due");
  EXPECT_EQ(HelloError("\"protocol\":1,", "\"protocol\":2,"), "`protocol` is 2; this is version 1");
  EXPECT_EQ(HelloError("\"protocol\":1,", ""), "`protocol` is missing");
  EXPECT_EQ(HelloError("\"implementation\":\"X\",", ""), "`implementation` is missing");
  EXPECT_EQ(HelloError("\"version\":\"1.0\"", "\"version\":1.0"), "`version` is no string");
  EXPECT_EQ(HelloError("\"version\":\"1.0\"", "\"version\":\"\""), "`version` is empty");
  EXPECT_EQ(HelloError("/lib/x.so", "x.so"), "`loaded` is no absolute path");
  EXPECT_EQ(HelloError("\"in_flight\":64", "\"in_flight\":0"),
            "`in_flight` is no whole number from 1 to 4294967295");
  EXPECT_EQ(HelloError("\"in_flight\":64", "\"in_flight\":1.5"),
            "`in_flight` is no whole number from 1 to 4294967295");
  EXPECT_EQ(HelloError("[\"client\"]", "[\"klient\"]"), "`roles` holds 'klient', which is no role");
  EXPECT_EQ(HelloError("[\"client\"]", "[]"), "`roles` is empty");
  EXPECT_EQ(HelloError("0x20080000", "0X20080000"),
            "`min` holds '0X20080000', which is no mask such as 0x20080000");
  EXPECT_EQ(HelloError("[0,3]", "[0,6]"), "`lm` holds something that is no level from 0 to 5");
  EXPECT_EQ(HelloError("[0,3]", "[\"3\"]"), "`lm` holds something that is no level from 0 to 5");
  EXPECT_EQ(HelloError("[0,3]", "3"), "`lm` is no list");
  EXPECT_EQ(HelloError("[0,3]", "[]"), "`lm` is empty");
  EXPECT_EQ(HelloError("[\"none\",\"confidentiality\"]", "[\"seal\"]"),
            "`app` holds 'seal'; there are none, integrity, confidentiality");
  EXPECT_EQ(HelloError("\"seal\":true", "\"seal\":1"), "`seal` is neither true nor false");
  EXPECT_EQ(HelloError("{\"NO\":\"0x80090302\"}", "[]"), "`errors` is no object");
  EXPECT_EQ(HelloError("\"0x80090302\"", "2148074242"),
            "`errors` maps 'NO' to something that is no code such as \"0x80090302\"");
  EXPECT_EQ(HelloError("\"seal\":true", "\"seal\":true,\"sael\":1"), "ok");
  EXPECT_EQ(ParseHello(absl::StrReplaceAll(kHello, {{"\"seal\":true", "\"seal\":true,\"x\":1"}}))
                ->unknown_members,
            std::vector<std::string>{"x"});
}

TEST(ProtocolLinesTest, ReadsAnswers) {
  auto answer = ParseAnswer(R"({"type":"negotiate","id":7,"message":"4e54ff"})");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->kind, Answer::Kind::kNegotiate);
  EXPECT_EQ(answer->id, 7u);
  EXPECT_EQ(answer->message, (std::vector<uint8_t>{0x4e, 0x54, 0xff}));
  answer = ParseAnswer(
      R"({"type":"authenticate","id":4294967295,"message":"00","sealed":{"message":"ab",)"
      R"("signature":"000102030405060708090a0b0c0d0e0f"}})");
  ASSERT_TRUE(answer.ok()) << answer.status();
  EXPECT_EQ(answer->sealed->message, std::vector<uint8_t>{0xab});
  EXPECT_EQ(answer->sealed->signature.size(), 16u);
  answer = ParseAnswer(R"({"type":"authenticate","id":1,"message":"00","seal_error":"no key"})");
  EXPECT_EQ(answer->text, "no key");
  answer = ParseAnswer(R"({"type":"unsupported","id":1,"what":"lm","text":"one level only"})");
  EXPECT_EQ(answer->what, "lm");
  answer = ParseAnswer(R"({"type":"refused","id":1,"error":"E","text":""})");
  EXPECT_EQ(answer->error, "E");
}

TEST(ProtocolLinesTest, SaysWhatIsWrongWithAnAnswer) {
  EXPECT_EQ(AnswerError("Traceback (most recent call last):"), "is no JSON");
  EXPECT_EQ(AnswerError(""), "is no JSON");
  EXPECT_EQ(AnswerError("[]"), "is JSON, but no object");
  EXPECT_EQ(AnswerError(R"({"id":1})"), "`type` is missing");
  EXPECT_EQ(AnswerError(R"({"type":"hello","id":1})"),
            "`type` is 'hello'; there are negotiate, authenticate, unsupported, refused");
  EXPECT_EQ(AnswerError(R"({"type":"negotiate","message":"00"})"), "`id` is missing");
  EXPECT_EQ(AnswerError(R"({"type":"negotiate","id":-1,"message":"00"})"),
            "`id` is no whole number from 0 to 4294967295");
  EXPECT_EQ(AnswerError(R"({"type":"negotiate","id":"1","message":"00"})"),
            "`id` is no whole number from 0 to 4294967295");
  EXPECT_EQ(AnswerError(R"({"type":"negotiate","id":1,"message":"4E"})"),
            "`message` is not lower-case hexadecimal at character 2");
  EXPECT_EQ(AnswerError(R"({"type":"negotiate","id":1,"message":"4"})"),
            "`message` has an odd number of hexadecimal digits");
  EXPECT_EQ(AnswerError(R"({"type":"negotiate","id":1,"message":""})"), "`message` is empty");
  EXPECT_EQ(AnswerError(R"({"type":"authenticate","id":1,"message":"00","sealed":[]})"),
            "`sealed` is no object");
  EXPECT_EQ(
      AnswerError(
          R"({"type":"authenticate","id":1,"message":"00","sealed":{"message":"","signature":"00"}})"),
      "`sealed` has a `signature` of 1 bytes, not 16");
  EXPECT_EQ(AnswerError(R"({"type":"unsupported","id":1,"what":"setting"})"),
            "`what` is 'setting'; there are role, min, lm, app");
  EXPECT_EQ(AnswerError(R"({"type":"refused","id":1})"), "`text` is missing");
  EXPECT_EQ(AnswerError(absl::StrCat(R"({"type":"refused","id":1,"text":")", std::string(5000, 'x'),
                                     "\"}")),
            "`text` is longer than 4096 characters");
}

std::string RefusedLine(size_t count, absl::string_view character) {
  std::string text;
  for (size_t i = 0; i < count; ++i) absl::StrAppend(&text, character);
  return absl::StrCat(R"({"type":"refused","id":1,"text":")", text, "\"}");
}

// maxLength of JSON Schema counts characters, and so does a shim that cuts its texts.
TEST(ProtocolLinesTest, CountsTheCharactersOfATextAndNotItsBytes) {
  for (const absl::string_view character : {"x", "\u00e9", "\u20ac", "\U0001f600"}) {
    EXPECT_EQ(AnswerError(RefusedLine(4096, character)), "ok") << character;
    EXPECT_EQ(AnswerError(RefusedLine(4097, character)), "`text` is longer than 4096 characters")
        << character;
  }
}

// What reads a nested value may do so by recursion: it must not come to that.
TEST(ProtocolLinesTest, RejectsWhatIsNestedDeeperThan16Levels) {
  constexpr char kTooDeep[] = "is nested deeper than 16 levels";
  const auto nested = [](size_t levels) {  // with the object itself
    return absl::StrCat(R"({"type":"refused","id":1,"text":"no","x":)",
                        std::string(levels - 1, '['), std::string(levels - 1, ']'), "}");
  };
  EXPECT_EQ(AnswerError(nested(16)), "ok");
  EXPECT_EQ(AnswerError(nested(17)), kTooDeep);
  EXPECT_EQ(AnswerError(nested(kMaxLine / 2 - 50)), kTooDeep);
  EXPECT_EQ(AnswerError(std::string(kMaxLine, '[')), kTooDeep);
  EXPECT_EQ(AnswerError(R"({"type":"refused","id":1,"text":"[[[[[[[[[[[[[[[[[[[[[[[["})"), "ok");
}

TEST(ProtocolLinesTest, WritesLinesThatAreJson) {
  for (const std::string& line :
       {HelloLine(), StartLine(1, {.min = "0x20080000", .lm = 3, .app = Application::kIntegrity}),
        ChallengeLine(2, std::vector<uint8_t>{0, 255}), DropLine(3)}) {
    ASSERT_EQ(line.back(), '\n');
    EXPECT_EQ(line.find('\n'), line.size() - 1);
    EXPECT_TRUE(nlohmann::json::accept(line)) << line;
  }
  EXPECT_EQ(ChallengeLine(2, std::vector<uint8_t>{0, 255}),
            "{\"type\":\"challenge\",\"id\":2,\"message\":\"00ff\"}\n");
  EXPECT_EQ(StartLine(1, {.min = "own", .lm = 3, .app = Application::kIntegrity}),
            "{\"type\":\"start\",\"id\":1,\"role\":\"client\",\"min\":\"own\",\"lm\":3,"
            "\"app\":\"integrity\"}\n");
}

TEST(ProtocolLinesTest, AnExcerptIsShortAndPrintable) {
  EXPECT_EQ(Excerpt("a\x1b\xff"), "a\\x1b\\xff");
  EXPECT_EQ(Excerpt(std::string(1000, 'a')), std::string(120, 'a') + "...");
}

}  // namespace
}  // namespace ntlmatrix::conformance::external
