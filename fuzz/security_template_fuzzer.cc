// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/check.h"
#include "fuzz/template_answers.h"
#include "parsers/bytes/utf16.h"
#include "parsers/policy/store_text.h"

// The same text in UTF-16LE, UTF-16BE and UTF-8 tells the same story.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  fuzz::Story(Bytes(data, size));
  const std::string text = policy::DecodeStoreText(Bytes(data, size)).utf8;
  if (text.empty()) return 0;
  const std::string marked = "\xEF\xBB\xBF" + text;
  const std::string story = fuzz::Story(std::vector<uint8_t>(marked.begin(), marked.end()));
  FUZZ_CHECK(fuzz::Story(Utf8ToUtf16(marked, Endian::kLittle).value()) == story);
  FUZZ_CHECK(fuzz::Story(Utf8ToUtf16(marked, Endian::kBig).value()) == story);
  return 0;
}
