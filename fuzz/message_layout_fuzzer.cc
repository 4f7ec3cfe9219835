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

// Whether it parses, and then to the same layout.
template <typename Message>
bool ParsesAs(Bytes message, const ntlm::MessageLayout& layout) {
  ntlm::MessageLayout parsed;
  if (!Message::Parse(message, &parsed).ok()) return false;
  FUZZ_CHECK(parsed == layout);
  return true;
}

bool Parses(Bytes message, const ntlm::MessageLayout& layout) {
  switch (layout.type) {
    case ntlm::MessageType::kNegotiate:
      return ParsesAs<ntlm::NegotiateMessage>(message, layout);
    case ntlm::MessageType::kChallenge:
      return ParsesAs<ntlm::ChallengeMessage>(message, layout);
    case ntlm::MessageType::kAuthenticate:
      break;
  }
  return ParsesAs<ntlm::AuthenticateMessage>(message, layout);
}

}  // namespace

// Two readers agree: a message parses iff its layout says that every value lies inside of it, to
// the same layout, and only then nothing has to be ignored to read it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  const Bytes message(data, size);
  const auto layout = ntlm::MessageLayout::Parse(message);
  FUZZ_CHECK(ntlm::ValidateMessage(message).ok() == (layout.ok() && Parses(message, *layout)));
  if (!layout.ok()) return 0;
  bool all_fit = true;
  for (const ntlm::PlacedField& field : layout->fields()) all_fit &= field.fits;
  FUZZ_CHECK(Parses(message, *layout) == all_fit);
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(message);
  FUZZ_CHECK(taken.size() == size);
  FUZZ_CHECK(!all_fit || Bytes(taken) == message);
  return 0;
}
