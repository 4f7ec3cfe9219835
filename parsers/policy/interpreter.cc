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

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/min_session_security.h"

namespace ntlmatrix::policy {
namespace {

using Parts = std::vector<absl::string_view>;

constexpr uint32_t kMaxLmCompatibilityLevel = 5;

bool IsLocalMachine(absl::string_view hive) {
  absl::ConsumeSuffix(&hive, ":");
  return absl::EqualsIgnoreCase(hive, "MACHINE") || absl::EqualsIgnoreCase(hive, "HKLM") ||
         absl::EqualsIgnoreCase(hive, "HKEY_LOCAL_MACHINE");
}

// ControlSet001 to ControlSet999.
bool IsNumberedControlSet(absl::string_view name) {
  constexpr absl::string_view kPrefix = "ControlSet";
  if (!absl::StartsWithIgnoreCase(name, kPrefix)) return false;
  const absl::string_view number = name.substr(kPrefix.size());
  return number.size() == 3 && number != "000" &&
         number.find_first_not_of("0123456789") == absl::string_view::npos;
}

absl::string_view KeyOf(SettingId id) {
  return id == SettingId::kLmCompatibilityLevel
             ? "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\"
             : "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\MSV1_0\\";
}

std::string FullName(SettingId id) { return absl::StrCat(KeyOf(id), SettingName(id)); }

std::optional<SettingId> SettingNamed(absl::string_view name) {
  for (const SettingId id : AllSettings()) {
    if (absl::EqualsIgnoreCase(name, SettingName(id))) return id;
  }
  return std::nullopt;
}

// Whether one character too many, one missing, one wrong or two exchanged make the names differ.
bool IsOneSlip(absl::string_view shorter, absl::string_view longer) {
  if (shorter.size() > longer.size()) std::swap(shorter, longer);
  if (longer.size() - shorter.size() > 1) return false;
  const auto same = [](char a, char b) {
    return absl::ascii_tolower(static_cast<unsigned char>(a)) ==
           absl::ascii_tolower(static_cast<unsigned char>(b));
  };
  while (!shorter.empty() && same(shorter.front(), longer.front())) {
    shorter.remove_prefix(1);
    longer.remove_prefix(1);
  }
  while (!shorter.empty() && same(shorter.back(), longer.back())) {
    shorter.remove_suffix(1);
    longer.remove_suffix(1);
  }
  return longer.size() <= 1 || (shorter.size() == 2 && longer.size() == 2 &&
                                same(shorter[0], longer[1]) && same(shorter[1], longer[0]));
}

// The setting that a name seems to mean: one slip away, or with a piece of the line before or
// after.
std::optional<SettingId> SettingMeantBy(absl::string_view name) {
  for (const SettingId id : AllSettings()) {
    const absl::string_view setting = SettingName(id);
    if (IsOneSlip(name, setting) || absl::EndsWithIgnoreCase(name, setting)) return id;
    if (absl::StartsWithIgnoreCase(name, setting) && name[setting.size()] == '=') return id;
  }
  return std::nullopt;
}

// Whether the parts of a key are those of the setting's key.
bool IsKeyOf(SettingId id, const Parts& key) {
  const bool msv1_0 = id != SettingId::kLmCompatibilityLevel;
  return key.size() == (msv1_0 ? 5u : 4u) && absl::EqualsIgnoreCase(key[0], "System") &&
         (absl::EqualsIgnoreCase(key[1], "CurrentControlSet") || IsNumberedControlSet(key[1])) &&
         absl::EqualsIgnoreCase(key[2], "Control") && absl::EqualsIgnoreCase(key[3], "Lsa") &&
         (!msv1_0 || absl::EqualsIgnoreCase(key[4], "MSV1_0"));
}

std::string Path(const RegistryValue& value) {
  return Shown(absl::StrCat(value.hive, "\\", value.key, "\\", value.name));
}

// The name without what people put around it by mistake: separators, blanks, a path with `/`; the
// last key when the name is empty.
absl::string_view BareName(const RegistryValue& value) {
  absl::string_view name = value.name;
  if (name.empty()) name = value.key.substr(std::min(value.key.rfind('\\') + 1, value.key.size()));
  name = name.substr(std::min(name.find_last_of("\\/") + 1, name.size()));
  return absl::StripAsciiWhitespace(name);
}

std::string RawText(const RegistryValue& value) {
  if (const auto* text = std::get_if<absl::string_view>(&value.data)) return std::string(*text);
  std::string hex;
  for (const uint8_t byte : std::get<Bytes>(value.data)) {
    absl::StrAppend(&hex, absl::Hex(byte, absl::kZeroPad2));
  }
  return hex;
}

// A decimal number, or a hexadecimal one after 0x ([MS-GPSB] 2.2.5), of 32 bits; nothing else.
std::optional<uint32_t> ParseNumber(absl::string_view text) {
  const bool hex = absl::ConsumePrefix(&text, "0x") || absl::ConsumePrefix(&text, "0X");
  const uint32_t base = hex ? 16 : 10;
  if (text.empty()) return std::nullopt;
  uint64_t number = 0;
  for (const char c : text) {
    const bool is_digit = absl::ascii_isdigit(static_cast<unsigned char>(c));
    const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
    if (!is_digit && !(hex && lower >= 'a' && lower <= 'f')) return std::nullopt;
    number = number * base + static_cast<uint32_t>(is_digit ? c - '0' : lower - 'a' + 10);
    if (number > UINT32_MAX) return std::nullopt;
  }
  return static_cast<uint32_t>(number);
}

// The number a value states or, in another type than REG_DWORD, seems to mean.
std::optional<uint32_t> NumberOf(const RegistryValue& value) {
  if (const auto* text = std::get_if<absl::string_view>(&value.data)) {
    absl::string_view digits = *text;
    if (value.type != kRegDword && absl::ConsumePrefix(&digits, "\"")) {
      absl::ConsumeSuffix(&digits, "\"");
    }
    return ParseNumber(digits);
  }
  ByteReader reader(std::get<Bytes>(value.data));
  uint32_t number = 0;
  if (!reader.ReadU32(&number) || !reader.done()) return std::nullopt;
  return number;
}

SettingSource Judge(SettingId id, const RegistryValue& value, absl::string_view file) {
  SettingSource source{std::string(file),        value.where, value.type, RawText(value),
                       SettingState::kMalformed, 0,           ""};
  if (value.operation == RegistryValue::Operation::kDelete) {
    source.state = SettingState::kDeleted;
    source.problem = "the store deletes the value";
    return source;
  }
  const auto number = NumberOf(value);
  if (value.type != kRegDword) {
    source.state = SettingState::kWrongType;
    source.problem = absl::StrCat("type ", value.type, " instead of 4 (REG_DWORD)");
    if (number.has_value()) absl::StrAppend(&source.problem, "; it would be the number ", *number);
  } else if (value.cut_off) {
    source.problem = absl::StrCat("the file ends after `", Shown(source.raw),
                                  "` without line end; the number may be cut off");
  } else if (!number.has_value()) {
    source.problem = absl::StrCat("`", Shown(source.raw), "` is not a number of 32 bits");
  } else if (id == SettingId::kLmCompatibilityLevel && *number > kMaxLmCompatibilityLevel) {
    source.problem = absl::StrCat("level ", *number, " is outside 0 to 5");
  } else {
    source.state = SettingState::kDefined;
    source.value = *number;
  }
  return source;
}

// A source that names the setting in a way no document explains, whatever its value.
SettingSource Misnamed(SettingId id, const RegistryValue& value, absl::string_view file,
                       std::string problem) {
  SettingSource source = Judge(id, value, file);
  source.state = SettingState::kMalformed;
  source.value = 0;
  source.problem = std::move(problem);
  return source;
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
    default:
      return "malformed";
  }
}

std::string FixOf(SettingId id) {
  return absl::StrCat("write ", FullName(id), "=4,",
                      id == SettingId::kLmCompatibilityLevel ? "LEVEL, with a level from 0 to 5"
                                                             : "MASK, such as 537395200 for both "
                                                               "options",
                      ", and end the line");
}

// Line numbers of the sources, the first few.
std::string Places(const std::vector<SettingSource>& sources) {
  constexpr size_t kMost = 8;
  std::string text;
  for (size_t i = 0; i < std::min(sources.size(), kMost); ++i) {
    absl::StrAppend(&text, i == 0 ? "" : ", ", PlaceText(sources[i].place));
  }
  if (sources.size() > kMost) absl::StrAppend(&text, ", ...");
  return text;
}

PolicySetting Merge(SettingId id, const std::vector<SettingSource>& sources) {
  PolicySetting setting{id, SettingState::kNotDefined, 0, sources};
  if (sources.empty()) return setting;
  const SettingSource& first = sources.front();
  const bool agree = std::all_of(sources.begin(), sources.end(), [&](const SettingSource& source) {
    return source.state == first.state && source.value == first.value;
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
  const auto id = SettingNamed(BareName(value));
  if (!id.has_value()) {
    if (const auto meant = SettingMeantBy(value.name); meant.has_value()) {
      AddSuspect(*meant, value, "misspelt-name",
                 absl::StrCat(Path(value), " is no setting; ", SettingName(*meant), " is one"));
    }
    return;
  }
  absl::string_view key = value.key;
  absl::ConsumeSuffix(&key, "\\");
  Parts parts = absl::StrSplit(key, '\\');
  if (IsLocalMachine(value.hive) && IsKeyOf(*id, parts) &&
      absl::EqualsIgnoreCase(value.name, SettingName(*id))) {
    if (IsNumberedControlSet(parts[1])) {
      Report({"numbered-control-set", Severity::kWarning,
              absl::StrCat(SettingName(*id), " is set in ", Shown(parts[1]),
                           ", which is the current control set only if "
                           "HKLM\\SYSTEM\\Select says so"),
              absl::StrCat("write ", FullName(*id)), value.where});
    }
    AddSource(*id, Judge(*id, value, file_));
    return;
  }
  const std::string path = absl::StrCat(value.key, "\\", value.name);
  const Parts whole = absl::StrSplit(path, '\\', absl::SkipEmpty());
  Parts whole_key = whole;
  if (!whole_key.empty()) whole_key.pop_back();
  if (IsLocalMachine(value.hive) && IsKeyOf(*id, whole_key) &&
      absl::EqualsIgnoreCase(whole.back(), SettingName(*id))) {
    std::string problem = absl::StrCat("doubled backslash in ", Path(value),
                                       "; no document says what Windows does with it");
    Report({"doubled-backslash", Severity::kError, absl::StrCat(SettingName(*id), ": ", problem),
            absl::StrCat("write ", FullName(*id)), value.where});
    sources_[static_cast<size_t>(*id)].push_back(Misnamed(*id, value, file_, std::move(problem)));
    return;
  }
  AddSuspect(*id, value, "wrong-location",
             absl::StrCat(SettingName(*id), " is not read from ", Path(value)));
}

void Interpreter::AddSuspect(SettingId id, const RegistryValue& value, absl::string_view rule,
                             std::string problem) {
  std::optional<SettingSource>& suspect = suspects_[static_cast<size_t>(id)];
  if (!suspect.has_value()) suspect = Misnamed(id, value, file_, problem);
  Report({rule, Severity::kError, std::move(problem), absl::StrCat("write ", FullName(id)),
          value.where});
}

void Interpreter::AddSource(SettingId id, SettingSource source) {
  if (source.state != SettingState::kDefined) {
    Report({StateId(source.state), Severity::kError,
            absl::StrCat(SettingName(id), ": ", source.problem), FixOf(id), source.place});
  } else {
    if (source.raw.size() > 1 && absl::StartsWith(source.raw, "0") &&
        source.raw.find_first_not_of("0123456789") == std::string::npos) {
      Report({"leading-zero", Severity::kWarning,
              absl::StrCat(SettingName(id), ": `", Shown(source.raw),
                           "` is read as decimal; other readers may read octal"),
              absl::StrCat("write ", source.value), source.place});
    }
    if (id != SettingId::kLmCompatibilityLevel) LintMask(id, source);
  }
  sources_[static_cast<size_t>(id)].push_back(std::move(source));
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
         absl::StrCat("if that choice is meant, write ", mask), source.place});
    return;
  }
  const uint32_t unknown = value & ~kKnownMinSessionSecurity;
  if (unknown == 0) return;
  std::string fix = absl::StrCat("write ", value & kKnownMinSessionSecurity);
  if (value == 0x20040000) fix = "537395200 (0x20080000) is the value for both options; write that";
  Report({"unknown-bits", Severity::kError,
          absl::StrCat(SettingName(id), " ", HexAndDecimal(value), " has bits ", "0x",
                       absl::Hex(unknown, absl::kZeroPad8), " that no document gives a meaning"),
          fix, source.place});
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
    if (setting.sources.size() < 2) continue;
    const SettingSource& last = setting.sources.back();
    if (setting.state == SettingState::kConflicting) {
      findings.push_back(
          {"conflicting", Severity::kError,
           absl::StrCat(SettingName(setting.id), " has sources that do not agree: ",
                        Places(setting.sources), "; a reader that lets the last one win gets ",
                        last.state == SettingState::kDefined ? HexAndDecimal(last.value)
                                                             : std::string("no valid value")),
           "keep one of them", last.place});
    } else {
      findings.push_back({"duplicate", Severity::kWarning,
                          absl::StrCat(SettingName(setting.id),
                                       " is set more than once, alike: ", Places(setting.sources)),
                          "keep one of them", last.place});
    }
  }
  const PolicySetting& client = settings[static_cast<size_t>(SettingId::kNtlmMinClientSec)];
  const PolicySetting& level = settings[static_cast<size_t>(SettingId::kLmCompatibilityLevel)];
  if (client.state == SettingState::kDefined && level.state == SettingState::kDefined &&
      (client.value & kRequireExtendedSessionSecurity) != 0 && level.value == 0) {
    findings.push_back(
        {"never-satisfiable", Severity::kError,
         "NtlmMinClientSec requires NTLMv2 session security, which a client at "
         "LmCompatibilityLevel 0 never uses: every connection is refused (KB 932461, KB 239869)",
         "raise LmCompatibilityLevel to 1 or more, or do not require NTLMv2 session security",
         client.sources.front().place});
  }
  return findings;
}

}  // namespace ntlmatrix::policy
