// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/flag_rules.h"

#include "absl/strings/str_cat.h"

#include "parsers/ntlm/flag_names.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr NegotiateFlags kMustBeZero = flags::kReserved1 | flags::kReserved2 | flags::kReserved3 |
                                       flags::kReserved4 | flags::kReserved5 | flags::kReserved6 |
                                       flags::kReserved7 | flags::kReserved9 | flags::kReserved10;
constexpr NegotiateFlags kCharsets = flags::kUnicode | flags::kOem;
constexpr NegotiateFlags kTargetTypes = flags::kTargetTypeDomain | flags::kTargetTypeServer;
constexpr NegotiateFlags kEssAndLmKey = flags::kExtendedSessionSecurity | flags::kLmKey;
constexpr NegotiateFlags kSignOrSeal = flags::kSign | flags::kSeal;

// Adds flags by their names.
void AddNamed(RuleId id, NegotiateFlags named, size_t offset, FindingList* findings) {
  findings->Add(id, offset, absl::StrCat(RuleOf(id).text, FlagNames(named)));
}

bool All(NegotiateFlags set, NegotiateFlags wanted) { return (set & wanted) == wanted; }

}  // namespace

void ValidateFlags(MessageType type, NegotiateFlags set, size_t offset, FindingList* findings) {
  const bool negotiate = type == MessageType::kNegotiate;
  const bool challenge = type == MessageType::kChallenge;
  const bool authenticate = type == MessageType::kAuthenticate;

  if ((set & kCharsets) == 0) findings->Add(RuleId::kFlagsNoCharset, offset);
  if (challenge && All(set, kCharsets)) findings->Add(RuleId::kFlagsBothCharsets, offset);
  if (!authenticate && !All(set, flags::kNtlm)) findings->Add(RuleId::kFlagsNoNtlm, offset);
  if (!authenticate && !All(set, flags::kAlwaysSign)) {
    findings->Add(RuleId::kFlagsNoAlwaysSign, offset);
  }
  if ((set & kMustBeZero) != 0) {
    AddNamed(RuleId::kFlagsReserved, set & kMustBeZero, offset, findings);
  }
  if (All(set, flags::kReserved8)) {
    AddNamed(RuleId::kFlagsReservedR8, flags::kReserved8, offset, findings);
  }
  // The two types must be ignored in the other messages.
  if (challenge && All(set, kTargetTypes)) {
    AddNamed(RuleId::kFlagsTargetType, kTargetTypes, offset, findings);
  }
  // A client may ask for both; the server returns one.
  if (!negotiate && All(set, kEssAndLmKey)) {
    AddNamed(RuleId::kFlagsEssWithLmKey, kEssAndLmKey, offset, findings);
  }
  if (!negotiate && All(set, flags::kDatagram) && !All(set, flags::kKeyExch)) {
    findings->Add(RuleId::kFlagsDatagramNoKeyExch, offset);
  }
  if (negotiate && (set & kSignOrSeal) != 0 && !All(set, flags::kKeyExch)) {
    findings->Add(RuleId::kFlagsNoKeyExch, offset);
  }
}

}  // namespace ntlmatrix::ntlm
