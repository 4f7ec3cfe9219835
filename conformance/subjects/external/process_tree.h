// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_

#include <cstdint>
#include <vector>

#include <sys/types.h>

namespace ntlmatrix::conformance::external {

// The running descendants of a process, zombies and itself left out.
std::vector<pid_t> DescendantsOf(pid_t ancestor);

// The memory of these processes that is resident, in bytes.
uint64_t ResidentBytes(const std::vector<pid_t>& processes);

// Ends every descendant of a process; gives up on what is still there after some seconds.
void KillDescendants(pid_t ancestor);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_
