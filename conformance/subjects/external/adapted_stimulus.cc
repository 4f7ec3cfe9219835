// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/adapted_stimulus.h"

#include <algorithm>
#include <cstdlib>
#include <vector>

#include "absl/status/status.h"
#include "absl/time/clock.h"
#include "absl/time/time.h"

#include "conformance/subjects/reference/reference.h"
#include "parsers/bytes/byte_writer.h"

namespace ntlmatrix::conformance::external {
namespace {

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

bool ReferenceAccepts(Stimulus stimulus, int lm, Application app) {
  stimulus.lm = lm;
  stimulus.app = app;
  bool accepts = false;
  const absl::Status shown = reference::MakeReference(nullptr)->Show(
      {stimulus},
      [&](size_t, const Reaction& reaction) { accepts = !reaction.refusal.has_value(); });
  return shown.ok() && accepts;
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
  Shown shown = {
      .lm = stimulus.lm, .app = stimulus.app, .message = WithTime(stimulus.message, time)};
  const int lm = hello.lm.count(shown.lm) > 0 ? shown.lm : NearestLevel(hello, shown.lm);
  const Application app = hello.app.count(shown.app) > 0 ? shown.app : MostProtection(hello);
  if ((lm != shown.lm || app != shown.app) &&
      ReferenceAccepts(stimulus, lm, app) ==
          ReferenceAccepts(stimulus, stimulus.lm, stimulus.app)) {
    shown.lm = lm;
    shown.app = app;
  }
  return shown;
}

}  // namespace ntlmatrix::conformance::external
