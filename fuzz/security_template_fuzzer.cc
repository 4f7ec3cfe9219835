// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/check.h"
#include "fuzz/template_answers.h"
#include "parsers/bytes/utf16.h"
#include "parsers/policy/store_text.h"

// A template tells the same story in UTF-16 as in UTF-8 or an 8-bit code page.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const Bytes bytes(data, size);
  const std::string story = fuzz::Story(bytes);
  const policy::StoreText text = policy::DecodeStoreText(bytes);
  if (!text.error.ok() || text.utf8.empty()) return 0;
  const std::string marked = "\xEF\xBB\xBF" + text.utf8;
  if (policy::IsUtf16(text.encoding)) {
    FUZZ_CHECK(fuzz::Story(fuzz::BytesOf(marked)) == story);
  } else {
    const Endian endian = size % 2 == 0 ? Endian::kLittle : Endian::kBig;
    FUZZ_CHECK(fuzz::Story(Utf8ToUtf16(marked, endian).value()) == story);
  }
  return 0;
}
