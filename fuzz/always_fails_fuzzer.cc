// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"

// No input begins with "N": false, so that ci/test-fuzz sees a finding reported.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  FUZZ_CHECK(size == 0 || data[0] != 'N');
  return 0;
}
