// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/echo_rules.h"

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/response_form.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr size_t kLmOffset = 12;
constexpr size_t kNtOffset = 20;

constexpr absl::string_view kAvNames[] = {
    "MsvAvEOL",           "MsvAvNbComputerName", "MsvAvNbDomainName",   "MsvAvDnsComputerName",
    "MsvAvDnsDomainName", "MsvAvDnsTreeName",    "MsvAvFlags",          "MsvAvTimestamp",
    "MsvAvSingleHost",    "MsvAvTargetName",     "MsvAvChannelBindings"};

// The first value of each AvId of the table.
using FirstValues = std::array<std::optional<Bytes>, std::size(kAvNames)>;

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

// A client may add bits to MsvAvFlags; every other value comes back as it was.
bool ComesBack(AvId id, const std::optional<Bytes>& sent, const std::optional<Bytes>& back) {
  if (id == AvId::kFlags) return (AvFlagsOf(sent) & ~AvFlagsOf(back)) == 0;
  return *sent == *back;
}

void ValidatePairs(const FirstValues& sent, const FirstValues& back, FindingList* findings) {
  for (size_t id = 1; id < sent.size(); ++id) {
    if (!sent[id].has_value()) continue;
    if (!back[id].has_value()) {
      findings->Add(RuleId::kExchangeAvPairNotEchoed, kNtOffset,
                    absl::StrCat(RuleOf(RuleId::kExchangeAvPairNotEchoed).text, kAvNames[id]));
    } else if (!ComesBack(static_cast<AvId>(id), sent[id], back[id])) {
      findings->Add(RuleId::kExchangeAvPairChanged, kNtOffset,
                    absl::StrCat(RuleOf(RuleId::kExchangeAvPairChanged).text, kAvNames[id]));
    }
  }
}

void ValidateTimestamp(Bytes timestamp, const FirstValues& back, const NtlmV2ResponseView& response,
                       const AuthenticateMessage& authenticate, FindingList* findings) {
  uint64_t filetime = 0;
  ByteReader reader(timestamp);
  if (reader.ReadU64(&filetime) && filetime != response.time_stamp) {
    findings->Add(RuleId::kExchangeTimestampNotEchoed, kNtOffset);
  }
  if (LmFormOf(authenticate.lm_challenge_response) != LmForm::kZeros) {
    findings->Add(RuleId::kExchangeLmWithTimestamp, kLmOffset);
  }
  if ((AvFlagsOf(Of(back, AvId::kFlags)) & av_flags::kMicPresent) == 0) {
    findings->Add(RuleId::kExchangeMicNotProvided, kNtOffset);
  }
}

}  // namespace

void ValidateEcho(const ChallengeMessage& challenge, const AuthenticateMessage& authenticate,
                  NegotiateFlags negotiated, FindingList* findings) {
  if (NtFormOf(authenticate.nt_challenge_response) != NtForm::kNtlmV2) return;
  const auto response = NtlmV2ResponseView::Parse(authenticate.nt_challenge_response);
  if (!response.ok()) return;
  // Without its flag TargetInfo means nothing, [MS-NLMP] 2.2.1.2.
  const bool has_target_info = (challenge.negotiate_flags & flags::kTargetInfo) != 0;
  const auto sent =
      ReadFirstValues(has_target_info ? challenge.target_info.value_or(Bytes()) : Bytes());
  const auto back = ReadFirstValues(response->av_pairs);
  if (!sent.has_value() || !back.has_value()) return;
  ValidatePairs(*sent, *back, findings);
  if (const auto& timestamp = Of(*sent, AvId::kTimestamp); timestamp.has_value()) {
    ValidateTimestamp(*timestamp, *back, *response, authenticate, findings);
  }
  const bool names =
      Of(*sent, AvId::kNbComputerName).has_value() && Of(*sent, AvId::kNbDomainName).has_value();
  if (!names && (negotiated & (flags::kSign | flags::kSeal)) != 0) {
    findings->Add(RuleId::kExchangeNetbiosNamesMissing, kNtOffset);
  }
}

}  // namespace ntlmatrix::ntlm
