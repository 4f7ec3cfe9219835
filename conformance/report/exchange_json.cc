// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/exchange_json.h"

#include <string>

#include "absl/strings/escaping.h"

namespace ntlmatrix::conformance {

void AppendExchange(const CheckResult& check, const std::optional<Exchange>& exchange,
                    nlohmann::ordered_json* json) {
  if (!exchange || !IsBad({&check, 1})) return;
  const auto append = [&](const char* name, const std::vector<uint8_t>& bytes) {
    if (bytes.empty()) return;
    (*json)[name] = absl::BytesToHexString(std::string(bytes.begin(), bytes.end()));
  };
  append("negotiate", exchange->negotiate);
  append("challenge", exchange->challenge);
  append("authenticate", exchange->authenticate);
  if (!exchange->sealed) return;
  append("sealed", exchange->sealed->message);
  append("signature", exchange->sealed->signature);
}

}  // namespace ntlmatrix::conformance
