// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGES_TSV_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGES_TSV_H_

#include <string>

#include "absl/types/span.h"

#include "conformance/messages/message_tests.h"

namespace ntlmatrix::conformance::messages {

// The expectations of tests: a header line and a line a test, tab separated. All tests give
// conformance/messages/messages.tsv.
std::string MessagesTsv(absl::Span<const MessageTest* const> tests);

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGES_TSV_H_
