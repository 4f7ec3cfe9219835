// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/escaping.h"

#include "fuzz/check.h"
#include "parsers/envelope/base64.h"

// A text is refused at a byte it has, or read as Abseil reads it; without a finding it is written
// back the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const absl::string_view text(reinterpret_cast<const char*>(data), size);
  const auto bytes = ntlmatrix::envelope::DecodeBase64(text);
  const auto findings = ntlmatrix::envelope::ValidateBase64(text);
  for (const auto& finding : findings) FUZZ_CHECK(finding.offset <= size);

  std::string abseil;
  // Abseil takes '.' for '=', and padding that is whole or absent.
  const bool read = absl::Base64Unescape(text, &abseil);
  if (!bytes.ok()) {
    FUZZ_CHECK(!read || text.find('.') != absl::string_view::npos);
    FUZZ_CHECK(findings.back().rule == "base64-unreadable" && findings.back().offset < size);
    return 0;
  }
  if (read) FUZZ_CHECK(abseil == std::string(bytes->begin(), bytes->end()));
  if (findings.empty()) FUZZ_CHECK(read && ntlmatrix::envelope::EncodeBase64(*bytes) == text);
  return 0;
}
