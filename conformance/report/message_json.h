// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_MESSAGE_JSON_H_
#define NTLMATRIX_CONFORMANCE_REPORT_MESSAGE_JSON_H_

#include <vector>

#include <nlohmann/json.hpp>

#include "conformance/expected/comparison.h"
#include "conformance/messages/message_result.h"

namespace ntlmatrix::conformance {

// The counts for each of the three messages.
nlohmann::ordered_json MessageSummaryJson(const std::vector<messages::MessageResult>& results);

// Adds an element for each check, of the shape that the checks of cells have. `rules` are the
// places of the documents, or the rules of the matrix where an answer was judged by them. `known`
// may be null.
void AppendMessageResults(const std::vector<messages::MessageResult>& results,
                          const expected::Comparison* known, nlohmann::ordered_json* array);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_MESSAGE_JSON_H_
