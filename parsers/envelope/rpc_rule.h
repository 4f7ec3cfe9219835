// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_RULE_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_RULE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/finding.h"

namespace ntlmatrix::envelope {

// One sentence of a document about a structure T as a row of a table.
template <typename T>
struct RpcRule {
  absl::string_view id;
  absl::string_view section;
  Severity severity;
  size_t offset;  // of the member, from the start of the structure
  bool (*broken)(const T& value);
  absl::string_view text;
};

// Appends a finding for each rule that `value`, which starts at `base`, breaks.
template <typename T>
void ValidateRpcRules(absl::Span<const RpcRule<T>> rules, const T& value, size_t base,
                      std::vector<Finding>* findings) {
  for (const RpcRule<T>& rule : rules) {
    if (!rule.broken(value)) continue;
    findings->push_back(
        {rule.id, rule.section, rule.severity, base + rule.offset, std::string(rule.text)});
  }
}

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_RULE_H_
