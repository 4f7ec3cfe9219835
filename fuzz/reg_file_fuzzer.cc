// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/check.h"
#include "fuzz/reg_answers.h"

// What is delivered of a .reg file, written as regedit would, is delivered of that again.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const std::string once = fuzz::Rewritten(Bytes(data, size));
  FUZZ_CHECK(fuzz::Rewritten(fuzz::BytesOf(once)) == once);
  return 0;
}
