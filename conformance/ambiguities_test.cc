// SPDX-License-Identifier: Apache-2.0

#include "conformance/ambiguities.h"

#include <set>

#include "gtest/gtest.h"

#include "conformance/rules.h"

namespace ntlmatrix::conformance {
namespace {

TEST(AmbiguitiesTest, EveryAmbiguityHasItsOwnIdAndFindsItself) {
  std::set<absl::string_view> ids;
  for (const Ambiguity& ambiguity : Ambiguities()) {
    EXPECT_TRUE(ids.insert(ambiguity.id).second) << ambiguity.id;
    EXPECT_EQ(FindAmbiguity(ambiguity.id), &ambiguity);
  }
  EXPECT_EQ(FindAmbiguity("no-such-ambiguity"), nullptr);
  EXPECT_EQ(FindAmbiguity(""), nullptr);
}

TEST(AmbiguitiesTest, EveryIdThatRulesNameExists) {
  const auto check = [](const Rule& rule) {
    for (const absl::string_view id : rule.ambiguities) {
      EXPECT_NE(FindAmbiguity(id), nullptr) << rule.id << " names " << id;
    }
  };
  for (const VerdictRule& rule : VerdictRules()) check(rule.rule);
  for (const ExchangeRule& rule : ExchangeRules()) check(rule.rule);
  for (const UndocumentedSettingBits& bits : AllUndocumentedSettingBits()) {
    EXPECT_NE(FindAmbiguity(bits.ambiguity), nullptr) << bits.ambiguity;
  }
}

TEST(AmbiguitiesTest, QuotesBothSidesOrTheSentenceThatIsSilent) {
  for (const Ambiguity& ambiguity : Ambiguities()) {
    EXPECT_FALSE(ambiguity.question.empty()) << ambiguity.id;
    EXPECT_FALSE(ambiguity.decision.empty()) << ambiguity.id;
    EXPECT_GE(ambiguity.quotes.size(), ambiguity.silence ? 1u : 2u) << ambiguity.id;
    for (const Citation& citation : ambiguity.quotes) {
      EXPECT_FALSE(citation.document.title.empty()) << ambiguity.id;
      EXPECT_FALSE(citation.document.place.empty()) << ambiguity.id;
      EXPECT_FALSE(citation.section.empty()) << ambiguity.id;
      EXPECT_FALSE(citation.quote.empty()) << ambiguity.id;
    }
  }
}

TEST(AmbiguitiesTest, NoQuoteStandsTwiceInOneAmbiguity) {
  for (const Ambiguity& ambiguity : Ambiguities()) {
    std::set<absl::string_view> quotes;
    for (const Citation& citation : ambiguity.quotes) {
      EXPECT_TRUE(quotes.insert(citation.quote).second) << ambiguity.id << ": " << citation.quote;
    }
  }
}

}  // namespace
}  // namespace ntlmatrix::conformance
