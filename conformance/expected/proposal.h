// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_EXPECTED_PROPOSAL_H_
#define NTLMATRIX_CONFORMANCE_EXPECTED_PROPOSAL_H_

#include "absl/time/civil_time.h"

#include "conformance/expected/comparison.h"
#include "conformance/expected/expected_file.h"
#include "conformance/run.h"

namespace ntlmatrix::expected {

// A file under which this run, of all tests, is as expected once people have written the reasons.
//
// Lines of the file in `known` that have no problem stay as they are. For the other results there
// is a line for each check, outcome and fault, with kNoReason. Failed recommendations have theirs.
ExpectedFile Propose(const conformance::RunResult& run, const Comparison& known,
                     absl::CivilDay today);

}  // namespace ntlmatrix::expected

#endif  // NTLMATRIX_CONFORMANCE_EXPECTED_PROPOSAL_H_
