// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "fuzz/check.h"
#include "fuzz/store_story.h"
#include "parsers/policy/smb_conf.h"
#include "parsers/policy/store_text.h"

// Comments, blank lines and white space around lines change nothing in what a smb.conf says.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const std::string text(reinterpret_cast<const char*>(data), size);
  // A mark belongs to the first line, and what is empty, UTF-16 or long is another error.
  if (absl::StartsWith(text, "\xEF\xBB\xBF") || text.empty() || size > 4096) return 0;
  if (policy::IsUtf16(policy::DecodeStoreText(Bytes(data, size)).encoding)) return 0;
  std::string laid_out = "\n; comment \\\n \t";
  std::string line;
  for (const char c : text) {
    laid_out.push_back(c);
    line.push_back(c);
    // What continues a line must follow it.
    if (c != '\n' || absl::EndsWith(absl::StripTrailingAsciiWhitespace(line), "\\")) continue;
    laid_out += "\t# [x\r\n\n";
    line.clear();
  }
  FUZZ_CHECK(fuzz::StoryWithoutPlaces(policy::ReadSmbConf, fuzz::StoreBytes(laid_out)) ==
             fuzz::StoryWithoutPlaces(policy::ReadSmbConf, fuzz::StoreBytes(text)));
  return 0;
}
