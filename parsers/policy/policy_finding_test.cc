// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/policy_finding.h"

#include <string>

#include "gtest/gtest.h"

namespace ntlmatrix::policy {
namespace {

TEST(PolicyFindingTest, ShowsControlAndNonAsciiCharactersEscaped) {
  EXPECT_EQ(Shown("a\\b \"c\""), "a\\b \"c\"");
  EXPECT_EQ(Shown("\t\x1B[0m\xC3\xA9\x7F"), "\\x09\\x1b[0m\\xc3\\xa9\\x7f");
}

TEST(PolicyFindingTest, ShowsNoMoreThanEightyColumns) {
  EXPECT_EQ(Shown(std::string(80, 'x')), std::string(80, 'x'));
  EXPECT_EQ(Shown(std::string(81, 'x')), std::string(80, 'x') + "...");
  EXPECT_EQ(Shown(std::string(80, '\t')).size(), 83u);
}

}  // namespace
}  // namespace ntlmatrix::policy
