// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"

#include "fuzz/check.h"
#include "parsers/bytes/utf16.h"
#include "parsers/policy/security_template.h"
#include "parsers/policy/store_text.h"

namespace {

using namespace ntlmatrix;
using Encoded = std::vector<uint8_t>;

// Everything a reader says about a store, but for the remark on its encoding.
std::string Story(Bytes bytes) {
  std::string story;
  const absl::Status status = policy::ReadSecurityTemplate(
      {bytes},
      [&](const policy::RegistryValue& value) {
        absl::StrAppend(&story, policy::PlaceText(value.where), "|", value.hive, "|", value.key,
                        "|", value.name, "|", value.type, "|",
                        std::get<absl::string_view>(value.data), "|", value.cut_off, "\n");
      },
      [&](const policy::PolicyFinding& finding) {
        if (finding.place == policy::Place()) return;
        absl::StrAppend(&story, policy::PlaceText(finding.place), "|", finding.id, "\n");
      });
  return absl::StrCat(story, policy::PlaceText(policy::PlaceOf(status)), status.ToString());
}

Encoded Joined(Encoded mark, const Encoded& text) {
  mark.insert(mark.end(), text.begin(), text.end());
  return mark;
}

}  // namespace

// The same text in UTF-16LE, UTF-16BE and UTF-8 tells the same story.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Story(Bytes(data, size));
  const std::string text = policy::DecodeStoreText(Bytes(data, size)).utf8;
  if (text.empty()) return 0;
  const std::string story = Story(Joined({0xFF, 0xFE}, Utf8ToUtf16(text).value()));
  FUZZ_CHECK(Story(Joined({0xFE, 0xFF}, Utf8ToUtf16(text, Endian::kBig).value())) == story);
  FUZZ_CHECK(Story(Joined({0xEF, 0xBB, 0xBF}, Encoded(text.begin(), text.end()))) == story);
  return 0;
}
