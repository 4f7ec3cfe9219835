// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/setting_key.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"
#include "absl/types/span.h"

namespace ntlmatrix::policy {
namespace {

bool SameLetter(char a, char b) {
  return absl::ascii_tolower(static_cast<unsigned char>(a)) ==
         absl::ascii_tolower(static_cast<unsigned char>(b));
}

// Whether one character too many, one missing, one wrong or two exchanged make the names differ.
bool IsOneSlip(absl::string_view shorter, absl::string_view longer) {
  if (shorter.size() > longer.size()) std::swap(shorter, longer);
  if (longer.size() - shorter.size() > 1) return false;
  while (!shorter.empty() && SameLetter(shorter.front(), longer.front())) {
    shorter.remove_prefix(1);
    longer.remove_prefix(1);
  }
  while (!shorter.empty() && SameLetter(shorter.back(), longer.back())) {
    shorter.remove_suffix(1);
    longer.remove_suffix(1);
  }
  return longer.size() <= 1 ||
         (shorter.size() == 2 && longer.size() == 2 && SameLetter(shorter[0], longer[1]) &&
          SameLetter(shorter[1], longer[0]));
}

// The same without case; `#` of the pattern is any digit.
bool FitsPattern(absl::string_view text, absl::string_view pattern) {
  return std::equal(text.begin(), text.end(), pattern.begin(), pattern.end(), [](char a, char b) {
    return SameLetter(a, b) || (b == '#' && absl::ascii_isdigit(static_cast<unsigned char>(a)));
  });
}

// Whether a text of that beginning and end, and anything between them, can fit the pattern.
bool MayFitPattern(absl::string_view begin, absl::string_view end, absl::string_view pattern) {
  return begin.size() + end.size() <= pattern.size() &&
         FitsPattern(begin, pattern.substr(0, begin.size())) &&
         FitsPattern(end, pattern.substr(pattern.size() - end.size()));
}

bool IsControlSet(absl::string_view name) {
  return absl::EqualsIgnoreCase(name, "CurrentControlSet") || IsNumberedControlSet(name);
}

}  // namespace

absl::string_view SettingKey(SettingId id) {
  return id == SettingId::kLmCompatibilityLevel ? "System\\CurrentControlSet\\Control\\Lsa"
                                                : "System\\CurrentControlSet\\Control\\Lsa\\MSV1_0";
}

std::string FullSettingName(SettingId id) {
  return absl::StrCat("MACHINE\\", SettingKey(id), "\\", SettingName(id));
}

bool IsLocalMachine(absl::string_view hive) {
  absl::ConsumeSuffix(&hive, ":");
  return absl::EqualsIgnoreCase(hive, "MACHINE") || absl::EqualsIgnoreCase(hive, "HKLM") ||
         absl::EqualsIgnoreCase(hive, "HKEY_LOCAL_MACHINE");
}

bool IsNumberedControlSet(absl::string_view name) {
  constexpr absl::string_view kPrefix = "ControlSet";
  if (!absl::StartsWithIgnoreCase(name, kPrefix)) return false;
  const absl::string_view number = name.substr(kPrefix.size());
  return number.size() == 3 && number != "000" &&
         number.find_first_not_of("0123456789") == absl::string_view::npos;
}

// Nearly every name of a store is told from a setting's by its length, or by a single letter.

std::optional<SettingId> SettingThatEnds(absl::string_view text) {
  for (const SettingId id : kAllSettings) {
    const absl::string_view setting = SettingName(id);
    if (text.size() >= setting.size() && SameLetter(text.back(), setting.back()) &&
        absl::EndsWithIgnoreCase(text, setting)) {
      return id;
    }
  }
  return std::nullopt;
}

std::optional<SettingId> SettingNamed(absl::string_view name) {
  const auto id = SettingThatEnds(name);
  return id.has_value() && name.size() == SettingName(*id).size() ? id : std::nullopt;
}

std::optional<SettingId> SettingMeantBy(absl::string_view name) {
  if (const auto id = SettingThatEnds(name); id.has_value()) return id;
  for (const SettingId id : kAllSettings) {
    const absl::string_view setting = SettingName(id);
    if (name.size() + 1 < setting.size()) continue;
    if (name.size() <= setting.size() + 1) {
      if (IsOneSlip(name, setting)) return id;
    } else if (name[setting.size()] == '=' && absl::StartsWithIgnoreCase(name, setting)) {
      return id;
    }
  }
  return std::nullopt;
}

bool MentionsSetting(absl::string_view text) {
  const std::string lower = absl::AsciiStrToLower(text);
  return std::any_of(AllSettings().begin(), AllSettings().end(), [&](SettingId id) {
    return absl::StrContains(lower, absl::AsciiStrToLower(SettingName(id)));
  });
}

bool MayConcernSetting(absl::string_view key, absl::string_view name) {
  if (SettingMeantBy(name).has_value() || MentionsSetting(name)) return true;
  if (!name.empty()) return false;
  const KeyParts parts = absl::StrSplit(key, '\\', absl::SkipEmpty());
  return MentionsSetting(key) || std::any_of(AllSettings().begin(), AllSettings().end(),
                                             [&](SettingId id) { return IsKeyOrBelow(id, parts); });
}

bool IsKeyOf(SettingId id, const KeyParts& key) {
  return IsKeyOrBelow(id, key) &&
         key.size() == (id == SettingId::kLmCompatibilityLevel ? size_t{4} : size_t{5});
}

bool IsKeyOrBelow(SettingId id, const KeyParts& key) {
  const KeyParts own = absl::StrSplit(SettingKey(id), '\\');
  if (key.size() > own.size()) return false;
  for (size_t i = 0; i < key.size(); ++i) {
    const bool control_set = i == 1 && IsControlSet(key[i]);
    if (!control_set && !absl::EqualsIgnoreCase(key[i], own[i])) return false;
  }
  return true;
}

bool IsNearSetting(absl::string_view key) {
  const KeyParts parts = absl::StrSplit(key, '\\', absl::SkipEmpty());
  const absl::Span<const SettingId> settings = AllSettings();
  return std::any_of(settings.begin(), settings.end(),
                     [&](SettingId id) { return IsKeyOrBelow(id, parts); });
}

bool MayBecomeNearSetting(absl::string_view path) {
  const std::vector<absl::string_view> parts = absl::StrSplit(path, '\\', absl::SkipEmpty());
  const std::string plain = absl::StrJoin(parts, "\\");
  const size_t first = plain.find('%');
  const size_t last = plain.rfind('%');
  if (first == last) return false;  // also where there is none
  const absl::string_view begin = absl::string_view(plain).substr(0, first);
  const absl::string_view end = absl::string_view(plain).substr(last + 1);
  for (const SettingId id : AllSettings()) {
    for (const absl::string_view set : {"CurrentControlSet", "ControlSet###"}) {
      std::string target = absl::StrReplaceAll(absl::StrCat(SettingKey(id), "\\", SettingName(id)),
                                               {{"CurrentControlSet", set}});
      while (true) {
        if (MayFitPattern(begin, end, target)) return true;
        const size_t above = target.rfind('\\');
        if (above == std::string::npos) break;
        target.resize(above);
      }
    }
  }
  return false;
}

}  // namespace ntlmatrix::policy
