// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/adapted_stimulus.h"

#include <algorithm>
#include <cstdlib>
#include <optional>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/numbers.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

#include "conformance/subjects/reference/reference.h"
#include "conformance/subjects/scripted_server.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/byte_writer.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::conformance::external {
namespace {

namespace flags = ntlm::flags;

// "the choices it has made from the options offered by the client", [MS-NLMP] 2.2.1.2. 128 and 56
// stay also with who offers neither SIGN nor SEAL, as in the matrix.
constexpr ntlm::NegotiateFlags kOnlyIfOffered = flags::kSign | flags::kSeal | flags::kKeyExch |
                                                flags::kExtendedSessionSecurity | flags::k128 |
                                                flags::k56 | flags::kLmKey | flags::kDatagram |
                                                flags::kIdentify | flags::kRequestNonNtSessionKey;

constexpr size_t kChallengeFlagsAt = 20;  // [MS-NLMP] 2.2.1.2

std::vector<uint8_t> FileTimeBytes(uint64_t time) {
  ByteWriter writer;
  writer.WriteU64(time);
  return writer.Take();
}

// The message with `time` wherever the time of the suite's messages stands. Eight bytes are enough
// to tell it from anything else.
std::vector<uint8_t> WithTime(std::vector<uint8_t> message, uint64_t time) {
  const std::vector<uint8_t> old_time = FileTimeBytes(fixed::kTime);
  const std::vector<uint8_t> new_time = FileTimeBytes(time);
  for (auto at = message.begin(); at != message.end();) {
    at = std::search(at, message.end(), old_time.begin(), old_time.end());
    if (at != message.end()) at = std::copy(new_time.begin(), new_time.end(), at);
  }
  return message;
}

bool ReferenceAccepts(Stimulus stimulus, const Shown& place) {
  stimulus.min = place.min;
  stimulus.lm = place.lm;
  stimulus.app = place.app;
  bool accepts = false;
  const absl::Status shown = reference::MakeReference(nullptr)->Show(
      {stimulus},
      [&](size_t, const Reaction& reaction) { accepts = !reaction.refusal.has_value(); });
  return shown.ok() && accepts;
}

// The least mask that the subject can be put to and that has every bit of `min`.
std::optional<uint32_t> LeastMinimum(const Hello& hello, uint32_t min) {
  std::optional<uint32_t> least;
  for (const std::string& setting : hello.min) {
    uint32_t mask = 0;
    if (!absl::SimpleHexAtoi(setting, &mask) || (mask & min) != min) continue;
    if (!least || mask < *least) least = mask;
  }
  return least;
}

// The subject's level that is nearest to `lm`, a higher one first.
int NearestLevel(const Hello& hello, int lm) {
  return *std::min_element(hello.lm.begin(), hello.lm.end(), [&](int a, int b) {
    if (std::abs(a - lm) != std::abs(b - lm)) return std::abs(a - lm) < std::abs(b - lm);
    return a > b;
  });
}

// The most that an application can ask of the subject.
Application MostProtection(const Hello& hello) {
  Application most = *hello.app.begin();
  for (const Application app : kAllApplications) {
    if (hello.app.count(app) > 0) most = app;
  }
  return most;
}

}  // namespace

uint64_t NowAsFileTime() {
  constexpr int64_t kTicks = 10'000'000;          // a second
  constexpr int64_t kUnixEpoch = 11'644'473'600;  // seconds after 1601-01-01
  return static_cast<uint64_t>((absl::ToUnixSeconds(absl::Now()) + kUnixEpoch) * kTicks);
}

Shown Adapt(const Stimulus& stimulus, const Hello& hello, uint64_t time) {
  const Shown own = {.min = stimulus.min,
                     .lm = stimulus.lm,
                     .app = stimulus.app,
                     .message = WithTime(stimulus.message, time)};
  Shown nearest = own;
  nearest.min = LeastMinimum(hello, own.min).value_or(own.min);
  if (hello.lm.count(own.lm) == 0) nearest.lm = NearestLevel(hello, own.lm);
  if (hello.app.count(own.app) == 0) nearest.app = MostProtection(hello);
  const bool same = ReferenceAccepts(stimulus, nearest) == ReferenceAccepts(stimulus, own);
  return same ? nearest : own;
}

absl::StatusOr<std::vector<uint8_t>> WithOfferedGrants(const Stimulus& stimulus, Bytes negotiate) {
  const auto offered = OfferIn(negotiate);
  if (!offered.ok()) return offered.status();
  std::vector<uint8_t> message = stimulus.message;
  const auto type = ntlm::MessageTypeOf(message);
  ByteReader reader(message);
  ntlm::NegotiateFlags granted = 0;
  if (!type.ok() || *type != ntlm::MessageType::kChallenge || !reader.Skip(kChallengeFlagsAt) ||
      !reader.ReadU32(&granted)) {
    return message;
  }
  ByteWriter writer;
  writer.WriteU32(granted & (*offered | stimulus.unoffered | ~kOnlyIfOffered));
  const std::vector<uint8_t> bytes = writer.Take();
  std::copy(bytes.begin(), bytes.end(), message.begin() + kChallengeFlagsAt);
  return message;
}

}  // namespace ntlmatrix::conformance::external
