// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/scripted_server.h"

#include <algorithm>
#include <string>

#include "parsers/bytes/byte_writer.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

constexpr uint8_t kServerChallengePurpose = 0;

// 2026-01-01 00:00:00 UTC as FILETIME: a fixed time keeps runs comparable.
constexpr uint64_t kTimestamp = 134116992000000000;

// The names differ from those of the account, so that a client which mixes them up is seen.
constexpr char kNbDomainName[] = "RESOURCE";
constexpr char kNbComputerName[] = "SERVER";

ntlm::NegotiateFlags Grant(const Cell& cell, ntlm::NegotiateFlags offered) {
  const ntlm::NegotiateFlags if_offered = flags::kSign | flags::kSeal | flags::kKeyExch;
  const ntlm::NegotiateFlags always = flags::kUnicode | flags::kRequestTarget | flags::kNtlm |
                                      flags::kAlwaysSign | flags::kTargetTypeDomain |
                                      flags::kTargetInfo;
  return always | cell.server | (offered & if_offered);
}

const std::vector<uint8_t>& DomainName() {
  static const auto* const name = new std::vector<uint8_t>(Utf8ToUtf16(kNbDomainName).value());
  return *name;
}

std::vector<uint8_t> MakeTargetInfo() {
  const std::vector<uint8_t> computer = Utf8ToUtf16(kNbComputerName).value();
  ByteWriter timestamp;
  timestamp.WriteU64(kTimestamp);
  const std::vector<uint8_t> timestamp_bytes = timestamp.Take();
  return ntlm::SerializeAvPairs({{ntlm::AvId::kNbDomainName, DomainName()},
                                 {ntlm::AvId::kNbComputerName, computer},
                                 {ntlm::AvId::kTimestamp, timestamp_bytes}})
      .value();
}

const std::vector<uint8_t>& TargetInfo() {
  static const auto* const target_info = new std::vector<uint8_t>(MakeTargetInfo());
  return *target_info;
}

}  // namespace

ntlm::Hash CellNonce(const Cell& cell, uint8_t purpose) {
  const std::string name = cell.Name();
  const std::vector<uint8_t> name_bytes(name.begin(), name.end());
  return ntlm::HmacMd5(ntlm::Hash{purpose}, {Bytes(name_bytes)});
}

absl::StatusOr<std::vector<uint8_t>> ChallengeFor(const Cell& cell, Bytes negotiate) {
  const auto offer = ntlm::NegotiateMessage::Parse(negotiate);
  if (!offer.ok()) return offer.status();
  ntlm::ChallengeMessage challenge;
  challenge.target_name = DomainName();
  challenge.negotiate_flags = Grant(cell, offer->negotiate_flags);
  const ntlm::Hash nonce = CellNonce(cell, kServerChallengePurpose);
  std::copy_n(nonce.begin(), challenge.server_challenge.size(), challenge.server_challenge.begin());
  challenge.reserved.emplace();
  challenge.target_info = Bytes(TargetInfo());
  challenge.version.emplace();
  return challenge.Serialize();
}

}  // namespace ntlmatrix::conformance
