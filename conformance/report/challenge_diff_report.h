// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_CHALLENGE_DIFF_REPORT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_CHALLENGE_DIFF_REPORT_H_

#include <string>

#include "absl/strings/string_view.h"

#include "conformance/decode/challenge_diff.h"

namespace ntlmatrix::report {

// What differs, for people; `a` and `b` say where the messages were found.
std::string ChallengeDiffText(absl::string_view a, absl::string_view b,
                              const decode::ChallengeDiff& diff);

// The same as JSON in ASCII, schema "ntlmatrix/decode-diff/1", with a final line break.
std::string ChallengeDiffJson(absl::string_view a, absl::string_view b,
                              const decode::ChallengeDiff& diff);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_CHALLENGE_DIFF_REPORT_H_
