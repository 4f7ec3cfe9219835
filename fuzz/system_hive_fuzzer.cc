// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>
#include <vector>

#include "fuzz/check.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/system_hive.h"

namespace {

using namespace ntlmatrix;
using namespace ntlmatrix::policy;

struct Answer {
  absl::StatusCode code;
  bool dirty = false;
  std::vector<PolicySetting> settings;
};

Answer Ask(Bytes bytes) {
  Answer answer = {};
  Interpreter interpreter("");
  const absl::Status status = ReadSystemHive(
      {bytes}, [&](const RegistryValue& value) { interpreter.Add(value); },
      [&](const PolicyFinding& finding) { answer.dirty |= finding.id == "dirty-hive"; });
  answer.code = status.code();
  answer.settings = interpreter.Settings();
  return answer;
}

}  // namespace

// A hive that lost its end is in error, or its end was none of it; and one whose base block is
// changed behind its back says the same, but with the error that it is dirty.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  std::vector<uint8_t> bytes(data, data + size);
  const Answer whole = Ask(bytes);
  const size_t lost = std::min(size, size_t{1} + 16 * data[size - 1]);
  const Answer rest = Ask(Bytes(bytes).first(size - lost));
  FUZZ_CHECK(rest.code != absl::StatusCode::kOk || rest.settings == whole.settings);
  if (whole.code != absl::StatusCode::kOk) return 0;
  bytes[4] ^= 1;  // the primary sequence number
  const Answer changed = Ask(bytes);
  FUZZ_CHECK(changed.settings == whole.settings && (changed.dirty || whole.dirty));
  return 0;
}
