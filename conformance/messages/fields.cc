// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/fields.h"

namespace ntlmatrix::conformance::messages {
namespace {

using documents::kMsNlmp;

constexpr ValueField kValueFields[] = {
    {ntlm::MessageType::kNegotiate,
     "domain-name",
     "DomainName",
     Need::kNothing,
     {kMsNlmp, "2.2.1.1 DomainNameBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the NEGOTIATE_MESSAGE to DomainName in Payload."},
     {kMsNlmp, "2.2.1.1 DomainNameMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "DomainNameLen, and MUST be ignored on receipt."}},
    {ntlm::MessageType::kNegotiate,
     "workstation",
     "Workstation",
     Need::kNothing,
     {kMsNlmp, "2.2.1.1 WorkstationBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the NEGOTIATE_MESSAGE to WorkstationName in the Payload."},
     {kMsNlmp, "2.2.1.1 WorkstationMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "WorkstationLen and MUST be ignored on receipt."}},
    {ntlm::MessageType::kChallenge,
     "target-name",
     "TargetName",
     Need::kNothing,
     {kMsNlmp, "2.2.1.2 TargetNameBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the CHALLENGE_MESSAGE to TargetName in Payload."},
     {kMsNlmp, "2.2.1.2 TargetNameMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "TargetNameLen and MUST be ignored on receipt."}},
    {ntlm::MessageType::kChallenge,
     "target-info",
     "TargetInfo",
     Need::kNames,
     {kMsNlmp, "2.2.1.2 TargetInfoBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the CHALLENGE_MESSAGE to TargetInfo in Payload."},
     {kMsNlmp, "2.2.1.2 TargetInfoMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "TargetInfoLen and MUST be ignored on receipt."}},
    {ntlm::MessageType::kAuthenticate,
     "lm-challenge-response",
     "LmChallengeResponse",
     Need::kNothing,
     {kMsNlmp, "2.2.1.3 LmChallengeResponseBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the AUTHENTICATE_MESSAGE to LmChallengeResponse in Payload."},
     {kMsNlmp, "2.2.1.3 LmChallengeResponseMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "LmChallengeResponseLen and MUST be ignored on receipt."}},
    {ntlm::MessageType::kAuthenticate,
     "nt-challenge-response",
     "NtChallengeResponse",
     Need::kResponse,
     {kMsNlmp, "2.2.1.3 NtChallengeResponseBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the AUTHENTICATE_MESSAGE to NtChallengeResponse in Payload."},
     {kMsNlmp, "2.2.1.3 NtChallengeResponseMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "NtChallengeResponseLen and MUST be ignored on receipt."}},
    {ntlm::MessageType::kAuthenticate,
     "domain-name",
     "DomainName",
     Need::kResponse,
     {kMsNlmp, "2.2.1.3 DomainNameBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the AUTHENTICATE_MESSAGE to DomainName in Payload."},
     {kMsNlmp, "2.2.1.3 DomainNameMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "DomainNameLen and MUST be ignored on receipt."}},
    {ntlm::MessageType::kAuthenticate,
     "user-name",
     "UserName",
     Need::kResponse,
     {kMsNlmp, "2.2.1.3 UserNameBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the AUTHENTICATE_MESSAGE to UserName in Payload."},
     {kMsNlmp, "2.2.1.3 UserNameMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of UserNameLen "
      "and MUST be ignored on receipt."}},
    {ntlm::MessageType::kAuthenticate,
     "workstation",
     "Workstation",
     Need::kNothing,
     {kMsNlmp, "2.2.1.3 WorkstationBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the AUTHENTICATE_MESSAGE to Workstation in Payload."},
     {kMsNlmp, "2.2.1.3 WorkstationMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "WorkstationLen and MUST be ignored on receipt."}},
    {ntlm::MessageType::kAuthenticate,
     "encrypted-random-session-key",
     "EncryptedRandomSessionKey",
     Need::kSessionKey,
     {kMsNlmp, "2.2.1.3 EncryptedRandomSessionKeyBufferOffset",
      "A 32-bit unsigned integer that defines the offset, in bytes, from the "
      "beginning of the AUTHENTICATE_MESSAGE to EncryptedRandomSessionKey in "
      "Payload."},
     {kMsNlmp, "2.2.1.3 EncryptedRandomSessionKeyMaxLen",
      "A 16-bit unsigned integer that SHOULD be set to the value of "
      "EncryptedRandomSessionKeyLen and MUST be ignored on receipt."}},
};

struct IgnoredField {
  ntlm::MessageType message;
  absl::string_view field;
  Citation citation;
};

constexpr IgnoredField kIgnoredFields[] = {
    {ntlm::MessageType::kNegotiate,
     "domain-name",
     {kMsNlmp, "2.2.1.1 DomainNameFields",
      "Otherwise, if the NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED flag is not set in NegotiateFlags, "
      "indicating that a DomainName is not supplied in the Payload, the fields take the following "
      "values, and MUST be ignored upon receipt."}},
    {ntlm::MessageType::kNegotiate,
     "workstation",
     {kMsNlmp, "2.2.1.1 WorkstationFields",
      "Otherwise, if the NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED flag is not set in "
      "NegotiateFlags, indicating that a WorkstationName is not supplied in the Payload, the "
      "fields take the following values, and MUST be ignored upon receipt."}},
    {ntlm::MessageType::kChallenge,
     "target-name",
     {kMsNlmp, "2.2.1.2 TargetNameFields",
      "If the NTLMSSP_REQUEST_TARGET flag is not set in NegotiateFlags, indicating that a "
      "TargetName is not required, the fields take the following values, and MUST be ignored upon "
      "receipt."}},
    {ntlm::MessageType::kChallenge,
     "target-info",
     {kMsNlmp, "2.2.1.2 TargetInfoFields",
      "If the NTLMSSP_NEGOTIATE_TARGET_INFO flag is clear in NegotiateFlags, indicating that "
      "TargetInfo is not required, the fields take the following values, and MUST be ignored upon "
      "receipt."}},
    {ntlm::MessageType::kAuthenticate,
     "encrypted-random-session-key",
     {kMsNlmp, "2.2.1.3 EncryptedRandomSessionKeyFields",
      "Otherwise, if the NTLMSSP_NEGOTIATE_KEY_EXCH flag is not set in NegotiateFlags, indicating "
      "that an EncryptedRandomSessionKey is not supplied, the fields take the following values, "
      "and must be ignored upon receipt:"}},
};

}  // namespace

absl::Span<const ValueField> ValueFields() { return kValueFields; }

const Citation* IgnoredWithoutFlag(const ValueField& field) {
  for (const IgnoredField& ignored : kIgnoredFields) {
    if (ignored.message == field.message && ignored.field == field.field) return &ignored.citation;
  }
  return nullptr;
}

}  // namespace ntlmatrix::conformance::messages
