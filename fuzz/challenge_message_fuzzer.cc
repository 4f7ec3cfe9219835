// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "parsers/ntlm/challenge_message.h"

// Whatever parses can be judged, and survives a write and a second parse unchanged.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using ntlmatrix::ntlm::ChallengeMessage;
  const auto first = ChallengeMessage::Parse(ntlmatrix::Bytes(data, size));
  if (!first.ok()) return 0;
  const auto bytes = first->Serialize();
  FUZZ_CHECK(bytes.ok());
  const auto second = ChallengeMessage::Parse(*bytes);
  FUZZ_CHECK(second.ok() && *second == *first);
  first->Validate();
  return 0;
}
