// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/scripted_server.h"

#include <algorithm>
#include <string>

#include "conformance/subjects/stimulus.h"
#include "parsers/bytes/byte_writer.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/challenge_message.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/negotiate_message.h"

namespace ntlmatrix::conformance {
namespace {

namespace flags = ntlm::flags;

constexpr uint8_t kServerChallengePurpose = 0;

// That of Windows Server 2022.
constexpr ntlm::Version kServerVersion = {.product_major_version = 10,
                                          .product_minor_version = 0,
                                          .product_build = 20348,
                                          .ntlm_revision_current = ntlm::kNtlmRevisionW2K3};

ntlm::NegotiateFlags Grant(const Cell& cell, ntlm::NegotiateFlags offered) {
  const ntlm::NegotiateFlags if_offered =
      flags::kSign | flags::kSeal | flags::kKeyExch | flags::kVersion;
  const ntlm::NegotiateFlags always = flags::kUnicode | flags::kRequestTarget | flags::kNtlm |
                                      flags::kAlwaysSign | flags::kTargetTypeDomain |
                                      flags::kTargetInfo;
  return always | cell.server | (offered & if_offered);
}

const std::vector<uint8_t>& DomainName() {
  static const auto* const name =
      new std::vector<uint8_t>(Utf8ToUtf16(fixed::kNbDomainName).value());
  return *name;
}

std::vector<uint8_t> MakeTargetInfo(uint64_t time) {
  const std::vector<uint8_t> computer = Utf8ToUtf16(fixed::kNbComputerName).value();
  ByteWriter timestamp;
  timestamp.WriteU64(time);
  const std::vector<uint8_t> timestamp_bytes = timestamp.Take();
  return ntlm::SerializeAvPairs({{ntlm::AvId::kNbDomainName, DomainName()},
                                 {ntlm::AvId::kNbComputerName, computer},
                                 {ntlm::AvId::kTimestamp, timestamp_bytes}})
      .value();
}

}  // namespace

ntlm::Hash CellNonce(const Cell& cell, uint8_t purpose) {
  const std::string name = cell.Name();
  const std::vector<uint8_t> name_bytes(name.begin(), name.end());
  return ntlm::HmacMd5(ntlm::Hash{purpose}, {Bytes(name_bytes)});
}

absl::StatusOr<ntlm::NegotiateFlags> OfferIn(Bytes negotiate) {
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(negotiate);
  const auto message = ntlm::NegotiateMessage::Parse(taken);
  if (!message.ok()) return message.status();
  return message->negotiate_flags;
}

absl::StatusOr<std::vector<uint8_t>> ChallengeFor(const Cell& cell, Bytes negotiate,
                                                  uint64_t time) {
  const auto offered = OfferIn(negotiate);
  if (!offered.ok()) return offered.status();
  ntlm::ChallengeMessage challenge;
  challenge.target_name = DomainName();
  challenge.negotiate_flags = Grant(cell, *offered);
  const ntlm::Hash nonce = CellNonce(cell, kServerChallengePurpose);
  std::copy_n(nonce.begin(), challenge.server_challenge.size(), challenge.server_challenge.begin());
  challenge.reserved.emplace();
  const std::vector<uint8_t> target_info = MakeTargetInfo(time);
  challenge.target_info = Bytes(target_info);
  // Zeros without the flag, [MS-NLMP] 2.2.1.2.
  challenge.version.emplace();
  if (challenge.negotiate_flags & flags::kVersion) challenge.version = kServerVersion;
  return challenge.Serialize();
}

}  // namespace ntlmatrix::conformance
