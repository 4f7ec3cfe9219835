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
// behind becomes the keeper's child, so that all of it can be found below the keeper. At SIGTERM,
// and when the thread that started it ends, the keeper kills all of it and exits only when nothing
// is left. What gets away is what the kernel does not let it kill, and everything but the program
// where the program kills its keeper, which runs as the same user. -1 and errno where there is no
// keeper.
pid_t StartKeeper(const KeptProgram& program);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_KEEPER_H_
