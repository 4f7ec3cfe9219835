// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/decode_finding_lines.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "conformance/decode/header_members.h"
#include "conformance/decode/value_words.h"
#include "conformance/report/decode_text.h"
#include "conformance/report/printable.h"

namespace ntlmatrix::report {

std::vector<std::string> DecodeFindingLines(const decode::Decoding& decoding,
                                            const decode::DecodedToken& token, Severity least) {
  const std::string place = TokenPlaceText(decoding.inputs()[token.input], token.token.place);
  std::vector<std::string> lines;
  const auto add = [&](absl::string_view what, const std::vector<Finding>& findings) {
    for (const Finding& finding : findings) {
      if (finding.severity > least) continue;
      lines.push_back(absl::StrCat(place, ": ", what, ": ", SeverityName(finding.severity),
                                   ": offset ", finding.offset, ": ", Printable(finding.text), " (",
                                   finding.rule, ", ", finding.section, ")"));
    }
  };
  for (const decode::Envelope& envelope : token.token.envelopes) {
    add(envelope.name, envelope.findings);
  }
  const std::string message = decode::MessageName(token.token.bytes);
  add(message, token.findings);
  add(message, token.exchange_findings);
  return lines;
}

}  // namespace ntlmatrix::report
