// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <set>
#include <string>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "fuzz/check.h"
#include "fuzz/store_story.h"
#include "parsers/policy/intune_graph.h"
#include "parsers/policy/store_text.h"

namespace {

using namespace ntlmatrix;

// The settings with their states, and every finding but where it stands; empty for an error.
std::set<std::string> Answer(Bytes bytes) {
  std::set<std::string> answer;
  policy::Interpreter interpreter("");
  const absl::Status status = policy::ReadIntuneGraph(
      {bytes}, [&](const policy::RegistryValue& value) { interpreter.Add(value); },
      [&](const policy::PolicyFinding& finding) {
        if (!absl::StartsWith(finding.id, "encoding")) answer.insert(std::string(finding.id));
      });
  if (!status.ok()) return {};
  for (const policy::PolicySetting& setting : interpreter.Settings()) {
    answer.insert(absl::StrCat(policy::SettingName(setting.id), " ",
                               policy::SettingStateName(setting.state), " ", setting.value));
  }
  return answer;
}

}  // namespace

// An export means the same whatever the order of its members, its white space and its encoding are.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes bytes(data, size);
  const std::set<std::string> answer = Answer(bytes);
  if (answer.empty() || answer.count("duplicate-member") > 0) return 0;
  const auto json = nlohmann::json::parse(policy::DecodeStoreText(bytes).utf8, nullptr,
                                          /*allow_exceptions=*/false);
  // Members come in the order of their names.
  FUZZ_CHECK(!json.is_discarded());
  FUZZ_CHECK(Answer(fuzz::StoreBytes(json.dump(size % 2 == 0 ? 2 : -1))) == answer);
  return 0;
}
