// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_KEEPER_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_KEEPER_H_

#include <sys/resource.h>
#include <sys/types.h>

namespace ntlmatrix::conformance::external {

// What a keeper is to start. The arrays end with a null pointer, as exec wants them.
struct KeptProgram {
  char* const* arguments = nullptr;
  char* const* environment = nullptr;
  int input = -1;   // becomes its standard input
  int output = -1;  // its standard output
  int errors = -1;  // its standard error
  int failed = -1;  // gets the errno of exec, and is closed where exec went well
  int status = -1;  // gets what waitpid() says when the program has ended
  rlim_t threads = RLIM_INFINITY;
};

// Starts a keeper, a process that starts the program and stays: what the program starts and leaves
// behind becomes the keeper's child, whatever it does to get away, so that all of it can be found
// below the keeper. It ends when it is killed, or with the suite. -1 and errno where there is none.
pid_t StartKeeper(const KeptProgram& program);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_KEEPER_H_
