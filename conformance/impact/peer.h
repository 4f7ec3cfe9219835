// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_IMPACT_PEER_H_
#define NTLMATRIX_CONFORMANCE_IMPACT_PEER_H_

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/decode/decoded.h"
#include "conformance/impact/judge_flags.h"
#include "conformance/impact/profile.h"
#include "conformance/security_event.h"

namespace ntlmatrix::impact {

enum class PeerKind { kProduct, kToken, kFlagWord, kEvent, kLogon };

// "product", "token", "flags", "event", "logon".
absl::string_view PeerKindName(PeerKind kind);

// Someone at the other end of a connection, and how it is known.
struct Peer {
  PeerKind kind = PeerKind::kProduct;
  std::string id = {};    // of a product
  std::string name = {};  // a product; otherwise where it stands in the input
  std::string seen = {};  // what is known, "SMB1; CHALLENGE_MESSAGE 0xe2800001"
  std::optional<conformance::Side> role = {};  // absent: either
  KnownFlags flags = {};
  std::vector<std::string> sources = {};
  Confidence if_refused = Confidence::kLow;
  Confidence if_not = Confidence::kLow;  // for every other outcome
  std::string saw = {};                  // what people saw
  std::string note = {};
  uint64_t count = 1;  // events or logons that are alike

  // The setting that an event 4010 or 4011 reports to have refused this.
  std::optional<uint32_t> refused_by = {};
  // KeyLength of an event 4624, in bits; the flags are not known then.
  std::optional<uint32_t> key_length = {};
};

Peer PeerOfProfile(const Profile& profile);

// A flag word that someone gives; what it was seen in is not known.
Peer PeerOfFlagWord(ntlm::NegotiateFlags flags);

// Those of an input of Decoding, `decoding` with that one input and its exchanges: what an exchange
// negotiated is exact; a NEGOTIATE_MESSAGE alone is a client's offer, a CHALLENGE_MESSAGE alone a
// server's grant. Messages that can't be read are left out.
std::vector<Peer> PeersOfTokens(const decode::Decoding& decoding);

// An event 4010 is about a server that this computer refused, an event 4011 about a client.
Peer PeerOfEvent(const conformance::SecurityEvent& event);

// A logon that event 4624 reports: the peer is a client.
Peer PeerOfLogon(uint32_t key_length);

}  // namespace ntlmatrix::impact

#endif  // NTLMATRIX_CONFORMANCE_IMPACT_PEER_H_
