// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SHIM_ENVIRONMENT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SHIM_ENVIRONMENT_H_

#include <string>
#include <vector>

#include <sys/resource.h>

namespace ntlmatrix::conformance::external {

// The environment of a shim: that of the suite, a fixed locale, and `added`, entries "NAME=VALUE".
std::vector<std::string> ShimEnvironment(const std::vector<std::string>& added);

// RLIMIT_NPROC for a shim. It counts every thread of the user, so the limit stands above all that
// run now. It stops a shim that forks faster than it is looked at; root has no such limit.
rlim_t MostThreads();

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SHIM_ENVIRONMENT_H_
