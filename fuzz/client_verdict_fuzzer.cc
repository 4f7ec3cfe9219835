// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "conformance/judge.h"
#include "conformance/oracle.h"
#include "conformance/subjects/reference/client.h"
#include "fuzz/check.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/ignored_fields.h"

namespace {

using namespace ntlmatrix;
using conformance::Outcome;

constexpr uint32_t kSecEInvalidToken = 0x80090308;

// Whether CHALLENGE_MESSAGE is to be refused for what no rule of the matrix is about: it can't be
// read, has no character set that was offered, or a TargetInfo that can't be read or is too long
// for the response that repeats it.
bool IsInvalidToken(Bytes message) {
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(message);
  const auto challenge = ntlm::ChallengeMessage::Parse(taken);
  if (!challenge.ok() || (challenge->negotiate_flags & ntlm::flags::kUnicode) == 0) return true;
  const Bytes target_info = challenge->target_info.value_or(Bytes());
  return target_info.size() > 65000 || !ntlm::FindAvPair(target_info, ntlm::AvId::kEol).ok();
}

}  // namespace

// In every cell, whatever CHALLENGE_MESSAGE says: client and oracle come to the same verdict, and
// what an accepting client sends passes every check. The first two bytes choose the cell.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static const auto* const cells = new std::vector<conformance::Cell>(conformance::AllCells());
  ByteReader reader(Bytes(data, size));
  uint16_t index = 0;
  Bytes challenge;
  if (!reader.ReadU16(&index) || !reader.ReadBytes(reader.remaining(), &challenge)) return 0;
  const conformance::Cell& cell = (*cells)[index % cells->size()];

  conformance::reference::Client client({.min = cell.min, .lm = cell.lm, .app = cell.app},
                                        conformance::TestAccount(),
                                        conformance::reference::ObedientBehaviour());
  conformance::Exchange exchange;
  exchange.negotiate = client.Negotiate();
  exchange.challenge.assign(challenge.begin(), challenge.end());
  auto answer = client.Authenticate(challenge);
  exchange.authenticate = answer.authenticate;
  exchange.refusal = answer.refusal;
  if (exchange.refusal && exchange.refusal->status == kSecEInvalidToken) {
    FUZZ_CHECK(IsInvalidToken(challenge));
    return 0;
  }

  const auto result = conformance::Judge(cell, exchange, conformance::TestAccount(),
                                         conformance::Reading::kCorrected);
  if (!result.ok()) {
    FUZZ_CHECK(exchange.refusal.has_value());  // what can't be read must be refused
    return 0;
  }
  const auto verdict =
      result->accepted ? conformance::Verdict::kAccept : conformance::Verdict::kFail;
  FUZZ_CHECK(verdict == result->expectation.verdict);
  for (const conformance::CheckResult& check : result->checks) {
    FUZZ_CHECK(check.outcome != Outcome::kFail);
  }
  return 0;
}
