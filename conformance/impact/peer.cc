// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/peer.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::impact {
namespace {

using conformance::Side;
using decode::DecodedExchange;
using decode::DecodedToken;
using ntlm::MessageType;

namespace flags = ntlm::flags;

constexpr ntlm::NegotiateFlags kDeciding =
    flags::kSign | flags::kSeal | flags::kExtendedSessionSecurity | flags::k128;
constexpr ntlm::NegotiateFlags kAll = ~ntlm::NegotiateFlags{0};

std::string Hex(uint32_t value) { return absl::StrFormat("0x%08x", value); }

std::optional<ntlm::NegotiateFlags> FlagsOf(const DecodedToken& token) {
  if (!token.status.ok() || !token.type) return std::nullopt;
  if (*token.type == MessageType::kNegotiate) {
    const auto message = ntlm::NegotiateMessage::Parse(token.token.bytes);
    if (message.ok()) return message->negotiate_flags;
  } else if (*token.type == MessageType::kChallenge) {
    const auto message = ntlm::ChallengeMessage::Parse(token.token.bytes);
    if (message.ok()) return message->negotiate_flags;
  } else {
    const auto message = ntlm::AuthenticateMessage::Parse(token.token.bytes);
    if (message.ok()) return message->negotiate_flags;
  }
  return std::nullopt;
}

std::string PlaceOf(const decode::Decoding& decoding, const DecodedToken& token) {
  const decode::TokenPlace& place = token.token.place;
  return absl::StrCat(decoding.inputs()[token.input].name,
                      place.line != 0 ? absl::StrCat(":", place.line) : "", ", byte offset ",
                      place.offset);
}

Peer PeerOfExchange(const decode::Decoding& decoding, const DecodedExchange& exchange) {
  const bool exact = exchange.offered && exchange.granted;
  const ntlm::NegotiateFlags stated = exchange.stated.value_or(kAll);
  // What is negotiated is offered and granted (KB 239869); what the client states stands in for
  // one.
  const ntlm::NegotiateFlags negotiated =
      exchange.offered.value_or(stated) & exchange.granted.value_or(stated);
  const size_t first =
      exchange.negotiate.value_or(exchange.challenge.value_or(exchange.authenticate.value_or(0)));
  std::string seen = absl::StrCat("an exchange that negotiated ", Hex(negotiated), ":");
  if (exchange.offered) absl::StrAppend(&seen, " offered ", Hex(*exchange.offered));
  if (exchange.granted) absl::StrAppend(&seen, " granted ", Hex(*exchange.granted));
  if (exchange.stated) absl::StrAppend(&seen, " stated ", Hex(*exchange.stated));
  const bool differs = exact && (stated & kDeciding) != (negotiated & kDeciding);
  return {.kind = PeerKind::kToken,
          .name = PlaceOf(decoding, decoding.tokens()[first]),
          .seen = std::move(seen),
          .flags = {.set = negotiated},
          .if_refused = Confidence::kHigh,
          .if_not = exact ? Confidence::kHigh : Confidence::kMedium,
          .note = exchange.stated && differs
                      ? "AUTHENTICATE_MESSAGE states other flags: see ntlmatrix decode"
                      : ""};
}

Peer PeerOfToken(const decode::Decoding& decoding, const DecodedToken& token,
                 ntlm::NegotiateFlags word) {
  Peer peer = {.kind = PeerKind::kToken,
               .name = PlaceOf(decoding, token),
               .flags = {.set = word},
               .if_refused = Confidence::kHigh,
               .if_not = Confidence::kMedium};
  switch (*token.type) {
    case MessageType::kNegotiate:
      peer.role = Side::kClient;
      peer.seen = absl::StrCat("NEGOTIATE_MESSAGE ", Hex(word));
      peer.note = "a client's offer alone: the server may grant less of it";
      break;
    case MessageType::kChallenge:
      peer.role = Side::kServer;
      peer.seen = absl::StrCat("CHALLENGE_MESSAGE ", Hex(word));
      peer.note = "a server's grant alone: to a client that offers more it may grant more";
      peer.if_refused = Confidence::kMedium;
      break;
    case MessageType::kAuthenticate:
      peer.seen = absl::StrCat("AUTHENTICATE_MESSAGE ", Hex(word));
      peer.note = "what the client states alone: clients state flags that were never negotiated";
      break;
  }
  return peer;
}

// Whether at least two of its messages can be read.
bool IsComparable(const DecodedExchange& exchange) {
  return int{exchange.offered.has_value()} + int{exchange.granted.has_value()} +
             int{exchange.stated.has_value()} >=
         2;
}

}  // namespace

absl::string_view PeerKindName(PeerKind kind) {
  switch (kind) {
    case PeerKind::kProduct:
      return "product";
    case PeerKind::kToken:
      return "token";
    case PeerKind::kFlagWord:
      return "flags";
    case PeerKind::kEvent:
      return "event";
    case PeerKind::kLogon:
      break;
  }
  return "logon";
}

Peer PeerOfProfile(const Profile& profile) {
  return {.kind = PeerKind::kProduct,
          .id = profile.id,
          .name = profile.name,
          .seen = profile.inferred()
                      ? absl::StrCat(profile.transport, "; by symptom, no flags seen")
                      : absl::StrCat(profile.transport, "; ", profile.seen_in, " ",
                                     Hex(profile.flags.set)),
          .role = profile.role,
          .flags = profile.flags,
          .sources = profile.sources,
          .if_refused = profile.confidence,
          .if_not = profile.confidence,
          .saw = profile.saw,
          .note = profile.note};
}

Peer PeerOfFlagWord(ntlm::NegotiateFlags word) {
  return {.kind = PeerKind::kFlagWord,
          .name = absl::StrCat("--flags ", Hex(word)),
          .seen = "taken as the flags that are negotiated",
          .flags = {.set = word},
          .if_refused = Confidence::kHigh,
          .if_not = Confidence::kMedium};
}

std::vector<Peer> PeersOfTokens(const decode::Decoding& decoding) {
  std::vector<bool> done(decoding.tokens().size(), false);
  std::vector<Peer> peers;
  for (const DecodedExchange& exchange : decoding.exchanges()) {
    if (!IsComparable(exchange)) continue;
    peers.push_back(PeerOfExchange(decoding, exchange));
    for (const auto& index : {exchange.negotiate, exchange.challenge, exchange.authenticate}) {
      if (index) done[*index] = true;
    }
  }
  for (size_t i = 0; i < decoding.tokens().size(); ++i) {
    const DecodedToken& token = decoding.tokens()[i];
    const auto word = FlagsOf(token);
    if (!done[i] && word) peers.push_back(PeerOfToken(decoding, token, *word));
  }
  return peers;
}

Peer PeerOfEvent(const conformance::SecurityEvent& event) {
  std::optional<Side> role;
  if (event.side) role = *event.side == Side::kClient ? Side::kServer : Side::kClient;
  return {.kind = PeerKind::kEvent,
          .seen = absl::StrCat("negotiated ", Hex(event.negotiated), ", refused by ",
                               Hex(event.required)),
          .role = role,
          .flags = {.set = event.negotiated},
          .if_refused = Confidence::kHigh,
          .if_not = Confidence::kHigh,
          .refused_by = event.required};
}

Peer PeerOfLogon(uint32_t key_length) {
  const bool weak = key_length == 40 || key_length == 56;
  return {.kind = PeerKind::kLogon,
          .seen = absl::StrCat("NTLM logons with KeyLength ", key_length),
          .role = Side::kClient,
          .if_refused = weak ? Confidence::kMedium : Confidence::kLow,
          .if_not = weak ? Confidence::kMedium : Confidence::kLow,
          .key_length = key_length};
}

}  // namespace ntlmatrix::impact
