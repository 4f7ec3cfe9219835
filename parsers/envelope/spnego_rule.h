// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_RULE_H_
#define NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_RULE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"
#include "parsers/envelope/spnego_layout.h"

namespace ntlmatrix::envelope {

// One sentence of a document about a token T, as a row of a table.
template <typename T>
struct SpnegoRule {
  absl::string_view id;
  absl::string_view section;
  Severity severity;
  SpnegoPlace place;
  bool (*broken)(const T& token);
  absl::string_view text;
};

// Appends a finding for each rule that the token breaks.
template <typename T>
void ValidateRules(absl::Span<const SpnegoRule<T>> rules, const T& token,
                   std::vector<Finding>* findings) {
  for (const SpnegoRule<T>& rule : rules) {
    if (!rule.broken(token)) continue;
    findings->push_back({rule.id, rule.section, rule.severity, token.layout.at(rule.place),
                         std::string(rule.text)});
  }
}

// Appends what was readable although DER forbids it.
void ValidateDer(const DerDepartures& departures, std::vector<Finding>* findings);

// Appends a finding for the known members in `rest`, below [count], and one for the others; `rest`
// begins at `offset`.
void ValidateRest(Bytes rest, size_t offset, size_t count, std::vector<Finding>* findings);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_SPNEGO_RULE_H_
