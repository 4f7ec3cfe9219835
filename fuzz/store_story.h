// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_STORE_STORY_H_
#define NTLMATRIX_FUZZ_STORE_STORY_H_

#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <variant>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::fuzz {

using ReadStore = absl::Status (*)(const policy::StoreInput&, policy::RegistryValueSink,
                                   policy::PolicyFindingSink);

inline Bytes StoreBytes(absl::string_view text) {
  return Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size());
}

// What a reader of text says about a store: its values, the ids of its findings but of those on the
// encoding, and how it ends; not where that stands.
inline std::string StoryWithoutPlaces(ReadStore read, Bytes bytes) {
  std::string story;
  const absl::Status status = read(
      {bytes},
      [&](const policy::RegistryValue& value) {
        absl::StrAppend(&story, value.hive, "|", value.key, "|", value.name, "|", value.type, "|");
        absl::StrAppend(&story, std::get<absl::string_view>(value.data), "|", value.written, "|",
                        static_cast<int>(value.operation), "|", value.cut_off, "\n");
      },
      [&](const policy::PolicyFinding& finding) {
        if (!absl::StartsWith(finding.id, "encoding")) {
          absl::StrAppend(&story, finding.id, "\n");
        }
      });
  return absl::StrCat(story, absl::StatusCodeToString(status.code()));
}

// Whether the reader takes the store for a whole one, and the settings that values define in it.
struct StoreAnswer {
  bool whole = true;
  std::set<std::tuple<policy::SettingId, uint64_t, uint32_t>> defined;  // setting, line, value
};

inline StoreAnswer AskStore(ReadStore read, Bytes bytes) {
  StoreAnswer answer;
  policy::Interpreter interpreter("");
  const absl::Status status = read(
      {bytes}, [&](const policy::RegistryValue& value) { interpreter.Add(value); },
      [&](const policy::PolicyFinding& finding) {
        answer.whole = answer.whole && finding.severity != Severity::kError;
      });
  answer.whole = answer.whole && status.ok();
  for (const policy::PolicySetting& setting : interpreter.Settings()) {
    for (const policy::SettingSource& source : setting.sources) {
      if (source.state != policy::SettingState::kDefined) continue;
      answer.defined.emplace(setting.id, source.place.number, source.value);
    }
  }
  return answer;
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_STORE_STORY_H_
