// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

#include "fuzz/check.h"
#include "fuzz/template_answers.h"
#include "parsers/policy/store_text.h"

// A template that lost its end defines nothing that the whole one does not define on the same line,
// and neither case nor line ends change an answer.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const std::string text = policy::DecodeStoreText(Bytes(data, size)).utf8;
  const fuzz::Answer whole = fuzz::Ask(text);
  for (const size_t lost : {size_t{1}, text.size() / 8, text.size() / 2}) {
    const auto rest = fuzz::Ask(text.substr(0, text.size() - std::min(lost, text.size()))).defined;
    FUZZ_CHECK(std::includes(whole.defined.begin(), whole.defined.end(), rest.begin(), rest.end()));
  }
  const fuzz::Answer lower = fuzz::Ask(absl::AsciiStrToLower(text));
  FUZZ_CHECK(lower.code == whole.code && lower.states == whole.states);
  if (text.find('\r') != std::string::npos) return 0;
  const fuzz::Answer crlf = fuzz::Ask(absl::StrReplaceAll(text, {{"\n", "\r\n"}}));
  FUZZ_CHECK(crlf.code == whole.code && crlf.states == whole.states);
  return 0;
}
