// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"

#include "conformance/precedence/gplink.h"
#include "fuzz/check.h"

// A gPLink attribute that parses is, but for the case of its fixed parts, the text of its links:
// nothing in a name is passed over or taken for the end of a link.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const std::string text(data, data + size);
  const auto links = precedence::ParseGpLink(text);
  if (!links.ok()) return 0;
  const std::string written = precedence::GpLinkText(*links);
  FUZZ_CHECK(absl::AsciiStrToLower(written) == absl::AsciiStrToLower(text) || text == " ");
  const auto again = precedence::ParseGpLink(written);
  FUZZ_CHECK(again.ok() && *again == *links);
  return 0;
}
