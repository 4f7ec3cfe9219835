// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/reference/credentials.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/responses.h"

namespace ntlmatrix::conformance::reference {
namespace {

namespace flags = ntlm::flags;

constexpr size_t kResponseSize = 24;  // LM_RESPONSE, LMv2_RESPONSE and NTLM_RESPONSE
constexpr int kRefusesLm = 4;         // at this level and above
constexpr int kRefusesLmAndNtlm = 5;

// A name in the negotiated character set as UTF-16; nullopt where it is no text.
std::optional<std::vector<uint8_t>> NameAsUtf16(Bytes name, ntlm::NegotiateFlags negotiated) {
  if (negotiated & flags::kUnicode) {
    if (FindInvalidUtf16(name) != name.size()) return std::nullopt;
    return std::vector<uint8_t>(name.begin(), name.end());
  }
  std::vector<uint8_t> utf16;
  for (const uint8_t byte : name) {
    if (byte > 0x7F) return std::nullopt;
    utf16.push_back(byte);
    utf16.push_back(0);
  }
  return utf16;
}

// "User names MUST be case-insensitive", [MS-NLMP] 3.2.5.1.2; here for a to z.
bool IsSameName(Bytes stated_utf16, Bytes known_utf16) {
  return absl::EqualsIgnoreCase(Utf16ToUtf8(stated_utf16).value(),
                                Utf16ToUtf8(known_utf16).value());
}

class Prover {
 public:
  Prover(const Credentials& credentials, Bytes user, Bytes domain)
      : credentials_(credentials),
        // "NTLM servers SHOULD support NTLM clients which incorrectly use NIL for the UserDom".
        keys_v2_{ntlm::NtowfV2(credentials.account.ntowf_v1, user, domain),
                 ntlm::NtowfV2(credentials.account.ntowf_v1, user, {})} {}

  std::optional<ProvenResponse> ByNtResponse(Bytes nt, Bytes lm) const {
    if (nt.size() > kResponseSize) return ByNtlmV2(nt);
    if (credentials_.lm >= kRefusesLmAndNtlm) return std::nullopt;
    ntlm::Response24 expected = ntlm::Desl(NtKey(), credentials_.server_challenge);
    if (credentials_.negotiated & flags::kExtendedSessionSecurity) {
      ntlm::Challenge client = {};
      if (!ByteReader(lm).CopyBytes(absl::MakeSpan(client))) return std::nullopt;
      expected = ntlm::NtlmEssResponse(NtKey(), credentials_.server_challenge, client);
    }
    return V1If(Matches(nt, expected));
  }

  std::optional<ProvenResponse> ByLmResponse(Bytes lm) const {
    if (auto proven = ByLmV2(lm)) return proven;
    // With extended session security the field has no response, only the client's challenge.
    if (credentials_.negotiated & flags::kExtendedSessionSecurity) return std::nullopt;
    const ntlm::Challenge& server = credentials_.server_challenge;
    if (credentials_.lm < kRefusesLm &&
        Matches(lm, ntlm::Desl(credentials_.account.lmowf_v1, server))) {
      return V1If(true);
    }
    return V1If(credentials_.lm < kRefusesLmAndNtlm && Matches(lm, ntlm::Desl(NtKey(), server)));
  }

 private:
  const ntlm::Hash& NtKey() const { return credentials_.account.ntowf_v1; }

  bool Matches(Bytes sent, Bytes expected) const {
    if (credentials_.behaviour.whole_responses) return sent == expected;
    return sent == expected.subspan(0, sent.size());
  }

  std::optional<ProvenResponse> V1If(bool right) const {
    if (!right) return std::nullopt;
    return ProvenResponse{.session_base_key = ntlm::SessionBaseKeyV1(NtKey())};
  }

  std::optional<ProvenResponse> ByNtlmV2(Bytes nt) const {
    const auto view = ntlm::NtlmV2ResponseView::Parse(nt);
    if (!view.ok()) return std::nullopt;
    for (const ntlm::Hash& key : keys_v2_) {
      const ntlm::Hash proof = ntlm::NtProofStr(key, credentials_.server_challenge, view->temp);
      if (proof != view->nt_proof_str) continue;
      return ProvenResponse{.session_base_key = ntlm::SessionBaseKeyV2(key, proof),
                            .ntlm_v2 = true,
                            .in_nt_field = true,
                            .time_stamp = view->time_stamp,
                            .av_pairs = view->av_pairs};
    }
    return std::nullopt;
  }

  std::optional<ProvenResponse> ByLmV2(Bytes lm) const {
    ByteReader reader(lm);
    ntlm::Hash proof = {};
    ntlm::Challenge client = {};
    if (!reader.CopyBytes(absl::MakeSpan(proof)) || !reader.CopyBytes(absl::MakeSpan(client)) ||
        !reader.done()) {
      return std::nullopt;
    }
    for (const ntlm::Hash& key : keys_v2_) {
      if (lm != Bytes(ntlm::LmV2Response(key, credentials_.server_challenge, client))) continue;
      return ProvenResponse{.session_base_key = ntlm::SessionBaseKeyV2(key, proof),
                            .ntlm_v2 = true};
    }
    return std::nullopt;
  }

  const Credentials& credentials_;
  const ntlm::Hash keys_v2_[2];
};

}  // namespace

std::optional<ProvenResponse> Prove(const ntlm::AuthenticateMessage& message,
                                    const Credentials& credentials) {
  const auto user = NameAsUtf16(message.user_name, credentials.negotiated);
  const auto domain = NameAsUtf16(message.domain_name, credentials.negotiated);
  if (!user || !domain || !IsSameName(*user, credentials.account.user)) return std::nullopt;
  if (!domain->empty() && !IsSameName(*domain, credentials.account.domain)) return std::nullopt;
  const Prover prover(credentials, *user, *domain);
  if (auto proven =
          prover.ByNtResponse(message.nt_challenge_response, message.lm_challenge_response)) {
    return proven;
  }
  return prover.ByLmResponse(message.lm_challenge_response);
}

bool IsAnonymous(const ntlm::AuthenticateMessage& message) {
  constexpr uint8_t kZ1[] = {0};
  return message.user_name.empty() && message.nt_challenge_response.empty() &&
         (message.lm_challenge_response.empty() || message.lm_challenge_response == Bytes(kZ1));
}

}  // namespace ntlmatrix::conformance::reference
