// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_EXPLAIN_MESSAGE_H_
#define NTLMATRIX_CONFORMANCE_CLI_EXPLAIN_MESSAGE_H_

#include <string>

#include "conformance/messages/message_tests.h"

namespace ntlmatrix::cli {

// A message test for a person: what must happen, why, and the bytes field by field.
std::string MessageExplanationText(const conformance::messages::MessageTest& test);

// The same as JSON, schema ntlmatrix/explain-message/1, with every byte.
std::string MessageExplanationJson(const conformance::messages::MessageTest& test);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_EXPLAIN_MESSAGE_H_
