// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace ntlmatrix::conformance::external {

// The running descendants of a process, zombies and itself left out.
std::vector<pid_t> DescendantsOf(pid_t ancestor);

// The memory that these processes use, in bytes: the sum of what is resident of each where that is
// at most `enough`. Where it is more, what several share is divided among them (PSS of proc(5)).
uint64_t UsedBytes(const std::vector<pid_t>& processes, uint64_t enough);

// Ends every descendant of a process; gives up on what is still there after some seconds.
void KillDescendants(pid_t ancestor);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_
