// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_EXCHANGE_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_EXCHANGE_JSON_H_

#include <optional>

#include <nlohmann/json.hpp>

#include "conformance/judge.h"

namespace ntlmatrix::conformance {

// Adds to a result that failed or broke the messages as far as they came, in hexadecimal digits:
// negotiate, challenge, authenticate; what was sealed has sealed and signature. Nothing to others.
void AppendExchange(const CheckResult& check, const std::optional<Exchange>& exchange,
                    nlohmann::ordered_json* json);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_EXCHANGE_JSON_H_
