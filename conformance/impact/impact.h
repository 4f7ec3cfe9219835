// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_IMPACT_IMPACT_H_
#define NTLMATRIX_CONFORMANCE_IMPACT_IMPACT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "conformance/impact/judge_flags.h"
#include "conformance/impact/peer.h"
#include "conformance/security_event.h"

namespace ntlmatrix::impact {

// A value of NtlmMinClientSec (the client's) or NtlmMinServerSec. The client's judges servers, the
// server's judges clients.
struct Requirement {
  conformance::Side side = conformance::Side::kClient;
  uint32_t value = 0;
};

// A peer under a requirement.
struct JudgedPeer {
  Requirement requirement = {};
  Peer peer = {};
  Judgement judgement = {};
  Confidence confidence = Confidence::kLow;
  bool likely_refused = false;           // unknown, and more likely refused than not
  std::vector<std::string> errors = {};  // what to expect where it is refused
  std::vector<std::string> notes = {};
};

// Nothing where the requirement is not about this peer: it is on the same side.
std::optional<JudgedPeer> Judge(const Requirement& requirement, const Peer& peer);

// Every named product that the requirement is about, those refused first.
std::vector<JudgedPeer> JudgeProducts(const Requirement& requirement);

// How many of them have this outcome; a group of alike events counts once.
size_t Count(const std::vector<JudgedPeer>& peers, Outcome outcome);

// Whether a peer is refused, or likely so, or an event reports that it was where documents are
// open.
bool IsTrouble(const JudgedPeer& judged);

// What a refusal looks like on a transport, and what else looks like that: a sentence each.
const std::vector<std::string>& Symptoms();

}  // namespace ntlmatrix::impact

#endif  // NTLMATRIX_CONFORMANCE_IMPACT_IMPACT_H_
