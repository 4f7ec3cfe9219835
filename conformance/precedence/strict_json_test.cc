// SPDX-License-Identifier: Apache-2.0

#include "conformance/precedence/strict_json.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::precedence {
namespace {

std::string Error(absl::string_view text) {
  const auto json = ParseStrictJson(text);
  return json.ok() ? "ok" : std::string(json.status().message());
}

TEST(StrictJsonTest, ReadsEveryKindOfValue) {
  constexpr char kText[] =
      "\xEF\xBB\xBF{\"a\": [null, true, -1, 1, 1.5, \"x\", {}], \"b\": {\"a\": 1}}";
  const auto json = ParseStrictJson(kText);
  ASSERT_TRUE(json.ok()) << json.status();
  EXPECT_EQ(json->dump(), "{\"a\":[null,true,-1,1,1.5,\"x\",{}],\"b\":{\"a\":1}}");
}

TEST(StrictJsonTest, SaysWhereTextIsNoJson) {
  EXPECT_EQ(Error(""), "line 1, column 1: not JSON in UTF-8");
  EXPECT_EQ(Error("{\n  \"a\": 1,\n  'b': 2}"), "line 3, column 3: not JSON in UTF-8");
  EXPECT_EQ(Error("[1,]"), "line 1, column 4: not JSON in UTF-8");
  EXPECT_EQ(Error("[] []"), "line 1, column 4: not JSON in UTF-8");
  EXPECT_EQ(Error("[1e999]"), "line 1, column 6: not JSON in UTF-8");
  EXPECT_EQ(Error("[\"\xFF\"]"), "line 1, column 3: not JSON in UTF-8");
  EXPECT_EQ(Error("// comment\n[]"), "line 1, column 1: not JSON in UTF-8");
}

// Windows PowerShell's Out-File writes it.
TEST(StrictJsonTest, NamesUtf16) {
  EXPECT_EQ(Error("\xFF\xFE{"), "the file is UTF-16; save it as UTF-8");
}

TEST(StrictJsonTest, RejectsAMemberTwice) {
  EXPECT_EQ(Error("{\"a\": [0, {\"b/c\": 1, \"b\\u002fc\": 2}]}"),
            "/a/1/b~1c: stands twice in this object");
  EXPECT_EQ(Error("{\"\": 1, \"\": 1}"), "/: stands twice in this object");
}

TEST(StrictJsonTest, CountsTheValuesBeforeAPlace) {
  EXPECT_EQ(Error("[[], {}, \"x\", 1, -1, 0.5, null, true, {\"a\": 0, \"a\": 0}]"),
            "/8/a: stands twice in this object");
}

TEST(StrictJsonTest, LimitsTheDepth) {
  const std::string open(kMaxJsonDepth, '[');
  const std::string close(kMaxJsonDepth, ']');
  EXPECT_EQ(Error(open + close), "ok");
  EXPECT_EQ(ParseStrictJson("[" + open + close + "]").status().code(),
            absl::StatusCode::kResourceExhausted);
  EXPECT_FALSE(ParseStrictJson(std::string(1 << 20, '[')).ok());
}

TEST(StrictJsonTest, TruncationAtEveryByteIsAnError) {
  constexpr absl::string_view kText = "{\"a\": [1, \"\xC3\xA4\", true]}";
  for (size_t size = 0; size < kText.size(); ++size) {
    EXPECT_FALSE(ParseStrictJson(kText.substr(0, size)).ok()) << size;
  }
}

}  // namespace
}  // namespace ntlmatrix::precedence
