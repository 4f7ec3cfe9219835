// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_BENCH_REQUIRE_H_
#define NTLMATRIX_BENCH_REQUIRE_H_

#include <cstdio>
#include <cstdlib>

namespace ntlmatrix::bench {

// Ends the program with status 1 when an implementation has not done what is measured.
inline void Require(bool done, const char* what) {
  if (done) return;
  std::fprintf(stderr, "%s\n", what);
  std::exit(1);
}

}  // namespace ntlmatrix::bench

#endif  // NTLMATRIX_BENCH_REQUIRE_H_
