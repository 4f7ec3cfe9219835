// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_EXPLAIN_REPORT_H_
#define NTLMATRIX_CONFORMANCE_CLI_EXPLAIN_REPORT_H_

#include <string>

#include "conformance/explain.h"

namespace ntlmatrix::cli {

// The explanation for a person: the verdict in the first line, then why, then what to do.
std::string ExplanationText(const conformance::Question& question,
                            const conformance::Explanation& explanation);

// The explanation as JSON, schema ntlmatrix/explain/1.
std::string ExplanationJson(const conformance::Question& question,
                            const conformance::Explanation& explanation);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_EXPLAIN_REPORT_H_
