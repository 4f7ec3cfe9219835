// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_ADAPTED_STIMULUS_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_ADAPTED_STIMULUS_H_

#include <cstdint>

#include "conformance/subjects/external/protocol_lines.h"
#include "conformance/subjects/stimulus.h"

namespace ntlmatrix::conformance::external {

// The current time as FILETIME: clients refuse a server whose clock is far from theirs.
uint64_t NowAsFileTime();

// Where a subject is shown the message of a client's stimulus, with this time in its timestamps.
//
// Level and application are those of the stimulus where the subject has them; else the nearest that
// it has, if the reference takes the message there exactly as in its own place. Otherwise they are
// those of the stimulus, which the shim will call unsupported.
Shown Adapt(const Stimulus& stimulus, const Hello& hello, uint64_t time);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_ADAPTED_STIMULUS_H_
