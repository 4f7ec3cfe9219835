// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/negotiate_message.h"

#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/flag_rules.h"
#include "parsers/ntlm/message_reader.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/message_writer.h"
#include "parsers/ntlm/rules.h"
#include "parsers/ntlm/version_rules.h"

namespace ntlmatrix::ntlm {
namespace {

// Where the members begin, and where the forms of the header end; [MS-NLMP] 2.2.1.1.
constexpr size_t kFlagsOffset = 12;
constexpr size_t kDomainNameOffset = 16;
constexpr size_t kWorkstationOffset = 24;
constexpr size_t kVersionOffset = 32;
constexpr size_t kPayloadOffset = 40;

size_t HeaderSize(const NegotiateMessage& message) {
  if (message.version.has_value()) return kPayloadOffset;
  if (message.workstation.has_value()) return kVersionOffset;
  if (message.domain_name.has_value()) return kWorkstationOffset;
  return kDomainNameOffset;
}

bool Has(const NegotiateMessage& m, NegotiateFlags flag) { return (m.negotiate_flags & flag) != 0; }

// A name without its flag is ignored; with Version there must be none.
void ValidateName(Bytes name, bool supplied, bool version, size_t offset, RuleId ignored,
                  RuleId with_version, FindingList* findings) {
  if (name.empty()) return;
  if (!supplied) findings->Add(ignored, offset);
  if (version) findings->Add(with_version, offset);
}

}  // namespace

absl::StatusOr<NegotiateMessage> NegotiateMessage::Parse(Bytes message, MessageLayout* layout) {
  absl::StatusOr<NegotiateMessage> parsed(absl::in_place);
  NegotiateMessage& m = *parsed;
  MessageReader in(message, kDomainNameOffset, layout);
  const bool read = in.ReadPrologue(MessageType::kNegotiate) &&  //
                    in.ReadU32(&m.negotiate_flags) &&            //
                    in.ReadOptionalFields(&m.domain_name) &&     //
                    in.ReadOptionalFields(&m.workstation) &&     //
                    in.ReadOptional(&m.version);
  in.FinishLayout(MessageType::kNegotiate, m.negotiate_flags);
  if (!read) parsed = in.error("NEGOTIATE_MESSAGE");
  return parsed;
}

absl::StatusOr<std::vector<uint8_t>> NegotiateMessage::Serialize() const {
  MessageWriter out(HeaderSize(*this));
  const Fields domain = out.Place("DomainName", domain_name.value_or(Bytes()));
  const Fields station = out.Place("Workstation", workstation.value_or(Bytes()));
  out.WritePrologue(MessageType::kNegotiate);
  out.WriteU32(negotiate_flags);
  out.WriteOptionalFields(domain);
  out.WriteOptionalFields(station);
  out.WriteOptional(version);
  return out.Finish();
}

std::vector<Finding> NegotiateMessage::Validate() const {
  FindingList findings;
  ValidateFlags(MessageType::kNegotiate, negotiate_flags, kFlagsOffset, &findings);
  const bool with_version = Has(*this, flags::kVersion);
  // Bit K says that the name is provided; bit L that its length tells.
  if (Has(*this, flags::kOemDomainSupplied) && domain_name.value_or(Bytes()).empty()) {
    findings.Add(RuleId::kNegotiateDomainNameMissing, kDomainNameOffset);
  }
  ValidateName(domain_name.value_or(Bytes()), Has(*this, flags::kOemDomainSupplied), with_version,
               kDomainNameOffset, RuleId::kNegotiateDomainNameIgnored,
               RuleId::kNegotiateDomainNameWithVersion, &findings);
  ValidateName(workstation.value_or(Bytes()), Has(*this, flags::kOemWorkstationSupplied),
               with_version, kWorkstationOffset, RuleId::kNegotiateWorkstationIgnored,
               RuleId::kNegotiateWorkstationWithVersion, &findings);
  ValidateVersion(MessageType::kNegotiate, negotiate_flags, version, kVersionOffset, &findings);
  return findings.Take();
}

}  // namespace ntlmatrix::ntlm
