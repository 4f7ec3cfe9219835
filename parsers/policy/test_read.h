// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_TEST_READ_H_
#define NTLMATRIX_PARSERS_POLICY_TEST_READ_H_

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/interpreter.h"
#include "parsers/policy/store_format.h"

// What tests of readers compare.
namespace ntlmatrix::policy::test {

using Strings = std::vector<std::string>;

// What a read delivered: values as "line hive|key|name|type|data", findings as "line!id" for an
// error, "?" for a warning and "." for a note; and what the interpreter makes of the values.
struct Seen {
  Strings values;
  Strings findings;
  Strings settings;  // NtlmMinClientSec, NtlmMinServerSec, LmCompatibilityLevel
  std::string status;
};

inline std::string Described(const RegistryValue& value) {
  static constexpr const char* kOperations[] = {"", "delete ", "delete-values ", "delete-key "};
  std::string text =
      absl::StrCat(PlaceText(value.where), " ", kOperations[static_cast<size_t>(value.operation)],
                   value.hive, "|", value.key, "|", value.name);
  if (value.operation == RegistryValue::Operation::kSet) {
    absl::StrAppend(&text, "|", value.type, "|", std::get<absl::string_view>(value.data));
  }
  if (!value.condition.empty()) absl::StrAppend(&text, " ", value.condition);
  return text;
}

inline std::string Described(const PolicySetting& setting) {
  if (setting.state != SettingState::kDefined) return std::string(SettingStateName(setting.state));
  return absl::StrCat("0x", absl::Hex(setting.value));
}

inline Seen Read(const char* format, Bytes bytes) {
  Seen seen;
  Interpreter interpreter("store");
  const absl::Status status = FindStoreFormat(format)->read(
      {bytes},
      [&](const RegistryValue& value) {
        seen.values.push_back(Described(value));
        interpreter.Add(value);
      },
      [&](const PolicyFinding& finding) {
        EXPECT_FALSE(finding.message.empty());
        EXPECT_FALSE(finding.fix.empty());
        const char* mark = finding.severity == Severity::kError     ? "!"
                           : finding.severity == Severity::kWarning ? "?"
                                                                    : ".";
        seen.findings.push_back(absl::StrCat(PlaceText(finding.place), mark, finding.id));
      });
  for (const PolicySetting& setting : interpreter.Settings()) {
    seen.settings.push_back(Described(setting));
  }
  seen.status =
      status.ok() ? "ok" : absl::StrCat(PlaceText(PlaceOf(status)), ": ", status.message());
  return seen;
}

inline Seen Read(const char* format, absl::string_view text) {
  return Read(format, std::vector<uint8_t>(text.begin(), text.end()));
}

}  // namespace ntlmatrix::policy::test

#endif  // NTLMATRIX_PARSERS_POLICY_TEST_READ_H_
