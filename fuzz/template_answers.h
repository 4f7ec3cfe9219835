// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_TEMPLATE_ANSWERS_H_
#define NTLMATRIX_FUZZ_TEMPLATE_ANSWERS_H_

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <variant>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/security_template.h"

namespace ntlmatrix::fuzz {

inline Bytes BytesOf(absl::string_view text) {
  return Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

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
  std::vector<std::pair<policy::SettingState, uint32_t>> states;        // with values, per setting
  std::set<std::tuple<policy::SettingId, uint64_t, uint32_t>> defined;  // setting, line, value
};

inline Answer Ask(absl::string_view bytes) {
  policy::Interpreter interpreter("");
  const absl::Status status = policy::ReadSecurityTemplate(
      {BytesOf(bytes)}, [&](const policy::RegistryValue& value) { interpreter.Add(value); },
      [](const policy::PolicyFinding&) {});
  Answer answer = {status.code(), {}, {}};
  for (const policy::PolicySetting& setting : interpreter.Settings()) {
    answer.states.emplace_back(setting.state, setting.value);
    for (const policy::SettingSource& source : setting.sources) {
      if (source.state != policy::SettingState::kDefined) continue;
      answer.defined.emplace(setting.id, source.place.number, source.value);
    }
  }
  return answer;
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_TEMPLATE_ANSWERS_H_
