// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/responses.h"

#include <optional>

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/byte_writer.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/av_pairs.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/responses.h"

namespace ntlmatrix::conformance::reference {
namespace {

template <typename Array>
std::vector<uint8_t> ToVector(const Array& array) {
  return {array.begin(), array.end()};
}

Responses NtlmV1(ResponseForm form, const ntlm::Challenge& server, const ntlm::Challenge& client,
                 const Account& account) {
  Responses responses;
  responses.session_base_key = ntlm::SessionBaseKeyV1(account.ntowf_v1);
  if (form == ResponseForm::kNtlmEss) {
    responses.lm_challenge_response = ToVector(ntlm::LmEssResponse(client));
    responses.nt_challenge_response =
        ToVector(ntlm::NtlmEssResponse(account.ntowf_v1, server, client));
    return responses;
  }
  const ntlm::Hash& lm_key = form == ResponseForm::kLmAndNtlm ? account.lmowf_v1 : account.ntowf_v1;
  responses.lm_challenge_response = ToVector(ntlm::Desl(lm_key, server));
  responses.nt_challenge_response = ToVector(ntlm::Desl(account.ntowf_v1, server));
  return responses;
}

uint64_t TimestampOr0(std::optional<Bytes> timestamp) {
  uint64_t filetime = 0;
  if (timestamp && !ByteReader(*timestamp).ReadU64(&filetime)) return 0;
  return filetime;
}

uint32_t AvFlags(Bytes value) {
  uint32_t av_flags = 0;
  if (!ByteReader(value).ReadU32(&av_flags)) return 0;
  return av_flags;
}

// The server's pairs and what the client adds to them, [MS-NLMP] 3.1.5.1.2.
absl::StatusOr<std::vector<uint8_t>> ClientAvPairs(Bytes target_info, bool promise_mic) {
  const std::vector<uint8_t> no_channel_bindings(16);
  std::vector<ntlm::AvPair> pairs;
  uint32_t av_flags = promise_mic ? ntlm::av_flags::kMicPresent : 0;
  bool has_av_flags = promise_mic;
  ntlm::AvPairReader reader(target_info);
  for (ntlm::AvPair pair; reader.Next(&pair);) {
    if (pair.av_id == ntlm::AvId::kFlags) {
      av_flags |= AvFlags(pair.value);
      has_av_flags = true;
    } else {
      pairs.push_back(pair);
    }
  }
  if (!reader.error().ok()) return reader.error();
  ByteWriter flags_writer;
  flags_writer.WriteU32(av_flags);
  const std::vector<uint8_t> flags_value = flags_writer.Take();
  if (has_av_flags) pairs.push_back({ntlm::AvId::kFlags, flags_value});
  pairs.push_back({ntlm::AvId::kChannelBindings, no_channel_bindings});
  pairs.push_back({ntlm::AvId::kTargetName, {}});
  return ntlm::SerializeAvPairs(pairs);
}

absl::StatusOr<ntlm::Hash> KeyV2(Bytes target_info, const Account& account, KeyDomain key_domain) {
  if (key_domain == KeyDomain::kUser) return account.ntowf_v2;
  const auto domain = ntlm::FindAvPair(target_info, ntlm::AvId::kNbDomainName);
  if (!domain.ok()) return domain.status();
  return ntlm::NtowfV2(account.ntowf_v1, account.user, domain->value_or(Bytes()));
}

absl::StatusOr<Responses> NtlmV2(const ntlm::Challenge& server, Bytes target_info,
                                 const ntlm::Challenge& client, const Account& account,
                                 KeyDomain key_domain) {
  const auto timestamp = ntlm::FindAvPair(target_info, ntlm::AvId::kTimestamp);
  if (!timestamp.ok()) return timestamp.status();
  const auto key = KeyV2(target_info, account, key_domain);
  if (!key.ok()) return key.status();
  Responses responses;
  responses.mic_promised = timestamp->has_value();
  std::vector<uint8_t> av_pairs;
  if (!target_info.empty()) {
    auto with_ours = ClientAvPairs(target_info, responses.mic_promised);
    if (!with_ours.ok()) return with_ours.status();
    av_pairs = *std::move(with_ours);
  }
  const std::vector<uint8_t> temp =
      ntlm::NtlmV2ClientChallenge(TimestampOr0(*timestamp), client, av_pairs);
  const ntlm::Hash proof = ntlm::NtProofStr(*key, server, temp);
  ByteWriter response;
  response.Reserve(proof.size() + temp.size());
  response.WriteBytes(proof);
  response.WriteBytes(temp);
  responses.nt_challenge_response = response.Take();
  responses.lm_challenge_response = timestamp->has_value()
                                        ? std::vector<uint8_t>(ntlm::Response24().size())
                                        : ToVector(ntlm::LmV2Response(*key, server, client));
  responses.session_base_key = ntlm::SessionBaseKeyV2(*key, proof);
  return responses;
}

}  // namespace

absl::StatusOr<Responses> MakeResponses(ResponseForm form, const ntlm::Challenge& server_challenge,
                                        Bytes target_info, const ntlm::Challenge& client_challenge,
                                        const Account& account, KeyDomain key_domain) {
  if (form == ResponseForm::kNtlmV2) {
    return NtlmV2(server_challenge, target_info, client_challenge, account, key_domain);
  }
  return NtlmV1(form, server_challenge, client_challenge, account);
}

}  // namespace ntlmatrix::conformance::reference
