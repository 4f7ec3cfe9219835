// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>
#include <tuple>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "absl/strings/string_view.h"

#include "fuzz/check.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/security_template.h"
#include "parsers/policy/store_text.h"

namespace {

using namespace ntlmatrix;
using policy::SettingState;
// Setting, line and value of a source that defines it.
using Definitions = std::set<std::tuple<policy::SettingId, uint64_t, uint32_t>>;

struct Answer {
  absl::StatusCode code;
  std::vector<policy::PolicySetting> settings;
};

Answer Ask(absl::string_view text) {
  const std::string marked = absl::StrCat("\xEF\xBB\xBF", text);
  const std::vector<uint8_t> bytes(marked.begin(), marked.end());
  policy::Interpreter interpreter("");
  const absl::Status status = policy::ReadSecurityTemplate(
      {bytes}, [&](const policy::RegistryValue& value) { interpreter.Add(value); },
      [](const policy::PolicyFinding&) {});
  interpreter.Findings();
  return {status.code(), interpreter.Settings()};
}

Definitions DefinitionsIn(const Answer& answer) {
  Definitions definitions;
  for (const policy::PolicySetting& setting : answer.settings) {
    for (const policy::SettingSource& source : setting.sources) {
      if (source.state == SettingState::kDefined) {
        definitions.insert({setting.id, source.place.number, source.value});
      }
    }
  }
  return definitions;
}

bool SameAnswer(const Answer& a, const Answer& b) {
  bool same = a.code == b.code;
  for (size_t i = 0; i < a.settings.size(); ++i) {
    same = same && a.settings[i].state == b.settings[i].state &&
           a.settings[i].value == b.settings[i].value;
  }
  return same;
}

std::string OtherCase(std::string text) {
  for (char& c : text) {
    const auto byte = static_cast<unsigned char>(c);
    c = absl::ascii_islower(byte) ? absl::ascii_toupper(byte) : absl::ascii_tolower(byte);
  }
  return text;
}

}  // namespace

// A template that lost its end defines nothing that the whole one does not define on the same line,
// and neither case nor line ends change an answer.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const std::string text = policy::DecodeStoreText(Bytes(data, size)).utf8;
  const Answer whole = Ask(text);
  const Definitions definitions = DefinitionsIn(whole);
  for (const size_t kept :
       {text.size() / 2, text.size() - text.size() / 8, text.empty() ? 0 : text.size() - 1}) {
    for (const auto& definition : DefinitionsIn(Ask(text.substr(0, kept)))) {
      FUZZ_CHECK(definitions.count(definition) == 1);
    }
  }
  FUZZ_CHECK(SameAnswer(Ask(OtherCase(text)), whole));
  if (!absl::StrContains(text, '\r')) {
    FUZZ_CHECK(SameAnswer(Ask(absl::StrReplaceAll(text, {{"\n", "\r\n"}})), whole));
  }
  return 0;
}
