// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/spnego.h"

#include <utility>

#include "parsers/envelope/der_reader.h"
#include "parsers/envelope/spnego_reader.h"

namespace ntlmatrix::envelope {
namespace {

template <typename T>
absl::StatusOr<NegotiationToken> ParseAs(Bytes token) {
  absl::StatusOr<T> parsed = T::Parse(token);
  if (!parsed.ok()) return parsed.status();
  return NegotiationToken(*std::move(parsed));
}

}  // namespace

absl::StatusOr<NegotiationToken> ParseNegotiationToken(Bytes token) {
  DerReader der(token);
  std::optional<Bytes> this_mech;
  DerValue choice;
  SpnegoLayout layout;
  if (!ReadChoice(&der, {DerTag::kContext0, DerTag::kContext1}, &this_mech, &choice, &layout)) {
    return der.error("NegotiationToken");
  }
  return choice.tag == DerTag::kContext0 ? ParseAs<NegTokenInit>(token)
                                         : ParseAs<NegTokenResp>(token);
}

absl::StatusOr<std::vector<uint8_t>> Serialize(const NegotiationToken& token) {
  return std::visit([](const auto& t) { return t.Serialize(); }, token);
}

std::vector<Finding> Validate(const NegotiationToken& token) {
  return std::visit([](const auto& t) { return t.Validate(); }, token);
}

std::optional<Bytes> MechToken(const NegotiationToken& token) {
  const auto* init = std::get_if<NegTokenInit>(&token);
  return init != nullptr ? init->mech_token : std::get<NegTokenResp>(token).response_token;
}

}  // namespace ntlmatrix::envelope
