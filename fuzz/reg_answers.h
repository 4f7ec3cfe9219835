// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_REG_ANSWERS_H_
#define NTLMATRIX_FUZZ_REG_ANSWERS_H_

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/reg_file.h"

namespace ntlmatrix::fuzz {

inline Bytes BytesOf(absl::string_view text) {
  return Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

// The data of a value as regedit would write it, bytes in lines of eight.
inline std::string RegDataText(const policy::RegistryValue& value) {
  if (value.operation == policy::RegistryValue::Operation::kDelete) return "-";
  if (const auto* text = std::get_if<absl::string_view>(&value.data)) return absl::StrCat(*text);
  std::string text = absl::StrCat("hex(", absl::Hex(value.type), "):");
  size_t count = 0;
  for (const uint8_t byte : std::get<Bytes>(value.data)) {
    absl::StrAppend(&text, count == 0 ? "" : ",", count > 0 && count % 8 == 0 ? "\\\r\n  " : "");
    absl::StrAppend(&text, absl::Hex(byte, absl::kZeroPad2));
    ++count;
  }
  return text;
}

// What the reader delivers of a file, as a file.
inline std::string Rewritten(Bytes bytes) {
  std::string text =
      "\xEF\xBB\xBF"
      "Windows Registry Editor Version 5.00\r\n";
  std::string open;  // the key that values would belong to
  policy::ReadRegFile(
      {bytes},
      [&](const policy::RegistryValue& value) {
        const bool deletes = value.operation == policy::RegistryValue::Operation::kDeleteKey;
        const std::string key = absl::StrCat("[", deletes ? "-" : "", value.hive,
                                             value.key.empty() ? "" : "\\", value.key, "]\r\n");
        if (key != open) absl::StrAppend(&text, key);
        open = key;
        if (deletes) return;
        const std::string name = absl::StrReplaceAll(value.name, {{"\\", "\\\\"}, {"\"", "\\\""}});
        absl::StrAppend(&text, "\"", name, "\"=", RegDataText(value), "\r\n");
      },
      [](const policy::PolicyFinding&) {})
      .IgnoreError();
  return text;
}

// What the interpreter makes of a file.
struct RegAnswer {
  absl::StatusCode code = absl::StatusCode::kOk;
  std::vector<std::pair<policy::SettingState, uint32_t>> states;  // with values, per setting
  std::map<std::pair<policy::SettingId, uint64_t>, std::pair<policy::SettingState, uint32_t>>
      sources;  // by setting and line
};

inline RegAnswer AskReg(Bytes bytes) {
  policy::Interpreter interpreter("");
  RegAnswer answer;
  answer.code = policy::ReadRegFile(
                    {bytes}, [&](const policy::RegistryValue& value) { interpreter.Add(value); },
                    [](const policy::PolicyFinding&) {})
                    .code();
  for (const policy::PolicySetting& setting : interpreter.Settings()) {
    answer.states.emplace_back(setting.state, setting.value);
    for (const policy::SettingSource& source : setting.sources) {
      answer.sources[{setting.id, source.place.number}] = {source.state, source.value};
    }
  }
  return answer;
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_REG_ANSWERS_H_
