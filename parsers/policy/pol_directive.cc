// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/pol_directive.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

#include "parsers/bytes/utf16.h"

namespace ntlmatrix::policy {
namespace {

using Kind = PolDirective::Kind;

bool ConsumePrefixIgnoreCase(absl::string_view* text, absl::string_view prefix) {
  if (!absl::StartsWithIgnoreCase(*text, prefix)) return false;
  text->remove_prefix(prefix.size());
  return true;
}

}  // namespace

PolDirective PolDirectiveOf(absl::string_view value_name) {
  absl::string_view rest = value_name;
  if (ConsumePrefixIgnoreCase(&rest, "**del.")) return {Kind::kDeleteValue, rest};
  if (ConsumePrefixIgnoreCase(&rest, "**soft.")) return {Kind::kSetIfAbsent, rest};
  if (!absl::ConsumeSuffix(&rest, ".")) absl::ConsumeSuffix(&rest, " ");
  if (absl::EqualsIgnoreCase(rest, "**delvals")) return {Kind::kDeleteAllValues, ""};
  if (absl::EqualsIgnoreCase(rest, "**deletevalues")) return {Kind::kDeleteValues, ""};
  if (absl::EqualsIgnoreCase(rest, "**deletekeys")) return {Kind::kDeleteKeys, ""};
  // The page writes the data behind the name: **SecureKey=1.
  if (!absl::ConsumeSuffix(&rest, "=0")) absl::ConsumeSuffix(&rest, "=1");
  if (absl::EqualsIgnoreCase(rest, "**securekey")) return {Kind::kSecureKey, ""};
  return {};
}

std::optional<std::string> PolDirectiveList(Bytes data) {
  auto list = Utf16ToUtf8(data);
  if (!list.ok()) return std::nullopt;
  while (!list->empty() && list->back() == '\0') list->pop_back();
  const bool has_control = std::any_of(list->begin(), list->end(),
                                       [](char c) { return static_cast<uint8_t>(c) < 0x20; });
  if (has_control) return std::nullopt;
  if (list->find_first_not_of(';') == std::string::npos) return std::nullopt;
  return *std::move(list);
}

}  // namespace ntlmatrix::policy
