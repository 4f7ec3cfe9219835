// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <optional>
#include <vector>

#include "conformance/cell.h"
#include "conformance/subjects/account.h"
#include "conformance/subjects/reference/client.h"
#include "fuzz/check.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/exchange_rules.h"
#include "parsers/ntlm/ignored_fields.h"

namespace {

using namespace ntlmatrix;

// Whether the client is to blame: for answering at all, or for what it says.
bool IsForTheClient(const Finding& finding) { return finding.severity == Severity::kError; }

}  // namespace

// Whatever CHALLENGE_MESSAGE says: what the obedient client answers breaks no MUST that its
// predecessors put on it. The first two bytes choose level and application.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  ByteReader reader(Bytes(data, size));
  uint8_t level = 0;
  uint8_t app = 0;
  Bytes challenge;
  if (!reader.ReadU8(&level) || !reader.ReadU8(&app) ||
      !reader.ReadBytes(reader.remaining(), &challenge)) {
    return 0;
  }
  const int lm = level % 6;
  conformance::reference::Client client(
      {.min = {}, .lm = lm, .app = conformance::kAllApplications[app % 3]},
      conformance::TestAccount(), conformance::reference::ObedientBehaviour());
  const std::vector<uint8_t> negotiate = client.Negotiate();
  const auto answer = client.Authenticate(challenge);
  if (answer.refusal.has_value()) return 0;
  // A client takes what it must ignore wherever it points.
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(challenge);
  const auto findings = ntlm::ValidateExchange({negotiate, taken, answer.authenticate}, lm);
  FUZZ_CHECK(findings.ok());
  for (const Finding& finding : findings->authenticate) FUZZ_CHECK(!IsForTheClient(finding));
  return 0;
}
