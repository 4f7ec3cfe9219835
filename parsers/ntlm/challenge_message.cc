// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/challenge_message.h"

#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/flag_rules.h"
#include "parsers/ntlm/message_reader.h"
#include "parsers/ntlm/message_rule.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/message_writer.h"
#include "parsers/ntlm/version_rules.h"

namespace ntlmatrix::ntlm {
namespace {

// Where the members begin, and where the forms of the header end; [MS-NLMP] 2.2.1.2.
constexpr size_t kTargetNameOffset = 12;
constexpr size_t kFlagsOffset = 20;
constexpr size_t kReservedOffset = 32;
constexpr size_t kTargetInfoOffset = 40;
constexpr size_t kVersionOffset = 48;
constexpr size_t kPayloadOffset = 56;

size_t HeaderSize(const ChallengeMessage& message) {
  if (message.version.has_value()) return kPayloadOffset;
  if (message.target_info.has_value()) return kVersionOffset;
  if (message.reserved.has_value()) return kTargetInfoOffset;
  return kReservedOffset;
}

bool Has(const ChallengeMessage& m, NegotiateFlags flag) { return (m.negotiate_flags & flag) != 0; }

constexpr MessageRule<ChallengeMessage> kRules[] = {
    {"challenge-target-name-missing", "[MS-NLMP] 2.2.2.5", Severity::kError, kTargetNameOffset,
     [](const ChallengeMessage& m) {
       return Has(m, flags::kRequestTarget) && m.target_name.empty();
     },
     "TargetName must be supplied with NTLMSSP_REQUEST_TARGET"},
    {"challenge-target-name-ignored", "[MS-NLMP] 2.2.1.2", Severity::kWarning, kTargetNameOffset,
     [](const ChallengeMessage& m) {
       return !Has(m, flags::kRequestTarget) && !m.target_name.empty();
     },
     "TargetName should be empty without NTLMSSP_REQUEST_TARGET"},
    {"challenge-target-name-odd-length", "[MS-NLMP] 2.2.1.2", Severity::kError, kTargetNameOffset,
     [](const ChallengeMessage& m) {
       return Has(m, flags::kRequestTarget) && Has(m, flags::kUnicode) &&
              m.target_name.size() % 2 != 0;
     },
     "TargetName is Unicode and has an odd length"},
    {"challenge-reserved", "[MS-NLMP] 2.2.1.2", Severity::kError, kReservedOffset,
     [](const ChallengeMessage& m) {
       return m.reserved.has_value() && *m.reserved != std::array<uint8_t, 8>{};
     },
     "Reserved must be zero"},
    {"challenge-target-info-missing", "[MS-NLMP] 2.2.1.2", Severity::kWarning, kTargetInfoOffset,
     [](const ChallengeMessage& m) {
       return Has(m, flags::kTargetInfo) && m.target_info.value_or(Bytes()).empty();
     },
     "TargetInfo is absent or empty with NTLMSSP_NEGOTIATE_TARGET_INFO"},
    {"challenge-target-info-ignored", "[MS-NLMP] 2.2.1.2", Severity::kWarning, kTargetInfoOffset,
     [](const ChallengeMessage& m) {
       return !Has(m, flags::kTargetInfo) && !m.target_info.value_or(Bytes()).empty();
     },
     "TargetInfo should be empty without NTLMSSP_NEGOTIATE_TARGET_INFO"},
};

// Where the list lies in the message is not kept, so its findings point at TargetInfoFields.
void ValidateList(Bytes target_info, std::vector<Finding>* findings) {
  for (Finding& finding : ValidateTargetInfo(target_info)) {
    absl::StrAppend(&finding.text, " (offset ", finding.offset, " of TargetInfo)");
    finding.offset = kTargetInfoOffset;
    findings->push_back(std::move(finding));
  }
}

}  // namespace

absl::StatusOr<ChallengeMessage> ChallengeMessage::Parse(Bytes message) {
  ChallengeMessage m;
  MessageReader in(message, kReservedOffset);
  const bool read = in.ReadPrologue(MessageType::kChallenge) &&          //
                    in.ReadFields(&m.target_name) &&                     //
                    in.ReadU32(&m.negotiate_flags) &&                    //
                    in.CopyBytes(absl::MakeSpan(m.server_challenge)) &&  //
                    in.ReadOptional(&m.reserved) &&                      //
                    in.ReadOptionalFields(&m.target_info) &&             //
                    in.ReadOptional(&m.version);
  if (!read) return in.error("CHALLENGE_MESSAGE");
  return m;
}

absl::StatusOr<std::vector<uint8_t>> ChallengeMessage::Serialize() const {
  MessageWriter out(HeaderSize(*this));
  const Fields name = out.Place("TargetName", target_name);
  const Fields info = out.Place("TargetInfo", target_info.value_or(Bytes()));
  out.WritePrologue(MessageType::kChallenge);
  out.WriteFields(name);
  out.WriteU32(negotiate_flags);
  out.WriteBytes(server_challenge);
  out.WriteOptional(reserved);
  out.WriteOptionalFields(info.len == 0 ? Fields() : info);
  out.WriteOptional(version);
  return out.Finish();
}

std::vector<Finding> ChallengeMessage::Validate() const {
  std::vector<Finding> findings;
  ValidateFlags(MessageType::kChallenge, negotiate_flags, kFlagsOffset, &findings);
  ValidateRules<ChallengeMessage>(kRules, *this, &findings);
  ValidateVersion(MessageType::kChallenge, negotiate_flags, version, kVersionOffset, &findings);
  const Bytes list = target_info.value_or(Bytes());
  if (Has(*this, flags::kTargetInfo) && !list.empty()) ValidateList(list, &findings);
  return findings;
}

}  // namespace ntlmatrix::ntlm
