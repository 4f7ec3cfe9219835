// SPDX-License-Identifier: Apache-2.0

#include "conformance/cell.h"

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace ntlmatrix::conformance {
namespace {

using ntlm::flags::k128;
using ntlm::flags::k56;
using ntlm::flags::kExtendedSessionSecurity;

constexpr ClientSetting kCoreSettings[] = {
    {SettingState::kUndefinedLegacy},     {SettingState::kUndefinedModern},
    {SettingState::kDefined, 0},          {SettingState::kDefined, 0x00080000},
    {SettingState::kDefined, 0x20000000}, {SettingState::kDefined, 0x20080000},
    {SettingState::kDefined, 0x00000010}, {SettingState::kDefined, 0x00000020},
    {SettingState::kDefined, 0x00000030}, {SettingState::kDefined, 0x20080030},
};

constexpr ClientSetting kOddSettings[] = {
    {SettingState::kDefined, 0x80000000}, {SettingState::kDefined, 0xA0080000},
    {SettingState::kDefined, 0x40000000}, {SettingState::kDefined, 0x20040000},
    {SettingState::kDefined, 0xFFFFFFFF},
};

constexpr int kLevels[] = {0, 1, 2, 3, 4, 5};

constexpr ntlm::NegotiateFlags kServers[] = {
    0,
    k56,
    k128,
    k128 | k56,
    kExtendedSessionSecurity,
    kExtendedSessionSecurity | k56,
    kExtendedSessionSecurity | k128,
    kExtendedSessionSecurity | k128 | k56,
};

// The value of an axis that `spell` writes as `word`.
template <typename T, typename Spell>
bool FindByWord(absl::Span<const T> values, Spell spell, absl::string_view word, T* out) {
  for (const T& value : values) {
    if (spell(value) == word) {
      *out = value;
      return true;
    }
  }
  return false;
}

template <typename T, typename Spell>
absl::Status NoSuchValue(absl::string_view name, absl::string_view part, absl::Span<const T> values,
                         Spell spell) {
  return absl::InvalidArgumentError(
      absl::StrCat("no cell is called '", name, "': '", part, "' is none of ",
                   absl::StrJoin(values, " ", [&](std::string* out, const T& value) {
                     absl::StrAppend(out, spell(value));
                   })));
}

template <typename T, typename Spell>
absl::Status ReadAxis(absl::string_view name, absl::string_view part, absl::string_view prefix,
                      absl::Span<const T> values, Spell spell, T* out) {
  const auto spell_part = [&](const T& value) { return absl::StrCat(prefix, spell(value)); };
  if (FindByWord(values, spell_part, part, out)) return absl::OkStatus();
  return NoSuchValue(name, part, values, spell_part);
}

}  // namespace

uint32_t ClientSetting::Effective() const {
  switch (state) {
    case SettingState::kUndefinedLegacy:
      return 0;
    case SettingState::kUndefinedModern:
      return k128;
    case SettingState::kDefined:
      break;
  }
  return value;
}

absl::string_view FamilyName(Family family) {
  return family == Family::kPolicy ? "policy" : "policy-odd";
}

std::string SettingName(const ClientSetting& setting) {
  switch (setting.state) {
    case SettingState::kUndefinedLegacy:
      return "undefined-legacy";
    case SettingState::kUndefinedModern:
      return "undefined-modern";
    case SettingState::kDefined:
      break;
  }
  return setting.value == 0 ? "0" : absl::StrFormat("0x%X", setting.value);
}

absl::string_view ApplicationName(Application app) {
  switch (app) {
    case Application::kNone:
      return "none";
    case Application::kIntegrity:
      return "integrity";
    case Application::kConfidentiality:
      break;
  }
  return "confidentiality";
}

std::string ServerName(ntlm::NegotiateFlags server) {
  std::vector<absl::string_view> words;
  if (server & kExtendedSessionSecurity) words.push_back("ess");
  if (server & k128) words.push_back("128");
  if (server & k56) words.push_back("56");
  return words.empty() ? "none" : absl::StrJoin(words, ",");
}

std::string Cell::Name() const {
  return absl::StrCat(FamilyName(family), "/min=", SettingName(min), "/lm=", lm,
                      "/app=", ApplicationName(app), "/server=", ServerName(server));
}

absl::Span<const ClientSetting> AllSettings(Family family) {
  if (family == Family::kPolicy) return kCoreSettings;
  return kOddSettings;
}

absl::Span<const int> AllLevels() { return kLevels; }

absl::Span<const ntlm::NegotiateFlags> AllServers() { return kServers; }

std::vector<Cell> AllCells(Family family) {
  std::vector<Cell> cells;
  for (const ClientSetting& min : AllSettings(family)) {
    for (const int lm : kLevels) {
      for (const Application app : kAllApplications) {
        for (const ntlm::NegotiateFlags server : kServers) {
          cells.push_back({family, min, lm, app, server});
        }
      }
    }
  }
  return cells;
}

std::vector<Cell> AllCells() {
  std::vector<Cell> cells;
  for (const Family family : kAllFamilies) {
    for (const Cell& cell : AllCells(family)) cells.push_back(cell);
  }
  return cells;
}

absl::StatusOr<Cell> CellFromName(absl::string_view name) {
  const std::vector<absl::string_view> parts = absl::StrSplit(name, '/');
  if (parts.size() != 5) {
    return absl::InvalidArgumentError(absl::StrCat(
        "no cell is called '", name,
        "': a name looks like policy/min=0x20080000/lm=3/app=confidentiality/server=ess,128"));
  }
  Cell cell;
  absl::Status status =
      ReadAxis<Family>(name, parts[0], "", kAllFamilies, FamilyName, &cell.family);
  if (status.ok()) {
    status = ReadAxis(name, parts[1], "min=", AllSettings(cell.family), SettingName, &cell.min);
  }
  if (status.ok()) {
    status = ReadAxis<int>(
        name, parts[2], "lm=", kLevels, [](int lm) { return absl::StrCat(lm); }, &cell.lm);
  }
  if (status.ok()) {
    status =
        ReadAxis<Application>(name, parts[3], "app=", kAllApplications, ApplicationName, &cell.app);
  }
  if (status.ok()) {
    status = ReadAxis<ntlm::NegotiateFlags>(name, parts[4], "server=", kServers, ServerName,
                                            &cell.server);
  }
  if (!status.ok()) return status;
  return cell;
}

}  // namespace ntlmatrix::conformance
