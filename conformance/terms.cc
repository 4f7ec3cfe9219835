// SPDX-License-Identifier: Apache-2.0

#include "conformance/terms.h"

namespace ntlmatrix::conformance {

absl::string_view ReadingName(Reading reading) {
  return reading == Reading::kCorrected ? "corrected" : "page-2016";
}

absl::string_view VerdictName(Verdict verdict) {
  return verdict == Verdict::kAccept ? "accept" : "fail";
}

absl::string_view StrengthName(Strength strength) {
  switch (strength) {
    case Strength::kUndocumented:
      return "undocumented";
    case Strength::kRecommended:
      return "recommended";
    case Strength::kRequired:
      break;
  }
  return "required";
}

absl::string_view CheckName(Check check) {
  switch (check) {
    case Check::kVerdict:
      return "verdict";
    case Check::kStatus:
      return "status";
    case Check::kFlags:
      return "flags";
    case Check::kResponse:
      return "response";
    case Check::kKey:
      return "key";
    case Check::kMic:
      break;
  }
  return "mic";
}

absl::string_view ResponseFormName(ResponseForm form) {
  switch (form) {
    case ResponseForm::kLmAndNtlm:
      return "lm+ntlm";
    case ResponseForm::kNtlmInBoth:
      return "ntlm+ntlm";
    case ResponseForm::kNtlmEss:
      return "ntlm-ess";
    case ResponseForm::kNtlmV2:
      break;
  }
  return "ntlmv2";
}

}  // namespace ntlmatrix::conformance
