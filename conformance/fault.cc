// SPDX-License-Identifier: Apache-2.0

#include "conformance/fault.h"

#include <functional>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "parsers/ntlm/flag_names.h"

namespace ntlmatrix::conformance {
namespace {

void ForEachBit(uint32_t bits, const std::function<void(uint32_t)>& sink) {
  for (uint32_t bit = 1; bit != 0; bit <<= 1) {
    if (bits & bit) sink(bit);
  }
}

// What the options of the setting are about.
std::string NeededText(ntlm::NegotiateFlags missing) {
  std::vector<absl::string_view> words;
  ForEachBit(missing, [&](uint32_t bit) {
    if (bit == ntlm::flags::kSign) words.push_back("message integrity");
    if (bit == ntlm::flags::kSeal) words.push_back("message confidentiality");
    if (bit == ntlm::flags::kExtendedSessionSecurity) words.push_back("extended session security");
    if (bit == ntlm::flags::k128) words.push_back("128-bit encryption");
  });
  return absl::StrJoin(words, " and ");
}

Fault OptionFault(const Situation& situation, const VerdictRule& rule, absl::string_view does,
                  absl::string_view verb) {
  return {.strength = rule.rule.strength,
          .does = std::string(does),
          .what = NeededText(rule.negotiated & ~situation.Negotiated()),
          .how = absl::StrFormat("where 0x%X %s refuse", rule.setting, verb),
          .rule = rule.rule.id,
          .option = rule.setting};
}

std::string FieldText(LmField field) {
  const bool response = field == LmField::kLm || field == LmField::kNtlm || field == LmField::kLmV2;
  return absl::StrCat(response ? "an " : "", LmFieldName(field));
}

std::string FormText(const SeenResponses& seen) {
  if (seen == FieldsOf(ResponseForm::kLmAndNtlm, false)) return "LM and NTLM responses";
  if (seen == FieldsOf(ResponseForm::kNtlmInBoth, false)) return "the NTLM response in both fields";
  if (seen == FieldsOf(ResponseForm::kNtlmEss, false)) {
    return "the NTLM response with client challenge";
  }
  if (seen.nt == NtField::kNtlmV2) return "NTLMv2 responses";
  return absl::StrCat(LmFieldName(seen.lm), " and ", NtFieldName(seen.nt));
}

}  // namespace

std::string Fault::Text() const {
  return absl::StrCat(does, what.empty() ? "" : " ", what, how.empty() ? "" : " ", how);
}

Fault VerdictFault(Verdict actual, Strength strength, absl::string_view rule) {
  const absl::string_view verb = strength == Strength::kRequired ? "must" : "should";
  const bool accepts = actual == Verdict::kAccept;
  return {.strength = strength,
          .does = accepts ? "accepts" : "refuses",
          .what = absl::StrCat("what it ", verb, accepts ? " refuse" : " accept"),
          .rule = rule};
}

std::vector<Fault> AcceptFaults(const Situation& situation, const Expectation& expectation) {
  std::vector<Fault> faults;
  for (const VerdictRule* const rule : expectation.failing) {
    const Strength strength = rule->rule.strength;
    if (strength == Strength::kUndocumented) continue;
    faults.push_back(rule->setting == 0
                         ? VerdictFault(Verdict::kAccept, strength, rule->rule.id)
                         : OptionFault(situation, *rule, "accepts without",
                                       strength == Strength::kRequired ? "must" : "should"));
  }
  return faults;
}

std::vector<Fault> OptionFaults(const Situation& situation, const Expectation& expectation) {
  std::vector<Fault> faults;
  for (const VerdictRule* const rule : expectation.failing) {
    if (rule->setting == 0) continue;
    const bool documented = rule->rule.strength != Strength::kUndocumented;
    faults.push_back(
        OptionFault(situation, *rule, "goes on without", documented ? "would" : "could"));
  }
  return faults;
}

Fault StatusFault(Strength strength, absl::string_view actual, absl::string_view expected) {
  return {.strength = strength,
          .does = "returns",
          .what = std::string(actual),
          .how = absl::StrCat("where ", expected, " is documented"),
          .rule = "status/documented-code"};
}

std::vector<Fault> FlagFaults(ntlm::NegotiateFlags actual, ntlm::NegotiateFlags expected) {
  std::vector<Fault> faults;
  ForEachBit(actual & ~expected, [&](uint32_t bit) {
    faults.push_back({.does = "states",
                      .what = ShortFlagName(bit),
                      .how = "beyond what was negotiated",
                      .rule = "flags/only-negotiated"});
  });
  ForEachBit(expected & ~actual, [&](uint32_t bit) {
    faults.push_back({.strength = Strength::kRecommended,
                      .does = "leaves out",
                      .what = ShortFlagName(bit),
                      .how = "of what was negotiated",
                      .rule = "flags/all-negotiated"});
  });
  return faults;
}

std::vector<Fault> OfferFaults(ntlm::NegotiateFlags missing, ntlm::NegotiateFlags extra) {
  std::vector<Fault> faults;
  ForEachBit(extra, [&](uint32_t bit) {
    faults.push_back({.strength = Strength::kRecommended,
                      .does = "NEGOTIATE_MESSAGE offers",
                      .what = ShortFlagName(bit),
                      .how = "beyond the documented offer",
                      .rule = "offer/documented"});
  });
  ForEachBit(missing, [&](uint32_t bit) {
    faults.push_back({.strength = Strength::kRecommended,
                      .does = "NEGOTIATE_MESSAGE leaves out",
                      .what = ShortFlagName(bit),
                      .how = "of the documented offer",
                      .rule = "offer/documented"});
  });
  return faults;
}

Fault ResponseFault(const SeenResponses& actual, const SeenResponses& expected, Strength strength,
                    absl::string_view rule) {
  if (actual.nt == expected.nt) {
    return {.strength = strength,
            .does = "fills the LM field with",
            .what = FieldText(actual.lm),
            .how = absl::StrCat("instead of ", FieldText(expected.lm)),
            .rule = rule};
  }
  const bool one = expected == FieldsOf(ResponseForm::kNtlmEss, false) ||
                   expected == FieldsOf(ResponseForm::kNtlmInBoth, false);
  return {.strength = strength,
          .does = "sends",
          .what = FormText(actual),
          .how = absl::StrCat("where ", FormText(expected), one ? " is due" : " are due"),
          .rule = rule};
}

Fault WeakKeyFault(int bits, absl::string_view rule) {
  return {.strength = Strength::kRecommended,
          .does = "seals with",
          .what = absl::StrCat(bits, " bits"),
          .how = "where 128-bit encryption is negotiated",
          .rule = rule};
}

std::string ShortFlagName(ntlm::NegotiateFlags bit) {
  absl::string_view name = ntlm::FlagName(bit);
  for (const absl::string_view prefix : {"NTLMSSP_", "NTLM_", "NEGOTIATE_"}) {
    name = absl::StripPrefix(name, prefix);
  }
  return std::string(name);
}

}  // namespace ntlmatrix::conformance
