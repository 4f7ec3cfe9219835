// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/summary.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/strip.h"

#include "conformance/decode/value_words.h"
#include "conformance/report/printable.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/flag_names.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/response_form.h"

namespace ntlmatrix::decode {
namespace {

using ntlm::AuthenticateMessage;
using ntlm::LmForm;
using ntlm::NtForm;

constexpr ntlm::NegotiateFlags kSecurity =
    ntlm::flags::kSign | ntlm::flags::kSeal | ntlm::flags::kLmKey |
    ntlm::flags::kExtendedSessionSecurity | ntlm::flags::k128 | ntlm::flags::kKeyExch |
    ntlm::flags::k56;

std::string Security(ntlm::NegotiateFlags flags) {
  const auto words = SecurityWords(flags);
  return words.empty() ? "no session security" : absl::StrJoin(words, ", ");
}

// The described value with this name; null where there is none. A name of the header ends in
// "Fields", so that of a value is unique.
const DescribedField* Find(const std::vector<DescribedField>& fields, absl::string_view name) {
  const auto found = std::find_if(fields.begin(), fields.end(),
                                  [&](const DescribedField& field) { return field.name == name; });
  return found == fields.end() ? nullptr : &*found;
}

std::string Name(const DecodedToken& token, absl::string_view name) {
  const DescribedField* const field = Find(token.fields, name);
  return field == nullptr || field->outside ? "" : Printable(field->value);
}

absl::string_view LmWords(const AuthenticateMessage& m) {
  switch (ntlm::LmFormOf(m.lm_challenge_response)) {
    case LmForm::kEmpty:
    case LmForm::kZeros:
      return "no LM response";
    case LmForm::kZ1:
      return "Z(1) for an LM response";
    case LmForm::kClientChallenge:
      return "extended session security";
    case LmForm::kResponse:
      break;
    case LmForm::kOther:
      return "an LM response of unknown form";
  }
  if (m.lm_challenge_response == m.nt_challenge_response) return "no LM response";
  return ntlm::NtFormOf(m.nt_challenge_response) == NtForm::kNtlmV2 ? "LMv2" : "LM";
}

std::string ResponseWords(const AuthenticateMessage& m) {
  switch (ntlm::NtFormOf(m.nt_challenge_response)) {
    case NtForm::kEmpty:
      return absl::StrCat("no NTLM response, ", LmWords(m));
    case NtForm::kShort:
      return absl::StrCat("an NTLM response that is too short, ", LmWords(m));
    case NtForm::kNtlm:
      return absl::StrCat("NTLM v1, ", LmWords(m));
    case NtForm::kNtlmV2:
      break;
  }
  return absl::StrCat("NTLM v2, ", LmWords(m));
}

bool IsAnonymous(const AuthenticateMessage& m) {
  const LmForm lm = ntlm::LmFormOf(m.lm_challenge_response);
  return m.user_name.empty() && m.nt_challenge_response.empty() &&
         (lm == LmForm::kEmpty || lm == LmForm::kZ1);
}

std::string Who(const DecodedToken& token, const AuthenticateMessage& m) {
  if (IsAnonymous(m)) return "anonymous";
  const std::string domain = Name(token, "DomainName");
  const std::string workstation = Name(token, "Workstation");
  return absl::StrCat("user \"", domain, domain.empty() ? "" : "\\", Name(token, "UserName"), "\"",
                      workstation.empty() ? "" : absl::StrCat(" on \"", workstation, "\""), "; ",
                      ResponseWords(m));
}

std::string AuthenticateSummary(const DecodedToken& token, Bytes message) {
  const auto m = AuthenticateMessage::Parse(message);
  if (!m.ok()) return "";
  return absl::StrCat(Who(token, *m), "; ",
                      m->negotiate_flags ? Security(*m->negotiate_flags) : "no NegotiateFlags");
}

std::string ChallengeSummary(const DecodedToken& token, Bytes message) {
  const auto m = ntlm::ChallengeMessage::Parse(message);
  if (!m.ok()) return "";
  const std::string target = Name(token, "TargetName");
  return absl::StrCat(target.empty() ? "" : absl::StrCat("target \"", target, "\"; "), "grants ",
                      Security(m->negotiate_flags));
}

}  // namespace

std::vector<absl::string_view> SecurityWords(ntlm::NegotiateFlags flags) {
  std::vector<absl::string_view> words;
  for (ntlm::NegotiateFlags bit = 1; bit != 0; bit <<= 1) {
    if ((flags & kSecurity & bit) == 0) continue;
    words.push_back(absl::StripPrefix(ntlm::FlagName(bit), "NTLMSSP_NEGOTIATE_"));
  }
  return words;
}

std::string Summary(const DecodedToken& token) {
  if (!token.status.ok() || !token.type) return "";
  const auto message = ntlm::WithoutIgnoredFields(token.token.bytes);
  switch (*token.type) {
    case ntlm::MessageType::kNegotiate: {
      const auto m = ntlm::NegotiateMessage::Parse(message);
      return m.ok() ? absl::StrCat("offers ", Security(m->negotiate_flags)) : "";
    }
    case ntlm::MessageType::kChallenge:
      return ChallengeSummary(token, message);
    case ntlm::MessageType::kAuthenticate:
      break;
  }
  return AuthenticateSummary(token, message);
}

}  // namespace ntlmatrix::decode
