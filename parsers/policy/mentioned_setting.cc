// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/mentioned_setting.h"

#include <algorithm>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

namespace ntlmatrix::policy {
namespace {

// Lower case and without the `_` that some put between the words.
constexpr absl::string_view kNames[] = {
    "ntlmminclientsec",
    "ntlmminserversec",
    "lmcompatibilitylevel",
    "minimumsessionsecurityforntlmsspbased",
    "lanmanagerauthenticationlevel",
};

}  // namespace

bool NamesSettingInAnyForm(absl::string_view text) {
  std::string plain;
  plain.reserve(text.size());
  for (const char c : text) {
    if (c != '_') plain.push_back(absl::ascii_tolower(static_cast<unsigned char>(c)));
  }
  return std::any_of(std::begin(kNames), std::end(kNames),
                     [&](absl::string_view name) { return absl::StrContains(plain, name); });
}

}  // namespace ntlmatrix::policy
