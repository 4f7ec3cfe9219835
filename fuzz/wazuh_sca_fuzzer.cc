// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "fuzz/checker_answers.h"

// A policy tells the same story in UTF-16 as in UTF-8, and aliases bound the work.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const checker::CheckerFormat& format = *checker::FindCheckerFormat("wazuh-sca");
  FUZZ_CHECK(fuzz::IsSameInUtf16(format, Bytes(data, size)));
  return 0;
}
