// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_JUDGE_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_JUDGE_H_

#include <vector>

#include "absl/status/statusor.h"
#include "absl/types/span.h"

#include "conformance/messages/message_result.h"
#include "conformance/messages/message_tests.h"
#include "conformance/subjects/subject.h"

namespace ntlmatrix::conformance::messages {

// Judges what a subject did with the message of a test. No expectation depends on the reading.
//
// Of a client that accepts as expected, the AUTHENTICATE_MESSAGE is judged as in the matrix; of a
// server, the flags of its CHALLENGE_MESSAGE. Without support no check applies.
absl::StatusOr<MessageResult> JudgeMessage(const MessageTest& test, const Reaction& reaction);

// Shows a subject the messages and judges each reaction, in the order of `tests`.
//
// An error means that the run broke; a subject that leaves out a message is one (Internal).
absl::StatusOr<std::vector<MessageResult>> RunMessages(Subject& subject,
                                                       absl::Span<const MessageTest* const> tests);

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_MESSAGE_JUDGE_H_
