// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/flag_rules.h"

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/ntlm/flag_names.h"

namespace ntlmatrix::ntlm {
namespace {

// The messages that a rule is about.
constexpr unsigned kN = 1;
constexpr unsigned kC = 2;
constexpr unsigned kA = 4;

constexpr NegotiateFlags kMustBeZero = flags::kReserved1 | flags::kReserved2 | flags::kReserved3 |
                                       flags::kReserved4 | flags::kReserved5 | flags::kReserved6 |
                                       flags::kReserved7 | flags::kReserved9 | flags::kReserved10;
constexpr NegotiateFlags kCharset = flags::kUnicode | flags::kOem;
constexpr NegotiateFlags kTargetType = flags::kTargetTypeDomain | flags::kTargetTypeServer;
constexpr NegotiateFlags kEssAndLmKey = flags::kExtendedSessionSecurity | flags::kLmKey;
constexpr NegotiateFlags kDatagramKeyExch = flags::kDatagram | flags::kKeyExch;

struct FlagRule {
  absl::string_view id;
  unsigned messages;
  Severity severity;
  bool (*broken)(NegotiateFlags);
  NegotiateFlags named;  // the bits that the text is followed by, where set
  absl::string_view text;
};

// [MS-NLMP] 2.2.2.5
constexpr FlagRule kFlagRules[] = {
    {"flags-no-charset", kN | kC | kA, Severity::kError,
     [](NegotiateFlags f) { return (f & kCharset) == 0; }, 0,
     "neither NTLMSSP_NEGOTIATE_UNICODE nor NTLM_NEGOTIATE_OEM is set"},
    {"flags-no-ntlm", kN | kC, Severity::kError,
     [](NegotiateFlags f) { return (f & flags::kNtlm) == 0; }, 0,
     "NTLMSSP_NEGOTIATE_NTLM must be set"},
    {"flags-no-always-sign", kN | kC, Severity::kError,
     [](NegotiateFlags f) { return (f & flags::kAlwaysSign) == 0; }, 0,
     "NTLMSSP_NEGOTIATE_ALWAYS_SIGN must be set"},
    {"flags-reserved", kN | kC | kA, Severity::kError,
     [](NegotiateFlags f) { return (f & kMustBeZero) != 0; }, kMustBeZero,
     "unused bits must be zero: "},
    {"flags-reserved-r8", kN | kC | kA, Severity::kWarning,
     [](NegotiateFlags f) { return (f & flags::kReserved8) != 0; }, flags::kReserved8,
     "an unused bit should be zero: "},
    // The two types must be ignored in the other messages.
    {"flags-target-type", kC, Severity::kError,
     [](NegotiateFlags f) { return (f & kTargetType) == kTargetType; }, kTargetType,
     "flags exclude each other: "},
    // A client may ask for both; the server returns one.
    {"flags-ess-with-lm-key", kC, Severity::kError,
     [](NegotiateFlags f) { return (f & kEssAndLmKey) == kEssAndLmKey; }, kEssAndLmKey,
     "flags exclude each other: "},
    {"flags-datagram-no-key-exch", kC | kA, Severity::kError,
     [](NegotiateFlags f) { return (f & kDatagramKeyExch) == flags::kDatagram; }, 0,
     "NTLMSSP_NEGOTIATE_DATAGRAM is set without NTLMSSP_NEGOTIATE_KEY_EXCH"},
};

unsigned MessageBit(MessageType type) {
  switch (type) {
    case MessageType::kNegotiate:
      return kN;
    case MessageType::kChallenge:
      return kC;
    case MessageType::kAuthenticate:
      return kA;
  }
  return 0;
}

}  // namespace

void ValidateFlags(MessageType type, NegotiateFlags negotiate_flags, size_t offset,
                   std::vector<Finding>* findings) {
  const unsigned message = MessageBit(type);
  for (const FlagRule& rule : kFlagRules) {
    if ((rule.messages & message) == 0 || !rule.broken(negotiate_flags)) continue;
    const NegotiateFlags named = negotiate_flags & rule.named;
    findings->push_back({rule.id, "[MS-NLMP] 2.2.2.5", rule.severity, offset,
                         absl::StrCat(rule.text, named == 0 ? "" : FlagNames(named))});
  }
}

}  // namespace ntlmatrix::ntlm
