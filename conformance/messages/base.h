// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_BASE_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_BASE_H_

#include <cstdint>
#include <optional>

#include "conformance/messages/draft.h"
#include "conformance/messages/piece.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"

// The valid messages of which each test edits one thing. They belong to one exchange with the
// values of fixed:: in conformance/subjects/stimulus.h.
namespace ntlmatrix::conformance::messages {

// What the client offers: for confidentiality at level 3, as the matrix has it.
inline constexpr ntlm::NegotiateFlags kOffer =
    ntlm::flags::kUnicode | ntlm::flags::kRequestTarget | ntlm::flags::kNtlm |
    ntlm::flags::kAlwaysSign | ntlm::flags::kSign | ntlm::flags::kSeal | ntlm::flags::kKeyExch |
    ntlm::flags::kLmKey | ntlm::flags::kExtendedSessionSecurity | ntlm::flags::k128 |
    ntlm::flags::k56;

// What an unprotected connection (RPC connect) offers.
inline constexpr ntlm::NegotiateFlags kPlainOffer =
    kOffer &
    ~(ntlm::flags::kSign | ntlm::flags::kSeal | ntlm::flags::kKeyExch | ntlm::flags::kLmKey);

// What the server grants of an offer, [MS-NLMP] 3.2.5.1.1.
ntlm::NegotiateFlags Granted(ntlm::NegotiateFlags offered);

// NEGOTIATE_MESSAGE without and with names, [MS-NLMP] 2.2.1.1.
Draft NegotiateDraft(ntlm::NegotiateFlags offered);
Draft NegotiateDraftWithNames();

// CHALLENGE_MESSAGE that answers an offer, [MS-NLMP] 2.2.1.2.
Draft ChallengeDraft(ntlm::NegotiateFlags offered);

// Puts these NegotiateFlags into the header.
void SetFlags(Draft* draft, ntlm::NegotiateFlags value);

// An AV_PAIR as one piece, [MS-NLMP] 2.2.2.1; `text` says what the value is.
Piece AvPair(uint16_t av_id, Data value, absl::string_view text);
// The pairs of the base messages, MsvAvEOL at the end.
Pieces ServerAvPairs();
Pieces ClientAvPairs();
// The index of the first pair with this AvId.
size_t FindPair(const Pieces& pairs, uint16_t av_id);

enum class ResponseKind { kNtlmV2, kNtlmEss, kNtlm, kAnonymous };

// What an AUTHENTICATE_MESSAGE is made of, [MS-NLMP] 2.2.1.3; the members as they stand make the
// valid one. The responses are computed from the rest.
struct AuthenticateParts {
  ntlm::NegotiateFlags offered = kOffer;  // of NEGOTIATE_MESSAGE
  ntlm::NegotiateFlags flags = (kOffer & Granted(kOffer)) | ntlm::flags::kTargetInfo;
  Data user = Utf16("User");
  Data domain = Utf16("Domain");
  Data workstation = Utf16("COMPUTER");
  // The names in NTOWFv2.
  Data key_user = Utf16("User");
  Data key_domain = Utf16("Domain");
  ResponseKind response = ResponseKind::kNtlmV2;
  ntlm::Challenge server_challenge;  // that the responses are made for

  // NTLMv2_CLIENT_CHALLENGE, [MS-NLMP] 2.2.2.7.
  Data resp_type = {1};
  Data hi_resp_type = {1};
  Data reserved1 = Zeros(2);
  Data reserved2 = Zeros(4);
  Data reserved3 = Zeros(4);
  uint64_t time_stamp;
  Pieces av_pairs = ClientAvPairs();
  Data after_av_pairs = Zeros(4);

  // What stands in a field instead of what was computed.
  std::optional<Data> lm = {};
  std::optional<Data> nt = {};
  std::optional<Data> session_key = {};

  AuthenticateParts();
  // The messages before it.
  Data Negotiate() const;
  Data Challenge() const;
  // NtChallengeResponse field by field.
  Pieces NtResponse() const;
  ntlm::Hash KeyExchangeKey() const;
  ntlm::Hash ExportedSessionKey() const;
  Draft ToDraft() const;
};

// The message with the right MIC in its place, if it has the place; `negotiate` and `challenge`
// are what the MIC covers.
Pieces WithMic(Pieces pieces, const ntlm::Hash& key, const Data& negotiate, const Data& challenge);
Pieces WithMic(const AuthenticateParts& parts, const Draft& draft);

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_BASE_H_
