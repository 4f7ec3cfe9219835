// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/interpreter.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <utility>
#include <variant>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "parsers/policy/min_session_security.h"
#include "parsers/policy/setting_key.h"
#include "parsers/policy/setting_lint.h"
#include "parsers/policy/setting_source.h"

namespace ntlmatrix::policy {
namespace {

std::string Path(const RegistryValue& value) {
  return Shown(absl::StrCat(value.hive, "\\", value.key, "\\", value.name));
}

// The setting that a value names, with what people put around the name by mistake: separators,
// blanks, a path with `/`; as the last key when the name is empty.
std::optional<SettingId> SettingNamedBy(const RegistryValue& value) {
  absl::string_view path =
      absl::StripTrailingAsciiWhitespace(value.name.empty() ? value.key : value.name);
  const auto id = SettingThatEnds(path);
  if (!id.has_value()) return std::nullopt;
  path.remove_suffix(SettingName(*id).size());
  path = absl::StripTrailingAsciiWhitespace(path);
  if (path.empty() || path.back() == '\\' || path.back() == '/') return id;
  return std::nullopt;
}

std::string HexAndDecimal(uint32_t value) {
  return absl::StrCat("0x", absl::Hex(value, absl::kZeroPad8), " (", value, ")");
}

absl::string_view StateId(SettingState state) {
  switch (state) {
    case SettingState::kDeleted:
      return "deleted";
    case SettingState::kWrongType:
      return "wrong-type";
    case SettingState::kConflicting:
      return "conditional";
    default:
      return "malformed";
  }
}

// Stores write a value in ways of their own; what to write is the same in all.
std::string FixOf(SettingId id, SettingState state) {
  if (state == SettingState::kConflicting) {
    return "give a store in which it holds without condition, such as the SYSTEM hive of the "
           "computer";
  }
  return absl::StrCat("set ", FullSettingName(id), " to a whole REG_DWORD: ",
                      id == SettingId::kLmCompatibilityLevel
                          ? "a level from 0 to 5"
                          : "a mask, such as 0x20080000 (537395200) for both options");
}

bool InOneFile(const std::vector<SettingSource>& sources) {
  return std::all_of(sources.begin(), sources.end(), [&](const SettingSource& source) {
    return source.file == sources.front().file;
  });
}

// Where the sources stand, the first few.
std::string Places(const std::vector<SettingSource>& sources) {
  constexpr size_t kMost = 8;
  const bool with_file = !InOneFile(sources);
  std::string text;
  for (size_t i = 0; i < std::min(sources.size(), kMost); ++i) {
    const std::string place = PlaceText(sources[i].place);
    absl::StrAppend(&text, i == 0 ? "" : ", ");
    if (with_file) absl::StrAppend(&text, Shown(sources[i].file), place.empty() ? "" : ":");
    absl::StrAppend(&text, place);
  }
  if (sources.size() > kMost) absl::StrAppend(&text, ", ...");
  return text;
}

using Sources = std::vector<SettingSource>;

bool IsDeletion(const SettingSource& source) { return source.state == SettingState::kDeleted; }

// The first source after the deletions that a store begins with.
Sources::const_iterator FirstKept(const Sources& sources) {
  return std::find_if_not(sources.begin(), sources.end(), IsDeletion);
}

// A value that the same file first deletes is set. Whether one that is deleted later, or in another
// file, remains is up to the reader.
PolicySetting Merge(SettingId id, const Sources& sources) {
  PolicySetting setting{id, SettingState::kNotDefined, 0, sources};
  if (sources.empty()) return setting;
  const auto kept = FirstKept(sources);
  const SettingSource& first = kept == sources.end() ? sources.front() : *kept;
  const bool agree = std::all_of(sources.begin(), sources.end(), [&](const SettingSource& source) {
    return (source.state == first.state && source.value == first.value) ||
           (&source < &first && source.file == first.file);
  });
  setting.state = agree ? first.state : SettingState::kConflicting;
  setting.value = agree ? first.value : 0;
  return setting;
}

}  // namespace

Interpreter::Interpreter(absl::string_view file) : file_(file) {}

void Interpreter::Report(PolicyFinding finding) {
  size_t& count = finding_counts_[static_cast<size_t>(finding.severity)];
  if (++count <= kMaxFindings) findings_.push_back(std::move(finding));
}

void Interpreter::Add(const RegistryValue& value) {
  if (value.operation == RegistryValue::Operation::kDeleteValues ||
      value.operation == RegistryValue::Operation::kDeleteKey) {
    AddKeyDeletion(value);
    return;
  }
  const auto id = SettingNamedBy(value);
  if (!id.has_value()) {
    if (const auto meant = SettingMeantBy(value.name); meant.has_value()) {
      AddSuspect(*meant, value, "misspelt-name",
                 absl::StrCat(Path(value), " is no setting; ", SettingName(*meant), " is one"));
    }
    return;
  }
  absl::string_view key = value.key;
  absl::ConsumeSuffix(&key, "\\");
  KeyParts parts = absl::StrSplit(key, '\\');
  if (IsLocalMachine(value.hive) && IsKeyOf(*id, parts) &&
      absl::EqualsIgnoreCase(value.name, SettingName(*id))) {
    if (IsNumberedControlSet(parts[1])) return AddNumbered(*id, value, parts[1]);
    AddSource(*id, value);
    return;
  }
  const std::string path = absl::StrCat(value.key, "\\", value.name);
  const KeyParts whole = absl::StrSplit(path, '\\', absl::SkipEmpty());
  KeyParts whole_key = whole;
  if (!whole_key.empty()) whole_key.pop_back();
  if (IsLocalMachine(value.hive) && IsKeyOf(*id, whole_key) &&
      absl::EqualsIgnoreCase(whole.back(), SettingName(*id))) {
    std::string problem = absl::StrCat("doubled backslash in ", Path(value),
                                       "; no document says what Windows does with it");
    Report({"doubled-backslash", Severity::kError, absl::StrCat(SettingName(*id), ": ", problem),
            absl::StrCat("write ", FullSettingName(*id)), value.where, std::string(value.file)});
    sources_[static_cast<size_t>(*id)].push_back(
        MisnamedSource(*id, value, file_, std::move(problem)));
    return;
  }
  AddSuspect(*id, value, "wrong-location",
             absl::StrCat(SettingName(*id), " is not read from ", Path(value)));
}

// Whether a numbered control set is the current one, no other store tells than the hive.
void Interpreter::AddNumbered(SettingId id, RegistryValue value, absl::string_view control_set) {
  const std::string condition = absl::StrCat(
      value.condition, value.condition.empty() ? "" : " and ",
      "holds only where HKLM\\SYSTEM\\Select names ", Shown(control_set), " as the current one");
  value.condition = condition;
  AddSource(id, value);
}

void Interpreter::AddKeyDeletion(const RegistryValue& value) {
  if (!IsLocalMachine(value.hive)) return;
  absl::string_view key = value.key;
  absl::ConsumeSuffix(&key, "\\");
  const KeyParts parts = absl::StrSplit(key, '\\', absl::SkipEmpty());
  for (const SettingId id : AllSettings()) {
    const bool deletes = value.operation == RegistryValue::Operation::kDeleteKey
                             ? IsKeyOrBelow(id, parts)
                             : IsKeyOf(id, parts);
    if (deletes) AddSource(id, value);
  }
}

void Interpreter::AddSuspect(SettingId id, const RegistryValue& value, absl::string_view rule,
                             std::string problem) {
  std::optional<SettingSource>& suspect = suspects_[static_cast<size_t>(id)];
  if (!suspect.has_value()) suspect = MisnamedSource(id, value, file_, problem);
  Report({rule, Severity::kError, std::move(problem), absl::StrCat("write ", FullSettingName(id)),
          value.where, std::string(value.file)});
}

void Interpreter::AddSource(SettingId id, const RegistryValue& value) {
  SettingSource source = JudgeSource(id, value, file_);
  if (source.state != SettingState::kDefined && !IsDeletion(source)) {
    Report({StateId(source.state), Severity::kError,
            absl::StrCat(SettingName(id), ": ", source.problem), FixOf(id, source.state),
            source.place, FindingFile(source)});
  } else if (!IsDeletion(source)) {
    // Where the store has the number in another form, its digits may be of another base.
    const auto* text = std::get_if<absl::string_view>(&value.data);
    if (text != nullptr && *text == source.raw && source.raw.size() > 1 &&
        absl::StartsWith(source.raw, "0") &&
        source.raw.find_first_not_of("0123456789") == std::string::npos) {
      Report({"leading-zero", Severity::kWarning,
              absl::StrCat(SettingName(id), ": `", Shown(source.raw),
                           "` is read as decimal; other readers may read octal"),
              absl::StrCat("write ", source.value), source.place, FindingFile(source)});
    }
    if (id != SettingId::kLmCompatibilityLevel) LintMask(id, source);
  }
  Sources& sources = sources_[static_cast<size_t>(id)];
  // A list of names in one record can delete the same value, or a key above it, many times.
  if (IsDeletion(source) && !sources.empty() && IsDeletion(sources.back()) &&
      sources.back().place == source.place && sources.back().file == source.file) {
    return;
  }
  sources.push_back(std::move(source));
}

// Empty for the store itself, which findings do not name.
std::string Interpreter::FindingFile(const SettingSource& source) const {
  return source.file == file_ ? std::string() : source.file;
}

void Interpreter::LintMask(SettingId id, const SettingSource& source) {
  const uint32_t value = source.value;
  if (value >= 1 && value <= 3) {
    const uint32_t mask =
        (value & 1 ? kRequireExtendedSessionSecurity : 0u) | (value & 2 ? kRequire128Bit : 0u);
    Report(
        {"enum-instead-of-mask", Severity::kError,
         absl::StrCat(SettingName(id), " ", value,
                      " looks like the number of a choice in the Intune API, not like a mask; as "
                      "a mask it requires nothing that a document names"),
         absl::StrCat("if that choice is meant, write ", mask), source.place, FindingFile(source)});
    return;
  }
  const uint32_t unknown = value & ~kKnownMinSessionSecurity;
  if (unknown == 0) return;
  std::string fix = absl::StrCat("write ", value & kKnownMinSessionSecurity);
  if (value == 0x20040000) fix = "537395200 (0x20080000) is the value for both options; write that";
  Report({"unknown-bits", Severity::kError,
          absl::StrCat(SettingName(id), " ", HexAndDecimal(value), " has bits ", "0x",
                       absl::Hex(unknown, absl::kZeroPad8), " that no document gives a meaning"),
          fix, source.place, FindingFile(source)});
}

std::vector<PolicySetting> Interpreter::Settings() const {
  std::vector<PolicySetting> settings;
  for (const SettingId id : AllSettings()) {
    const std::vector<SettingSource>& sources = sources_[static_cast<size_t>(id)];
    const std::optional<SettingSource>& suspect = suspects_[static_cast<size_t>(id)];
    settings.push_back(sources.empty() && suspect.has_value() ? Merge(id, {*suspect})
                                                              : Merge(id, sources));
  }
  return settings;
}

// What follows from several sources, or from a deletion, of one setting.
void Interpreter::FindDisagreement(const PolicySetting& setting,
                                   std::vector<PolicyFinding>* findings) const {
  const absl::string_view name = SettingName(setting.id);
  const Sources& sources = setting.sources;
  const SettingSource& last = sources.back();
  const auto report = [&](absl::string_view id, Severity severity, std::string message,
                          std::string fix) {
    findings->push_back(
        {id, severity, std::move(message), std::move(fix), last.place, FindingFile(last)});
  };
  const auto kept = static_cast<size_t>(sources.end() - FirstKept(sources));
  if (setting.state == SettingState::kDeleted) {
    report("deleted", Severity::kError, absl::StrCat(name, ": ", last.problem),
           FixOf(setting.id, setting.state));
  } else if (setting.state == SettingState::kConflicting && sources.size() > 1) {
    report("conflicting", Severity::kError,
           absl::StrCat(name, " has sources that do not agree: ", Places(sources),
                        "; a reader that lets the last one win gets ",
                        last.state == SettingState::kDefined ? HexAndDecimal(last.value)
                                                             : std::string("no valid value")),
           "keep one of them");
  } else if (kept < sources.size()) {
    report("deleted-before-set", Severity::kWarning,
           absl::StrCat(name, " is deleted and then set: ", Places(sources),
                        "; a reader that applies deletions last gets nothing"),
           "remove the deletion");
  }
  if (setting.state == SettingState::kConflicting || kept < 2) return;
  if (InOneFile(sources)) {
    report("duplicate", Severity::kWarning,
           absl::StrCat(name, " is set more than once, alike: ", Places(sources)),
           "keep one of them");
  } else {
    report("several-files", Severity::kNote,
           absl::StrCat(name, " is set in several files, alike: ", Places(sources)),
           "keep one of them, so that they can't drift apart");
  }
}

std::vector<PolicyFinding> Interpreter::Findings() const {
  std::vector<PolicyFinding> findings = findings_;
  size_t left_out = 0;
  for (const size_t count : finding_counts_) left_out += count - std::min(count, kMaxFindings);
  if (left_out > 0) {
    findings.push_back({"more-findings",
                        Severity::kWarning,
                        absl::StrCat(left_out, " more findings of these kinds are not listed"),
                        "mend those that are listed first",
                        {}});
  }
  const std::vector<PolicySetting> settings = Settings();
  for (const PolicySetting& setting : settings) {
    if (!setting.sources.empty()) FindDisagreement(setting, &findings);
  }
  for (PolicyFinding& finding : LintSettings(settings, file_)) {
    findings.push_back(std::move(finding));
  }
  return findings;
}

}  // namespace ntlmatrix::policy
