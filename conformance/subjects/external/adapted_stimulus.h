// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_ADAPTED_STIMULUS_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_ADAPTED_STIMULUS_H_

#include <cstdint>
#include <vector>

#include "absl/status/statusor.h"

#include "conformance/subjects/external/protocol_lines.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::conformance::external {

// The current time as FILETIME: clients refuse a server whose clock is far from theirs.
uint64_t NowAsFileTime();

// Where a subject is shown the message of a client's stimulus, with this time in its timestamps.
//
// Minimum, level and application are those of the stimulus where the subject has them; else the
// nearest that it has, of minimums the least that requires as much, if the reference takes the
// message there exactly as in its own place. Otherwise they are those of the stimulus, which the
// shim will call unsupported.
Shown Adapt(const Stimulus& stimulus, const Hello& hello, uint64_t time);

// The message of a client's stimulus for a client that sent this NEGOTIATE_MESSAGE: of what a
// server grants only if it was offered, it grants what was, and what the stimulus grants on
// purpose. What is no CHALLENGE_MESSAGE with whole NegotiateFlags is left as it is.
//
// InvalidArgument where NEGOTIATE_MESSAGE can't be read.
absl::StatusOr<std::vector<uint8_t>> WithOfferedGrants(const Stimulus& stimulus, Bytes negotiate);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_ADAPTED_STIMULUS_H_
