// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/value_pattern.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

namespace ntlmatrix::checker {
namespace {

bool Matches(absl::string_view pattern, absl::string_view digits,
             PatternDialect dialect = PatternDialect::kPcre2) {
  const auto compiled = ValuePattern::Compile(pattern, dialect);
  EXPECT_TRUE(compiled.ok()) << pattern << ": " << compiled.status();
  return compiled.ok() && compiled->Find(digits).has_value();
}

std::string Group(absl::string_view pattern, absl::string_view digits,
                  PatternDialect dialect = PatternDialect::kPcre2) {
  const auto compiled = ValuePattern::Compile(pattern, dialect);
  EXPECT_TRUE(compiled.ok()) << pattern << ": " << compiled.status();
  const auto match = compiled->Find(digits);
  return match.has_value() ? match->group.value_or("none") : "no match";
}

absl::StatusCode Error(absl::string_view pattern, PatternDialect dialect = PatternDialect::kPcre2) {
  return ValuePattern::Compile(pattern, dialect).status().code();
}

TEST(ValuePatternTest, MatchesAnywhereWithoutAnchors) {
  EXPECT_TRUE(Matches("5", "5"));
  EXPECT_TRUE(Matches("5", "150"));
  EXPECT_FALSE(Matches("5", "3"));
  EXPECT_TRUE(Matches("", ""));
  EXPECT_TRUE(Matches("^5", "50"));
  EXPECT_FALSE(Matches("^5", "15"));
  EXPECT_TRUE(Matches("5$", "15"));
  EXPECT_FALSE(Matches("^5$", "55"));
  EXPECT_TRUE(Matches("\\A5\\z", "5"));
  EXPECT_TRUE(Matches("\\b5\\b", "5"));
  EXPECT_FALSE(Matches("\\b5\\b", "55"));
}

TEST(ValuePatternTest, KnowsClassesOfPcre2) {
  EXPECT_TRUE(Matches("^[3-5]$", "4"));
  EXPECT_FALSE(Matches("^[3-5]$", "6"));
  EXPECT_TRUE(Matches("^[^3-5]$", "6"));
  EXPECT_TRUE(Matches("^[]5]$", "5"));
  EXPECT_TRUE(Matches("^[5-]$", "5"));
  EXPECT_TRUE(Matches("^[\\d]$", "9"));
  EXPECT_TRUE(Matches("^.\\d\\w\\S$", "1234"));
  EXPECT_FALSE(Matches("\\D|\\W|\\s|\\.|x", "1234"));
}

TEST(ValuePatternTest, KnowsGroupsAndAlternatives) {
  EXPECT_TRUE(Matches("^(3|4|5)$", "4"));
  EXPECT_FALSE(Matches("^3|4|5$", "24") && Matches("^(3|4|5)$", "24"));
  EXPECT_TRUE(Matches("^(?:1|2)(?i)5$", "25"));
  EXPECT_EQ(Group("(1|12)(\\d)", "123"), "1");
  EXPECT_EQ(Group("(\\d+)", "123"), "123");
  EXPECT_EQ(Group("(?:1)(2)?", "13"), "none");
  EXPECT_EQ(Group("(\\d)+", "123"), "3");
  EXPECT_EQ(Group("1(2)", "33"), "no match");
}

TEST(ValuePatternTest, KnowsRepetition) {
  EXPECT_TRUE(Matches("^5*$", ""));
  EXPECT_TRUE(Matches("^5+$", "555"));
  EXPECT_FALSE(Matches("^5+$", ""));
  EXPECT_TRUE(Matches("^5?1$", "1"));
  EXPECT_TRUE(Matches("^\\d{3}$", "123"));
  EXPECT_FALSE(Matches("^\\d{3}$", "12"));
  EXPECT_TRUE(Matches("^\\d{2,}$", "123"));
  EXPECT_FALSE(Matches("^\\d{2,3}$", "1234"));
  EXPECT_TRUE(Matches("^(?:1{0}2)*$", "22"));
}

TEST(ValuePatternTest, KnowsOsRegex) {
  const auto os = PatternDialect::kOsRegex;
  EXPECT_TRUE(Matches("^\\d+$", "123", os));
  EXPECT_TRUE(Matches("^\\d*$", "", os));
  EXPECT_TRUE(Matches("^1\\.3$", "123", os));
  EXPECT_TRUE(Matches("3|4|5", "4", os));
  EXPECT_EQ(Group("^(\\d+)", "77", os), "77");
  // None of these is special.
  EXPECT_FALSE(Matches("1.3", "123", os));
  EXPECT_FALSE(Matches("[345]", "4", os));
  EXPECT_FALSE(Matches("5+", "55", os));
  EXPECT_FALSE(Matches("5?", "55", os));
  EXPECT_FALSE(Matches("\\p|\\s|\\t|\\W|\\D|\\$", "55", os));
  EXPECT_EQ(Error("(3|4)", os), absl::StatusCode::kUnimplemented);
}

TEST(ValuePatternTest, RejectsWhatItDoesNotKnow) {
  for (const char* pattern : {"(?=5)", "(?!5)", "(?<a>5)", "(5)\\1", "[[:digit:]]", "\\d+?", "5++",
                              "5{", "5{x}", "5{2,1}", "\\p", "\\Q"}) {
    EXPECT_EQ(Error(pattern), absl::StatusCode::kUnimplemented) << pattern;
  }
}

TEST(ValuePatternTest, RejectsMalformedPatterns) {
  for (const char* pattern : {"(", "5)", "[5", "[", "[\\", "\\", "*", "^*", "[5-3]", "a|+"}) {
    EXPECT_EQ(Error(pattern), absl::StatusCode::kInvalidArgument) << pattern;
  }
}

TEST(ValuePatternTest, RejectsWhatIsOverALimit) {
  EXPECT_EQ(Error("5{33}"), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Error("(((5{32}){32}){32}){32}"), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Error("(((5{1,32}){1,32}){1,32})"), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Error(std::string(5000, '5')), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Error(std::string(5000, '|')), absl::StatusCode::kResourceExhausted);
  EXPECT_EQ(Error(std::string(100, '(') + std::string(100, ')')),
            absl::StatusCode::kResourceExhausted);
}

// A backtracking matcher needs 2^32 steps here.
TEST(ValuePatternTest, BoundsItsWork) {
  EXPECT_FALSE(Matches("^((((\\d*)*)*)*)*x", std::string(1000, '1')));
  EXPECT_TRUE(Matches("^(1|11|111)*$", std::string(32, '1')));
}

TEST(ValuePatternTest, TruncationNeverAborts) {
  const std::string pattern = "^(?:[^0-2\\d]{1,3}|(4)*\\b(?i)5?)+$";
  for (size_t size = 0; size <= pattern.size(); ++size) {
    for (const auto dialect : {PatternDialect::kPcre2, PatternDialect::kOsRegex}) {
      const auto compiled = ValuePattern::Compile(pattern.substr(0, size), dialect);
      if (compiled.ok()) compiled->Find("345");
    }
  }
  EXPECT_TRUE(Matches(pattern, "5"));
}

}  // namespace
}  // namespace ntlmatrix::checker
