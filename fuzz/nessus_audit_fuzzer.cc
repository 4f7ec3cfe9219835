// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "fuzz/checker_answers.h"

// A .audit file that lost its end is an error, or says what the whole one says.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const checker::CheckerFormat& format = *checker::FindCheckerFormat("nessus-audit");
  const fuzz::CheckerStory whole = fuzz::TellChecker(format, Bytes(data, size));
  if (whole.code != absl::StatusCode::kOk || size < 2) return 0;
  const size_t kept = size - 1 - data[0] % (size - 1);
  const fuzz::CheckerStory rest = fuzz::TellChecker(format, Bytes(data, kept));
  FUZZ_CHECK(rest.code != absl::StatusCode::kOk || rest.errors || rest.text == whole.text);
  return 0;
}
