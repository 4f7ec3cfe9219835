// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_TEMPLATE_ANSWERS_H_
#define NTLMATRIX_FUZZ_TEMPLATE_ANSWERS_H_

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/security_template.h"

namespace ntlmatrix::fuzz {

// Everything the reader says about a template, but for its remark on the encoding.
inline std::string Story(Bytes bytes) {
  std::string story;
  const absl::Status status = policy::ReadSecurityTemplate(
      {bytes},
      [&](const policy::RegistryValue& value) {
        absl::StrAppend(&story, policy::PlaceText(value.where), "|", value.hive, "|", value.key,
                        "|", value.name, "|", value.type, "|");
        absl::StrAppend(&story, std::get<absl::string_view>(value.data), "|", value.cut_off, "\n");
      },
      [&](const policy::PolicyFinding& finding) {
        if (finding.place == policy::Place()) return;
        absl::StrAppend(&story, policy::PlaceText(finding.place), "|", finding.id, "\n");
      });
  return absl::StrCat(story, policy::PlaceText(policy::PlaceOf(status)), "|", status.message());
}

// What the interpreter makes of a template.
struct Answer {
  absl::StatusCode code;
  std::string states;                                                   // and values, per setting
  std::set<std::tuple<policy::SettingId, uint64_t, uint32_t>> defined;  // setting, line, value
};

// The answer to a template of that text in UTF-8.
inline Answer Ask(absl::string_view text) {
  const std::string marked = absl::StrCat("\xEF\xBB\xBF", text);
  const std::vector<uint8_t> bytes(marked.begin(), marked.end());
  policy::Interpreter interpreter("");
  const absl::Status status = policy::ReadSecurityTemplate(
      {bytes}, [&](const policy::RegistryValue& value) { interpreter.Add(value); },
      [](const policy::PolicyFinding&) {});
  Answer answer = {status.code(), "", {}};
  for (const policy::PolicySetting& setting : interpreter.Settings()) {
    absl::StrAppend(&answer.states, policy::SettingStateName(setting.state), setting.value, " ");
    for (const policy::SettingSource& source : setting.sources) {
      if (source.state != policy::SettingState::kDefined) continue;
      answer.defined.insert({setting.id, source.place.number, source.value});
    }
  }
  return answer;
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_TEMPLATE_ANSWERS_H_
