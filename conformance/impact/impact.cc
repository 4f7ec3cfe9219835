// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/impact.h"

#include <algorithm>
#include <map>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/explain.h"
#include "conformance/rules.h"

namespace ntlmatrix::impact {
namespace {

using conformance::Side;
namespace flags = ntlm::flags;

std::string Hex(uint32_t value) { return absl::StrFormat("0x%08x", value); }

// The error that the SSP gives where it refuses.
std::vector<std::string> ErrorsOf(const Peer& peer, const Judgement& judgement) {
  std::vector<std::string> errors;
  if (judgement.outcome == Outcome::kNotRefused) return errors;
  if (!judgement.codes.empty()) {
    errors.push_back(absl::StrCat(Hex(judgement.codes.front()), " ",
                                  conformance::StatusName(judgement.codes.front()),
                                  " ([MS-NLMP] 3.1.5.1.2, 3.2.5.1.1)"));
  } else {
    errors.push_back(
        absl::StrCat("no code is documented; ", Hex(conformance::kSecEUnsupportedFunction), " ",
                     conformance::StatusName(conformance::kSecEUnsupportedFunction), " was seen"));
  }
  if (!peer.saw.empty()) errors.push_back(absl::StrCat("people saw: ", peer.saw));
  return errors;
}

// Whether an event reports a refusal for what the documents leave open, and for nothing else.
bool SettlesIt(const JudgedPeer& judged) {
  const Peer& peer = judged.peer;
  return judged.judgement.outcome == Outcome::kUndocumented && peer.refused_by &&
         JudgeFlags(*peer.refused_by, peer.flags).outcome == Outcome::kUndocumented;
}

void AddNotes(const Requirement& requirement, const Peer& peer, JudgedPeer* judged) {
  const auto& ids = judged->judgement.ambiguities;
  if (judged->judgement.outcome == Outcome::kRefused &&
      judged->judgement.strength != conformance::Strength::kRequired &&
      std::find(ids.begin(), ids.end(), "128-without-sealing") != ids.end()) {
    judged->notes.push_back(
        "signed, not sealed: [MS-NLMP] asks for the refusal, KB 239869 only while sealing; seen in "
        "the field: refused");
  }
  if (peer.refused_by) {
    judged->notes.push_back(
        JudgeFlags(*peer.refused_by, peer.flags).missing == 0
            ? "nothing documented was missing when the event was written"
        : SettlesIt(*judged)
            ? "yet this event reports a refusal"
            : "the event is about the past and names no peer, user or address: compare its time "
              "with events 8001, 8002 and 4625");
  }
  const bool missing_128 = (judged->judgement.missing & flags::k128) != 0;
  if (judged->judgement.outcome == Outcome::kUndocumented && missing_128 &&
      peer.kind == PeerKind::kToken && peer.role == Side::kServer) {
    judged->notes.push_back(
        "a server grants 128-bit encryption only to a client that offers SIGN or SEAL ([MS-NLMP] "
        "2.2.2.5 bit U): this message does not show what it grants to others");
  }
  for (const conformance::UndocumentedSettingBits& bits :
       conformance::AllUndocumentedSettingBits()) {
    if ((requirement.value & bits.bits) != 0 && peer.kind != PeerKind::kProduct) {
      judged->notes.push_back(absl::StrCat("no document says what bits ",
                                           Hex(requirement.value & bits.bits), " require"));
    }
  }
  if (!peer.note.empty()) judged->notes.push_back(peer.note);
}

// KeyLength of event 4624 against a server's setting: it proves little.
void JudgeLogon(const Requirement& requirement, const Peer& peer, JudgedPeer* judged) {
  const bool wants_128 = (requirement.value & flags::k128) != 0;
  const bool wants_ess = (requirement.value & flags::kExtendedSessionSecurity) != 0;
  const uint32_t length = *peer.key_length;
  if (requirement.value == 0) return;
  judged->judgement.outcome = Outcome::kUnknown;
  judged->judgement.depends_on = requirement.value;
  judged->notes.push_back("KeyLength proves little");
  if (wants_128 && (length == 40 || length == 56)) {
    judged->likely_refused = true;
    judged->judgement.missing = flags::k128;
    judged->notes.push_back(
        "likely refused: a key this short hardly comes from 128-bit encryption; inferred, since "
        "without "
        "extended session security an LM_KEY gives the same");
  } else if (wants_128 && length == 128) {
    judged->notes.push_back(
        "probably has 128-bit encryption; no proof: without extended session security and LM_KEY "
        "the key has 128 bits whatever was negotiated ([MS-NLMP] 3.4.5.3)");
  } else if (wants_128 && length == 0) {
    judged->notes.push_back(absl::StrCat(
        "no session key was asked for, or the logon is anonymous; if 128-bit encryption was not "
        "negotiated: ",
        conformance::kUndocumentedSeenAccepted));
  } else if (wants_128) {
    judged->notes.push_back("no document knows a key of this length");
  }
  if (wants_ess) judged->notes.push_back("it says nothing of extended session security");
}

int Rank(const JudgedPeer& judged) { return static_cast<int>(judged.judgement.outcome); }

}  // namespace

std::optional<JudgedPeer> Judge(const Requirement& requirement, const Peer& peer) {
  if (peer.role == requirement.side) return std::nullopt;
  JudgedPeer judged = {.requirement = requirement, .peer = peer};
  judged.confidence = peer.if_not;
  if (peer.key_length) {
    JudgeLogon(requirement, peer, &judged);
    return judged;
  }
  judged.judgement = JudgeFlags(requirement.value, peer.flags);
  if (judged.judgement.outcome == Outcome::kRefused) {
    judged.confidence = peer.if_refused;
    // Documents disagree on whether it must be refused.
    if (judged.judgement.strength != conformance::Strength::kRequired) {
      judged.confidence = std::max(judged.confidence, Confidence::kMedium);
    }
  }
  judged.errors = ErrorsOf(peer, judged.judgement);
  AddNotes(requirement, peer, &judged);
  return judged;
}

std::vector<JudgedPeer> JudgeProducts(const Requirement& requirement) {
  std::multimap<int, JudgedPeer> by_rank;  // of one rank in the order of the file
  for (const Profile& profile : Profiles()) {
    auto judged = Judge(requirement, PeerOfProfile(profile));
    if (judged) by_rank.emplace(Rank(*judged), *std::move(judged));
  }
  std::vector<JudgedPeer> products;
  for (auto& [rank, judged] : by_rank) products.push_back(std::move(judged));
  return products;
}

size_t Count(const std::vector<JudgedPeer>& peers, Outcome outcome) {
  return static_cast<size_t>(
      std::count_if(peers.begin(), peers.end(),
                    [&](const JudgedPeer& judged) { return judged.judgement.outcome == outcome; }));
}

bool IsTrouble(const JudgedPeer& judged) {
  return judged.judgement.outcome == Outcome::kRefused || judged.likely_refused ||
         SettlesIt(judged);
}

const std::vector<std::string>& Symptoms() {
  static const auto* const symptoms = new std::vector<std::string>{
      "Windows that refuses writes event 4010 (as client) or 4011 (as server) to "
      "Microsoft-Windows-NTLM/Operational. The setting has no audit mode: no event says beforehand "
      "whom it will refuse.",
      "SSPI: 0x80090302 SEC_E_UNSUPPORTED_FUNCTION. Restrict NTLM gives the same code: event 4625 "
      "with Sub Status 0xC0000418 (STATUS_NTLM_BLOCKED).",
      "SMB session setup: 0xC00000BB STATUS_NOT_SUPPORTED. Restrict NTLM and dialect validation "
      "give "
      "the same.",
      "RPC: 1825 (0x721) RPC_S_SEC_PKG_ERROR. HTTP and WinRM: 401 and no more. SQL Server: 18452, "
      "as "
      "for nearly everything. SIP: 401 with 0x80090302 in the log of the server.",
  };
  return *symptoms;
}

}  // namespace ntlmatrix::impact
