// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <vector>

#include "fuzz/check.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/validate.h"

namespace {

namespace ntlm = ntlmatrix::ntlm;
using ntlmatrix::Bytes;

bool Parses(Bytes message, ntlm::MessageType type) {
  switch (type) {
    case ntlm::MessageType::kNegotiate:
      return ntlm::NegotiateMessage::Parse(message).ok();
    case ntlm::MessageType::kChallenge:
      return ntlm::ChallengeMessage::Parse(message).ok();
    case ntlm::MessageType::kAuthenticate:
      break;
  }
  return ntlm::AuthenticateMessage::Parse(message).ok();
}

}  // namespace

// Two readers agree: a message parses iff its layout says that every value lies inside of it, and
// only then nothing has to be ignored to read it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes message(data, size);
  const auto layout = ntlm::MessageLayout::Parse(message);
  FUZZ_CHECK(ntlm::ValidateMessage(message).ok() == (layout.ok() && Parses(message, layout->type)));
  if (!layout.ok()) return 0;
  bool all_fit = true;
  for (const ntlm::PlacedField& field : layout->fields()) all_fit &= field.fits;
  FUZZ_CHECK(Parses(message, layout->type) == all_fit);
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(message);
  FUZZ_CHECK(taken.size() == size);
  FUZZ_CHECK(!all_fit || Bytes(taken) == message);
  return 0;
}
