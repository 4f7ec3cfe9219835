// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/challenge_message.h"

#include <bit>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/ntlm/av_pair_rules.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/flag_rules.h"
#include "parsers/ntlm/message_reader.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/message_writer.h"
#include "parsers/ntlm/rules.h"
#include "parsers/ntlm/value_place.h"
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

void ValidateTargetName(const ChallengeMessage& m, const ValuePlace& place, FindingList* findings) {
  const bool type = Has(m, flags::kTargetTypeDomain) || Has(m, flags::kTargetTypeServer);
  if (!Has(m, flags::kRequestTarget)) {
    if (!m.target_name.empty()) {
      findings->Add(RuleId::kChallengeTargetNameIgnored, place.fields);
    } else if (type) {
      findings->Add(RuleId::kChallengeTargetTypeWithoutName, place.fields);
    }
  } else if (m.target_name.empty()) {
    findings->Add(RuleId::kChallengeTargetNameMissing, place.fields);
  } else if (Has(m, flags::kUnicode)) {
    ValidateUnicode(m.target_name, place, RuleId::kChallengeTargetNameOddLength,
                    RuleId::kChallengeTargetNameNotUtf16, findings);
  }
}

// Where the list lies is not known: its findings point at TargetInfoFields and say the rest.
void ValidateUnplacedList(Bytes target_info, FindingList* findings) {
  for (Finding& finding : ValidateTargetInfo(target_info)) {
    absl::StrAppend(&finding.text, " (offset ", finding.offset, " of TargetInfo)");
    finding.offset = kTargetInfoOffset;
    findings->Add(std::move(finding));
  }
}

void ValidateTargetInfoOf(const ChallengeMessage& m, const ValuePlace& place,
                          FindingList* findings) {
  const Bytes list = m.target_info.value_or(Bytes());
  if (!Has(m, flags::kTargetInfo)) {
    if (!list.empty()) findings->Add(RuleId::kChallengeTargetInfoIgnored, place.fields);
  } else if (list.empty()) {
    findings->Add(RuleId::kChallengeTargetInfoMissing, place.fields);
  } else if (place.value.has_value()) {
    ValidateAvPairs(list, AvPairsIn::kChallenge, *place.value, findings);
  } else {
    ValidateUnplacedList(list, findings);
  }
}

}  // namespace

absl::StatusOr<ChallengeMessage> ChallengeMessage::Parse(Bytes message, MessageLayout* layout) {
  absl::StatusOr<ChallengeMessage> parsed(absl::in_place);
  ChallengeMessage& m = *parsed;
  MessageReader in(message, kReservedOffset, layout);
  const bool read = in.ReadPrologue(MessageType::kChallenge) &&          //
                    in.ReadFields(&m.target_name) &&                     //
                    in.ReadU32(&m.negotiate_flags) &&                    //
                    in.CopyBytes(absl::MakeSpan(m.server_challenge)) &&  //
                    in.ReadOptional(&m.reserved) &&                      //
                    in.ReadOptionalFields(&m.target_info) &&             //
                    in.ReadOptional(&m.version);
  in.FinishLayout(MessageType::kChallenge, m.negotiate_flags);
  if (!read) parsed = in.error("CHALLENGE_MESSAGE");
  return parsed;
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

std::vector<Finding> ChallengeMessage::Validate() const { return Validate(kNoLayout); }

std::vector<Finding> ChallengeMessage::Validate(const MessageLayout& layout) const {
  FindingList findings;
  ValidateFlags(MessageType::kChallenge, negotiate_flags, kFlagsOffset, &findings);
  ValidateTargetName(*this, PlaceOf(layout, challenge_fields::kTargetName, kTargetNameOffset),
                     &findings);
  if (reserved.has_value() && std::bit_cast<uint64_t>(*reserved) != 0) {
    findings.Add(RuleId::kChallengeReserved, kReservedOffset);
  }
  ValidateTargetInfoOf(*this, PlaceOf(layout, challenge_fields::kTargetInfo, kTargetInfoOffset),
                       &findings);
  ValidateVersion(MessageType::kChallenge, negotiate_flags, version, kVersionOffset, &findings);
  return findings.Take();
}

}  // namespace ntlmatrix::ntlm
