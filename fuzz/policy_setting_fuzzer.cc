// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/str_replace.h"

#include "fuzz/check.h"
#include "fuzz/template_answers.h"

// A template that lost its end defines nothing that the whole one does not define on the same line,
// and neither case nor line ends change an answer.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  // Behind a first line in ASCII nothing is taken for UTF-16.
  std::string text = "[Registry Values]\n";
  text.append(data, data + size);
  const fuzz::Answer whole = fuzz::Ask(text);
  const size_t lost = size == 0 ? 0 : size_t{1} + data[size - 1];
  const size_t kept = text.size() - std::min(lost, text.size());
  const auto rest = fuzz::Ask(absl::string_view(text).substr(0, kept)).defined;
  FUZZ_CHECK(std::includes(whole.defined.begin(), whole.defined.end(), rest.begin(), rest.end()));
  std::string other = absl::AsciiStrToLower(text);
  if (text.find('\r') == std::string::npos) absl::StrReplaceAll({{"\n", "\r\n"}}, &other);
  const fuzz::Answer same = fuzz::Ask(other);
  FUZZ_CHECK(same.code == whole.code && same.states == whole.states);
  return 0;
}
