// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/gpo_report_display.h"

#include <cstdint>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/lm_compatibility_level.h"
#include "parsers/policy/min_session_security.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::policy {
namespace {

// The options of the policy page and, on Windows Vista and before, two more.
constexpr std::pair<absl::string_view, uint32_t> kOptions[] = {
    {"Require NTLMv2 session security", kRequireExtendedSessionSecurity},
    {"Require 128-bit encryption", kRequire128Bit},
    {"Require message integrity", 0x10},
    {"Require message confidentiality", 0x20},
};

std::optional<uint32_t> OptionNamed(absl::string_view name) {
  for (const auto& [option, bit] : kOptions) {
    if (absl::EqualsIgnoreCase(option, name)) return bit;
  }
  return std::nullopt;
}

std::optional<bool> ParseBoolean(absl::string_view text) {
  if (text == "true" || text == "1") return true;
  if (text == "false" || text == "0") return false;
  return std::nullopt;
}

void CompareField(uint32_t number, pugi::xml_node field, DisplayCheck* check) {
  const std::string name = ChildText(field, "Name");
  const std::string value = ChildText(field, "Value");
  const auto bit = OptionNamed(name);
  const auto required = ParseBoolean(value);
  if (!bit.has_value()) {
    check->unknown = absl::StrCat("the option `", Shown(name), "`");
  } else if (!required.has_value()) {
    check->disagreement =
        absl::StrCat("the option `", name, "` has the value `", Shown(value), "`");
  } else if (*required != ((number & *bit) != 0)) {
    check->disagreement = absl::StrCat("the option `", name, "` is ", value, " beside the number ",
                                       number, " (0x", absl::Hex(number, absl::kZeroPad8), ")");
  }
}

void CompareLevel(uint32_t number, absl::string_view text, DisplayCheck* check) {
  for (uint32_t level = 0; level < std::size(kLmCompatibilityLevels); ++level) {
    if (!absl::EqualsIgnoreCase(kLmCompatibilityLevels[level], text)) continue;
    if (level == number) return;
    check->disagreement = absl::StrCat("the text `", kLmCompatibilityLevels[level], "`, level ",
                                       level, ", is beside the number ", number);
    return;
  }
  check->unknown = absl::StrCat("the text `", Shown(text), "`");
}

}  // namespace

DisplayCheck CompareWithDisplay(SettingId id, absl::string_view number, pugi::xml_node options) {
  DisplayCheck check;
  uint32_t value = 0;
  if (!absl::SimpleAtoi(number, &value)) return check;  // the interpreter tells
  for (const pugi::xml_node display : ChildrenOf(options, "Display")) {
    if (id == SettingId::kLmCompatibilityLevel) {
      const std::string text = ChildText(display, "DisplayString");
      if (!text.empty()) CompareLevel(value, text, &check);
      continue;
    }
    for (const pugi::xml_node fields : ChildrenOf(display, "DisplayFields")) {
      for (const pugi::xml_node field : ChildrenOf(fields, "Field")) {
        CompareField(value, field, &check);
      }
    }
  }
  return check;
}

}  // namespace ntlmatrix::policy
