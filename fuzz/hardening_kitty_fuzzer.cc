// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/check.h"
#include "fuzz/checker_answers.h"

// A finding list tells the same story in UTF-16 as in UTF-8, with LF as with CRLF line ends.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const checker::CheckerFormat& format = *checker::FindCheckerFormat("hardeningkitty");
  const Bytes bytes(data, size);
  FUZZ_CHECK(fuzz::IsSameInUtf16(format, bytes));
  if (std::count(data, data + size, 0x0D) != 0 || std::count(data, data + size, 0) != 0) return 0;
  if (std::count(data, data + size, 0x22) != 0) return 0;  // line ends in a field belong to it
  std::string other;
  for (const uint8_t byte : bytes) {
    if (byte == 0x0A) other.push_back(0x0D);
    other.push_back(static_cast<char>(byte));
  }
  const Bytes crlf(reinterpret_cast<const uint8_t*>(other.data()), other.size());
  FUZZ_CHECK(fuzz::TellChecker(format, crlf).text == fuzz::TellChecker(format, bytes).text);
  return 0;
}
