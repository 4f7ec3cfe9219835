// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/policy_finding.h"

#include "absl/strings/str_cat.h"

namespace ntlmatrix::policy {

std::string Shown(absl::string_view raw) {
  constexpr size_t kMost = 80;
  std::string shown;
  shown.reserve(kMost + 8);
  for (const char c : raw) {
    if (shown.size() >= kMost) return shown + "...";
    const auto byte = static_cast<uint8_t>(c);
    if (byte >= 0x20 && byte < 0x7F) {
      shown.push_back(c);
    } else {
      absl::StrAppend(&shown, "\\x", absl::Hex(byte, absl::kZeroPad2));
    }
  }
  return shown;
}

}  // namespace ntlmatrix::policy
