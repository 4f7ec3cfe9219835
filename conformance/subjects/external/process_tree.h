// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include <sys/types.h>

namespace ntlmatrix::conformance::external {

// The variable by which everything that a shim started is found again: its value is inherited by
// children that leave the process group, the session and their parents.
inline constexpr char kTreeVariable[] = "NTLMATRIX_SHIM";

// A value of kTreeVariable that no other shim has.
std::string NewTreeMark();

// The running processes with this mark in their environment, zombies left out.
std::vector<pid_t> ProcessesOf(const std::string& mark);

// The memory of these processes that is resident, in bytes.
uint64_t ResidentBytes(const std::vector<pid_t>& processes);

// Ends every process with this mark; gives up on what is still there after some seconds.
void KillTree(const std::string& mark);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_PROCESS_TREE_H_
