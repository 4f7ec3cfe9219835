// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_CHECK_H_
#define NTLMATRIX_FUZZ_CHECK_H_

#include <cstdio>
#include <cstdlib>

// Ends the process with file, line and condition when a property does not hold.
//
// NTLM has no unique encoding (payload order and padding are free), so a target
// over messages may claim parse -> write -> parse gives an equal struct, and not
// equal bytes. Where the encoding is unique the target says so and compares bytes.
#define FUZZ_CHECK(condition)                                                                 \
  do {                                                                                        \
    if (!(condition)) {                                                                       \
      std::fprintf(stderr, "%s:%d: property violated: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                           \
    }                                                                                         \
  } while (false)

#endif  // NTLMATRIX_FUZZ_CHECK_H_
