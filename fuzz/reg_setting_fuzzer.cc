// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "absl/strings/str_replace.h"

#include "fuzz/check.h"
#include "fuzz/reg_answers.h"
#include "parsers/bytes/utf16.h"
#include "parsers/policy/store_text.h"

// A .reg file that lost its end gives no setting a value that the whole one does not give it on the
// same line, if that can be read, and neither encoding nor line ends change an answer.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const policy::StoreText text = policy::DecodeStoreText(Bytes(data, size));
  if (!text.error.ok() || text.utf8.empty()) return 0;
  const std::string marked = "\xEF\xBB\xBF" + text.utf8;
  const fuzz::RegAnswer whole = fuzz::AskReg(fuzz::BytesOf(marked));
  const size_t lost = size_t{1} + data[size - 1];
  const std::string rest = marked.substr(0, marked.size() - std::min(lost, marked.size()));
  for (const auto& [place, source] : fuzz::AskReg(fuzz::BytesOf(rest)).sources) {
    if (source.first != policy::SettingState::kDefined) continue;
    const auto same = whole.sources.find(place);
    FUZZ_CHECK(same != whole.sources.end() || whole.code != absl::StatusCode::kOk);
    // Behind its eight digits a line may go on so that it is unreadable.
    if (same == whole.sources.end() || same->second.first != source.first) continue;
    FUZZ_CHECK(same->second.second == source.second);
  }
  std::string other = marked;
  if (other.find('\r') == std::string::npos) absl::StrReplaceAll({{"\n", "\r\n"}}, &other);
  const fuzz::RegAnswer utf16 = fuzz::AskReg(*Utf8ToUtf16(other, Endian::kBig));
  FUZZ_CHECK(utf16.code == whole.code && utf16.states == whole.states);
  return 0;
}
