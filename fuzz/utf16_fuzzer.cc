// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "parsers/bytes/utf16.h"

// Well-formed UTF-16 survives the way to UTF-8 and back byte for byte, and well-formed UTF-8
// likewise; what is not well-formed is malformed somewhere.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const ntlmatrix::Bytes bytes(data, size);
  for (const auto endian : {ntlmatrix::Endian::kLittle, ntlmatrix::Endian::kBig}) {
    const auto utf8 = ntlmatrix::Utf16ToUtf8(bytes, endian);
    FUZZ_CHECK(utf8.ok() == (ntlmatrix::FindInvalidUtf16(bytes, endian) == size));
    if (!utf8.ok()) continue;
    const auto back = ntlmatrix::Utf8ToUtf16(*utf8, endian);
    FUZZ_CHECK(back.ok() && ntlmatrix::Bytes(*back) == bytes);
  }
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto utf16 = ntlmatrix::Utf8ToUtf16(text);
  FUZZ_CHECK(utf16.ok() == (ntlmatrix::FindInvalidUtf8(text) == size));
  if (!utf16.ok()) return 0;
  const auto back = ntlmatrix::Utf16ToUtf8(*utf16);
  FUZZ_CHECK(back.ok() && *back == text);
  return 0;
}
