// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/echo_rules.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/av_pair_rules.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/response_form.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr size_t kLmOffset = 12;
constexpr size_t kNtOffset = 20;

// The first value of each AvId of the table.
using FirstValues = std::array<std::optional<Bytes>, kAvIdsInTable>;

const std::optional<Bytes>& Of(const FirstValues& values, AvId id) {
  return values[static_cast<size_t>(id)];
}

std::optional<FirstValues> ReadFirstValues(Bytes av_pairs) {
  FirstValues values;
  AvPairReader reader(av_pairs);
  for (AvPair pair; reader.Next(&pair);) {
    const auto id = static_cast<size_t>(pair.av_id);
    if (id < values.size() && !values[id].has_value()) values[id] = pair.value;
  }
  if (!reader.ok()) return std::nullopt;
  return values;
}

uint32_t AvFlagsOf(const std::optional<Bytes>& value) {
  uint32_t set = 0;
  ByteReader reader(value.value_or(Bytes()));
  return reader.ReadU32(&set) ? set : 0;
}

// Two bits of MsvAvFlags are the client's to say; every other value comes back as it was.
bool ComesBack(AvId id, const std::optional<Bytes>& sent, const std::optional<Bytes>& back) {
  if (id != AvId::kFlags) return *sent == *back;
  constexpr uint32_t kOfServer = ~(av_flags::kMicPresent | av_flags::kUntrustedSpn);
  return (AvFlagsOf(sent) & ~AvFlagsOf(back) & kOfServer) == 0;
}

// Pairs that a client makes itself, [MS-NLMP] 3.1.5.1.2 and 2.2.2.2, whatever the server sent.
bool IsOfClient(AvId id) {
  return id == AvId::kSingleHost || id == AvId::kTargetName || id == AvId::kChannelBindings;
}

void ValidatePairs(const FirstValues& sent, const FirstValues& back, FindingList* findings) {
  for (size_t id = 1; id < sent.size(); ++id) {
    if (!sent[id].has_value() || IsOfClient(static_cast<AvId>(id))) continue;
    if (!back[id].has_value()) {
      findings->Add(RuleId::kExchangeAvPairNotEchoed, kNtOffset,
                    absl::StrCat(RuleOf(RuleId::kExchangeAvPairNotEchoed).text,
                                 TableName(static_cast<AvId>(id))));
    } else if (!ComesBack(static_cast<AvId>(id), sent[id], back[id])) {
      findings->Add(RuleId::kExchangeAvPairChanged, kNtOffset,
                    absl::StrCat(RuleOf(RuleId::kExchangeAvPairChanged).text,
                                 TableName(static_cast<AvId>(id))));
    }
  }
}

void ValidateTimestamp(Bytes timestamp, const FirstValues& back, const NtlmV2ResponseView& response,
                       FindingList* findings) {
  uint64_t filetime = 0;
  ByteReader reader(timestamp);
  if (reader.ReadU64(&filetime) && filetime != response.time_stamp) {
    findings->Add(RuleId::kExchangeTimestampNotEchoed, kNtOffset);
  }
  if ((AvFlagsOf(Of(back, AvId::kFlags)) & av_flags::kMicPresent) == 0) {
    findings->Add(RuleId::kExchangeMicNotProvided, kNtOffset);
  }
}

// What is sent instead of an LMv2_RESPONSE, [MS-NLMP] 3.1.5.1.2 and, connectionless, 3.1.5.2.1.
void ValidateLm(Bytes lm_challenge_response, bool datagram, bool target_info, bool timestamp,
                FindingList* findings) {
  if (datagram) {
    if (target_info && !lm_challenge_response.empty()) {
      findings->Add(RuleId::kExchangeLmInDatagram, kLmOffset);
    }
  } else if (timestamp && LmFormOf(lm_challenge_response) != LmForm::kZeros) {
    findings->Add(RuleId::kExchangeLmWithTimestamp, kLmOffset);
  }
}

void ValidateOwnPairs(const FirstValues& back, FindingList* findings) {
  if (!Of(back, AvId::kChannelBindings).has_value()) {
    findings->Add(RuleId::kExchangeChannelBindingsNotSent, kNtOffset);
  }
  if (!Of(back, AvId::kTargetName).has_value()) {
    findings->Add(RuleId::kExchangeTargetNameNotSent, kNtOffset);
  }
}

}  // namespace

void ValidateEcho(const ChallengeMessage& challenge, const AuthenticateMessage& authenticate,
                  NegotiateFlags offered, FindingList* findings) {
  if (NtFormOf(authenticate.nt_challenge_response) != NtForm::kNtlmV2) return;
  const auto response = NtlmV2ResponseView::Parse(authenticate.nt_challenge_response);
  if (!response.ok()) return;
  // Without its flag TargetInfo means nothing, [MS-NLMP] 2.2.1.2.
  const bool has_target_info = (challenge.negotiate_flags & flags::kTargetInfo) != 0;
  const Bytes target_info = has_target_info ? challenge.target_info.value_or(Bytes()) : Bytes();
  const auto sent = ReadFirstValues(target_info);
  const auto back = ReadFirstValues(response->av_pairs);
  if (!sent.has_value() || !back.has_value()) return;
  ValidatePairs(*sent, *back, findings);
  if (const auto& timestamp = Of(*sent, AvId::kTimestamp); timestamp.has_value()) {
    ValidateTimestamp(*timestamp, *back, *response, findings);
  }
  const bool datagram = (challenge.negotiate_flags & flags::kDatagram) != 0;
  ValidateLm(authenticate.lm_challenge_response, datagram, !target_info.empty(),
             Of(*sent, AvId::kTimestamp).has_value(), findings);
  if (!target_info.empty()) ValidateOwnPairs(*back, findings);
  // Only the connection-oriented client has to stop for want of them.
  if (datagram) return;
  const bool names =
      Of(*sent, AvId::kNbComputerName).has_value() && Of(*sent, AvId::kNbDomainName).has_value();
  if (!names && (offered & (flags::kSign | flags::kSeal)) != 0) {
    findings->Add(RuleId::kExchangeNetbiosNamesMissing, kNtOffset);
  }
}

}  // namespace ntlmatrix::ntlm
