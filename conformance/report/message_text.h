// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_MESSAGE_TEXT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_MESSAGE_TEXT_H_

#include <string>
#include <vector>

#include "conformance/expected/comparison.h"
#include "conformance/messages/message_result.h"

namespace ntlmatrix::conformance {

// The part of a run's text that is about messages: counts for each of the three, then the first
// failures but for those that `known`, which may be null, expects. "" where no message was shown.
std::string MessagesText(const std::vector<messages::MessageResult>& results,
                         const expected::Comparison* known);

// The counts alone.
std::string MessageCountsText(const std::vector<messages::MessageResult>& results);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_MESSAGE_TEXT_H_
