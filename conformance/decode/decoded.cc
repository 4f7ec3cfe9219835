// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/decoded.h"

#include <algorithm>
#include <utility>

#include "conformance/decode/describe.h"
#include "conformance/decode/exchanges.h"
#include "conformance/decode/header_members.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/validate.h"

namespace ntlmatrix::decode {
namespace {

bool Has(Severity severity, const std::vector<Finding>& findings) {
  return std::any_of(findings.begin(), findings.end(),
                     [&](const Finding& finding) { return finding.severity == severity; });
}

bool Has(Severity severity, const std::vector<DecodedToken>& tokens) {
  return std::any_of(tokens.begin(), tokens.end(),
                     [&](const DecodedToken& token) { return HasFinding(token, severity); });
}

}  // namespace

bool HasFinding(const DecodedToken& token, Severity severity) {
  const auto& envelopes = token.token.envelopes;
  return Has(severity, token.findings) || Has(severity, token.exchange_findings) ||
         std::any_of(envelopes.begin(), envelopes.end(),
                     [&](const Envelope& envelope) { return Has(severity, envelope.findings); });
}

DecodedToken DecodeToken(Token token, size_t input) {
  DecodedToken decoded;
  decoded.input = input;
  decoded.type = MessageTypeOf(token.bytes);
  decoded.fields = DescribeMessage(token.bytes);
  auto findings = ntlm::ValidateMessage(token.bytes);
  if (!findings.ok()) {
    decoded.status = findings.status();
    // A value that a receiver ignores may lie anywhere.
    findings = ntlm::ValidateMessage(ntlm::WithoutIgnoredFields(token.bytes));
    if (findings.ok()) decoded.status = absl::OkStatus();
  }
  if (findings.ok()) decoded.findings = *std::move(findings);
  decoded.token = std::move(token);
  return decoded;
}

void Decoding::Add(std::string name, Bytes input) {
  const size_t index = inputs_.size();
  DecodedInput decoded;
  decoded.name = std::move(name);
  decoded.size = input.size();
  decoded.search = FindTokens(input, [&](Token token) {
    if (tokens_.size() == kMostTokens) {
      cut_ = true;
      return false;
    }
    tokens_.push_back(DecodeToken(std::move(token), index));
    return true;
  });
  inputs_.push_back(std::move(decoded));
}

void Decoding::AddUnreadable(std::string name, absl::Status status) {
  DecodedInput input;
  input.name = std::move(name);
  input.status = std::move(status);
  inputs_.push_back(std::move(input));
}

void Decoding::JudgeExchanges() {
  exchanges_ = GroupExchanges(tokens_);
  for (DecodedExchange& exchange : exchanges_) JudgeExchange(&exchange, &tokens_);
}

bool Decoding::HasErrors() const {
  const bool bad_input = std::any_of(inputs_.begin(), inputs_.end(), [](const DecodedInput& input) {
    return !input.status.ok() || input.search.tokens == 0 || !input.search.cut.empty();
  });
  const bool unreadable = std::any_of(tokens_.begin(), tokens_.end(),
                                      [](const DecodedToken& token) { return !token.status.ok(); });
  return cut_ || bad_input || unreadable || Has(Severity::kError, tokens_);
}

bool Decoding::HasWarnings() const { return Has(Severity::kWarning, tokens_); }

}  // namespace ntlmatrix::decode
