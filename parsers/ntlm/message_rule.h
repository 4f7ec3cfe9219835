// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_MESSAGE_RULE_H_
#define NTLMATRIX_PARSERS_NTLM_MESSAGE_RULE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/finding.h"

namespace ntlmatrix::ntlm {

// One sentence of the document about a message, held in an M, as a row of a table.
template <typename M>
struct MessageRule {
  absl::string_view id;
  absl::string_view section;
  Severity severity;
  size_t offset;  // of the member in the header
  bool (*broken)(const M& message);
  absl::string_view text;
};

// Appends a finding for each rule that the message breaks.
template <typename M>
void ValidateRules(absl::Span<const MessageRule<M>> rules, const M& message,
                   std::vector<Finding>* findings) {
  for (const MessageRule<M>& rule : rules) {
    if (!rule.broken(message)) continue;
    findings->push_back(
        {rule.id, rule.section, rule.severity, rule.offset, std::string(rule.text)});
  }
}

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_MESSAGE_RULE_H_
