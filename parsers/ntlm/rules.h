// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_RULES_H_
#define NTLMATRIX_PARSERS_NTLM_RULES_H_

#include <cstddef>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/finding.h"

namespace ntlmatrix::ntlm {

// What [MS-NLMP] asks of messages and bytes can show; the table is in rules.cc, in this order.
//
// An error breaks a MUST, a definition or pseudocode, a warning a SHOULD, a note neither.
enum class RuleId {
  // Placement, [MS-NLMP] 2.2.1
  kHeaderShort,
  kFieldsMaxLen,
  kFieldsMaxLenNotZero,
  kFieldsInHeader,
  kFieldsOddOffset,
  kFieldsEmptyOffset,
  kFieldsOverlap,
  // NegotiateFlags, [MS-NLMP] 2.2.2.5
  kFlagsNoCharset,
  kFlagsBothCharsets,
  kFlagsNoNtlm,
  kFlagsNoAlwaysSign,
  kFlagsReserved,
  kFlagsReservedR8,
  kFlagsTargetType,
  kFlagsEssWithLmKey,
  kFlagsDatagramNoKeyExch,
  kFlagsNoKeyExch,
  // Version, [MS-NLMP] 2.2.2.10
  kVersionNotZero,
  kVersionMissingInNegotiate,
  kVersionMissingInChallenge,
  kVersionMissingInAuthenticate,
  kVersionRevision,
  kVersionReserved,
  // NEGOTIATE_MESSAGE, [MS-NLMP] 2.2.1.1
  kNegotiateDomainNameMissing,
  kNegotiateDomainNameIgnored,
  kNegotiateDomainNameWithVersion,
  kNegotiateWorkstationIgnored,
  kNegotiateWorkstationWithVersion,
  // CHALLENGE_MESSAGE, [MS-NLMP] 2.2.1.2
  kChallengeTargetNameMissing,
  kChallengeTargetTypeWithoutName,
  kChallengeTargetNameIgnored,
  kChallengeTargetNameOddLength,
  kChallengeTargetNameNotUtf16,
  kChallengeReserved,
  kChallengeTargetInfoMissing,
  kChallengeTargetInfoIgnored,
  // AUTHENTICATE_MESSAGE, [MS-NLMP] 2.2.1.3
  kAuthenticateLmResponseSize,
  kAuthenticateLmEssForm,
  kAuthenticateLmNotV2,
  kAuthenticateNoResponse,
  kAuthenticateNtResponseSize,
  kAuthenticateNtResponseTruncated,
  kAuthenticateNtResponseType,
  kAuthenticateReserved1,
  kAuthenticateReserved2,
  kAuthenticateReserved3,
  kAuthenticateBytesAfterEol,
  kAuthenticateDomainNameOddLength,
  kAuthenticateDomainNameNotUtf16,
  kAuthenticateUserNameOddLength,
  kAuthenticateUserNameNotUtf16,
  kAuthenticateWorkstationOddLength,
  kAuthenticateWorkstationNotUtf16,
  kAuthenticateAnonymousUser,
  kAuthenticateSessionKeyMissing,
  kAuthenticateSessionKeyIgnored,
  kAuthenticateFlagsMissing,
  kAuthenticateMicMissing,
  // AV_PAIR, [MS-NLMP] 2.2.2.1, and Single_Host_Data, 2.2.2.2
  kAvPairUnknownId,
  kAvPairSize,
  kAvPairOddLength,
  kAvPairNotUtf16,
  kAvPairNulTerminated,
  kAvPairTwice,
  kAvFlagsUnknownBits,
  kAvFlagsMicInChallenge,
  kSingleHostSize,
  kSingleHostZ4,
  kAvPairsNotJudged,
  kAvPairUnreadable,
  kAvEolMissing,
  kAvEolLength,
  kAvEolNotLast,
  kAvNbComputerNameMissing,
  kAvNbDomainNameMissing,
  // CHALLENGE_MESSAGE against NEGOTIATE_MESSAGE, [MS-NLMP] 2.2.2.5 and 3.2.5.1.1
  kExchangeCharsetNotOffered,
  kExchangeCharsetNotUnicode,
  kExchangeTargetNameNotSupplied,
  kExchangeSignNotReturned,
  kExchangeSealNotReturned,
  kExchange56NotReturned,
  kExchange128WithoutSignOrSeal,
  kExchangeEssAloneNotReturned,
  kExchangeGrantUnoffered,
  // AUTHENTICATE_MESSAGE against both, [MS-NLMP] 2.2.1.3, 3.1.5.1.2 and 3.3
  kExchangeFlagNotGranted,
  kExchangeFlagUnoffered,
  kExchangeFlagLeftOut,
  kExchangeCharsetChanged,
  kExchangeSessionKeyMissing,
  kExchangeAvPairNotEchoed,
  kExchangeAvPairChanged,
  kExchangeTimestampNotEchoed,
  kExchangeLmWithTimestamp,
  kExchangeLmInDatagram,
  kExchangeChannelBindingsNotSent,
  kExchangeTargetNameNotSent,
  kExchangeMicNotProvided,
  kExchangeMicWrong,
  kExchangeNetbiosNamesMissing,
  kExchangeEssFormMissing,
  kExchangeEssFormNotGranted,
  kExchangeResponseBelowLevel,
  // NTLMSSP_MESSAGE_SIGNATURE, [MS-NLMP] 2.2.2.9
  kSignatureVersion,
  kSignatureRandomPad,
  kSignatureDummyNotZero,
  kCount
};

// A rule as reports show it. All static storage.
struct Rule {
  absl::string_view id;  // stable
  absl::string_view section;
  Severity severity = Severity::kError;
  absl::string_view text;  // what is wrong where the rule is broken
};

// Every rule, in the order of RuleId.
absl::Span<const Rule> Rules();

const Rule& RuleOf(RuleId id);

// Collects findings; allocates nothing before the first.
class FindingList {
 public:
  FindingList() = default;
  // To add to those there are.
  explicit FindingList(std::vector<Finding> findings) : findings_(std::move(findings)) {}

  void Add(RuleId id, size_t offset) { Add(id, offset, std::string(RuleOf(id).text)); }
  // With a text that says more than the rule's own.
  void Add(RuleId id, size_t offset, std::string text);
  void Add(Finding finding) { findings_.push_back(std::move(finding)); }

  size_t size() const { return findings_.size(); }
  std::vector<Finding> Take() { return std::move(findings_); }

 private:
  std::vector<Finding> findings_;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_RULES_H_
