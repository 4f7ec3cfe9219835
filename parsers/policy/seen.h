// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_SEEN_H_
#define NTLMATRIX_PARSERS_POLICY_SEEN_H_

// For the tests of readers: what a reader says, as text.

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "parsers/policy/interpreter.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

using Strings = std::vector<std::string>;
using ReadStore = absl::Status (*)(const StoreInput&, RegistryValueSink, PolicyFindingSink);

struct Seen {
  absl::Status status;
  Strings values;    // "line hive|key|name|type|data", then "|=written", "|delete", "|cut"
  Strings findings;  // "line" "!" or "?" or "." "id", by severity
  Strings states;    // of the settings: "0x20080000" or the name of the state
};

inline Seen SeeBytes(ReadStore read, const std::vector<uint8_t>& bytes) {
  Seen seen;
  Interpreter interpreter("");
  const auto add = [&](const RegistryValue& value) {
    interpreter.Add(value);
    const char* const operations[] = {"", "|delete", "|delete-values", "|delete-key"};
    const auto* text = std::get_if<absl::string_view>(&value.data);
    seen.values.push_back(absl::StrCat(
        PlaceText(value.where), " ", value.hive, "|", value.key, "|", value.name, "|", value.type,
        "|", text == nullptr ? "(bytes)" : *text, value.written.empty() ? "" : "|=", value.written,
        operations[static_cast<size_t>(value.operation)], value.cut_off ? "|cut" : ""));
  };
  seen.status = read({bytes}, add, [&](const PolicyFinding& finding) {
    EXPECT_FALSE(finding.message.empty());
    EXPECT_FALSE(finding.fix.empty());
    const char* mark = finding.severity == Severity::kError     ? "!"
                       : finding.severity == Severity::kWarning ? "?"
                                                                : ".";
    seen.findings.push_back(absl::StrCat(PlaceText(finding.place), mark, finding.id));
  });
  for (const PolicySetting& setting : interpreter.Settings()) {
    seen.states.push_back(setting.state == SettingState::kDefined
                              ? absl::StrCat("0x", absl::Hex(setting.value))
                              : std::string(SettingStateName(setting.state)));
  }
  return seen;
}

inline Seen See(ReadStore read, absl::string_view text) {
  return SeeBytes(read, std::vector<uint8_t>(text.begin(), text.end()));
}

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_SEEN_H_
