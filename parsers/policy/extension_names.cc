// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/extension_names.h"

#include <cstddef>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/strip.h"

namespace ntlmatrix::policy {

bool NamesExtension(absl::string_view names, absl::string_view extension) {
  std::string last;
  while (true) {
    names = absl::StripLeadingAsciiWhitespace(names);
    const size_t end = names.find(']');
    if (!absl::ConsumePrefix(&names, "[") || end == absl::string_view::npos) return false;
    const absl::string_view group = absl::StripLeadingAsciiWhitespace(names.substr(0, end - 1));
    names.remove_prefix(end);
    if (group.size() < extension.size() || group.front() != '{' ||
        group[extension.size() - 1] != '}') {
      return false;
    }
    std::string guid = absl::AsciiStrToUpper(group.substr(0, extension.size()));
    if (guid < last) return false;
    if (absl::EqualsIgnoreCase(guid, extension)) return true;
    last = std::move(guid);
  }
}

}  // namespace ntlmatrix::policy
