// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_TERMS_H_
#define NTLMATRIX_CONFORMANCE_TERMS_H_

#include "absl/strings/string_view.h"

namespace ntlmatrix::conformance {

// One way to read the documents.
enum class Reading {
  kCorrected,  // corrected page, KB 239869, Policy CSP, [MS-NLMP]
  kPage2016,   // the 2016 page to the letter: the explanations of its two options are exchanged
};

inline constexpr Reading kAllReadings[] = {Reading::kCorrected, Reading::kPage2016};

enum class Verdict { kAccept, kFail };

// How firmly the documents ask for an expectation; the order is the order of strength.
enum class Strength { kUndocumented, kRecommended, kRequired };

// What is looked at in one exchange.
enum class Check { kVerdict, kStatus, kFlags, kResponse, kKey, kMic };

inline constexpr Check kAllChecks[] = {Check::kVerdict,  Check::kStatus, Check::kFlags,
                                       Check::kResponse, Check::kKey,    Check::kMic};

// What LmChallengeResponse and NtChallengeResponse carry, [MS-NLMP] 3.3.
enum class ResponseForm {
  kLmAndNtlm,   // LM response, NTLM response
  kNtlmInBoth,  // the NTLM response in both fields
  kNtlmEss,     // client challenge and zeros, NTLM response over both challenges
  kNtlmV2,      // LMv2 response or zeros, NTLMv2 response
};

// The words as reports spell them.
absl::string_view ReadingName(Reading reading);
absl::string_view VerdictName(Verdict verdict);
absl::string_view StrengthName(Strength strength);
absl::string_view CheckName(Check check);
absl::string_view ResponseFormName(ResponseForm form);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_TERMS_H_
