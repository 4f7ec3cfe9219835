// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_SARIF_RULES_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_SARIF_RULES_H_

#include <string>

#include "absl/strings/string_view.h"

namespace ntlmatrix::report {

// What a kind of finding is about, in a sentence that holds for each of them: never empty, also
// for an id that has no sentence of its own.
std::string FindingHelp(absl::string_view id);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_SARIF_RULES_H_
