// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/message_json.h"

#include <string>
#include <utility>

#include "conformance/report/exchange_json.h"

namespace ntlmatrix::conformance {
namespace {

using Json = nlohmann::ordered_json;
using messages::MessageResult;
using ntlm::MessageType;

std::string ToString(absl::string_view text) { return {text.data(), text.size()}; }

Json RulesJson(const MessageResult& result, const CheckResult& check) {
  Json rules = Json::array();
  for (const absl::string_view rule : check.rules) rules.push_back(ToString(rule));
  if (!rules.empty()) return rules;
  for (const std::string& name : messages::CitationNames(*result.test)) rules.push_back(name);
  return rules;
}

}  // namespace

Json MessageSummaryJson(const std::vector<MessageResult>& results) {
  Json summary;
  for (const MessageType message :
       {MessageType::kNegotiate, MessageType::kChallenge, MessageType::kAuthenticate}) {
    const messages::MessageCounts counts = messages::CountMessages(results, message);
    summary[ToString(messages::MessageWord(message))] = {{"shown", counts.shown},
                                                         {"pass", counts.passed},
                                                         {"fail", counts.failed},
                                                         {"undocumented", counts.undocumented},
                                                         {"unsupported", counts.unsupported},
                                                         {"broke", counts.broke}};
  }
  return summary;
}

void AppendMessageResults(const std::vector<MessageResult>& results,
                          const expected::Comparison* known, Json* array) {
  for (const MessageResult& result : results) {
    for (const CheckResult& check : result.checks) {
      Json json = {{"test", result.test->Name()},
                   {"check", ToString(CheckName(check.check))},
                   {"expected", check.expected},
                   {"actual", check.actual},
                   {"strength", ToString(StrengthName(check.strength))},
                   {"status", ToString(expected::StatusName(check, known))},
                   {"rules", RulesJson(result, check)}};
      AppendExchange(check, result.exchange, &json);
      array->push_back(std::move(json));
    }
  }
}

}  // namespace ntlmatrix::conformance
