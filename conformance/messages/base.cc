// SPDX-License-Identifier: Apache-2.0

#include "conformance/messages/base.h"

#include <algorithm>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/subjects/account.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/ntlm/av_pair.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/responses.h"

namespace ntlmatrix::conformance::messages {
namespace {

namespace flags = ntlm::flags;

constexpr ntlm::NegotiateFlags kProtection = flags::kSign | flags::kSeal;

Piece Signature() { return {"Signature", {'N', 'T', 'L', 'M', 'S', 'S', 'P', 0}, "NTLMSSP"}; }

Piece Type(uint32_t type, absl::string_view name) {
  return {"MessageType", U32(type), std::string(name)};
}

Piece Flags(ntlm::NegotiateFlags value) {
  return {"NegotiateFlags", U32(value), absl::StrFormat("0x%08x", value)};
}

Piece Fields(absl::string_view value) { return {absl::StrCat(value, "Fields"), {}, ""}; }

Piece Version() { return {"Version", Zeros(8), "zero, as NTLMSSP_NEGOTIATE_VERSION is clear"}; }

template <typename Array>
Data ToData(const Array& array) {
  return {array.begin(), array.end()};
}

absl::string_view AvName(uint16_t av_id) {
  constexpr absl::string_view kNames[] = {
      "MsvAvEOL",           "MsvAvNbComputerName", "MsvAvNbDomainName",   "MsvAvDnsComputerName",
      "MsvAvDnsDomainName", "MsvAvDnsTreeName",    "MsvAvFlags",          "MsvAvTimestamp",
      "MsvAvSingleHost",    "MsvAvTargetName",     "MsvAvChannelBindings"};
  return av_id < std::size(kNames) ? kNames[av_id] : "AV_PAIR";
}

uint16_t Id(ntlm::AvId av_id) { return static_cast<uint16_t>(av_id); }

Pieces NamesAndTime() {
  return {AvPair(Id(ntlm::AvId::kNbDomainName), Utf16(fixed::kNbDomainName), fixed::kNbDomainName),
          AvPair(Id(ntlm::AvId::kNbComputerName), Utf16(fixed::kNbComputerName),
                 fixed::kNbComputerName),
          AvPair(Id(ntlm::AvId::kTimestamp), U64(fixed::kTime), "2026-01-01 00:00:00 UTC")};
}

Piece End() { return AvPair(Id(ntlm::AvId::kEol), {}, ""); }

// temp, [MS-NLMP] 3.3.2.
Pieces ClientChallenge(const AuthenticateParts& parts) {
  Pieces pieces = {{"RespType", parts.resp_type, ""},
                   {"HiRespType", parts.hi_resp_type, ""},
                   {"Reserved1", parts.reserved1, ""},
                   {"Reserved2", parts.reserved2, ""},
                   {"TimeStamp", U64(parts.time_stamp), ""},
                   {"ChallengeFromClient", ToData(fixed::kClientChallenge), ""},
                   {"Reserved3", parts.reserved3, ""}};
  pieces.insert(pieces.end(), parts.av_pairs.begin(), parts.av_pairs.end());
  if (!parts.after_av_pairs.empty()) {
    pieces.push_back({"after AvPairs", parts.after_av_pairs, "Z(4) of [MS-NLMP] 3.3.2"});
  }
  return pieces;
}

ntlm::Hash KeyV2(const AuthenticateParts& parts) {
  return ntlm::NtowfV2(TestAccount().ntowf_v1, parts.key_user, parts.key_domain);
}

ntlm::Hash Proof(const AuthenticateParts& parts) {
  return ntlm::NtProofStr(KeyV2(parts), parts.server_challenge, Join(ClientChallenge(parts)));
}

Data LmResponse(const AuthenticateParts& parts) {
  switch (parts.response) {
    case ResponseKind::kNtlmV2:
      return Zeros(24);
    case ResponseKind::kNtlmEss:
      return ToData(ntlm::LmEssResponse(fixed::kClientChallenge));
    case ResponseKind::kNtlm:
      return ToData(ntlm::Desl(TestAccount().lmowf_v1, parts.server_challenge));
    case ResponseKind::kAnonymous:
      break;
  }
  return Zeros(1);
}

Data LmField(const AuthenticateParts& parts) { return parts.lm.value_or(LmResponse(parts)); }

ntlm::Hash SessionBaseKey(const AuthenticateParts& parts) {
  switch (parts.response) {
    case ResponseKind::kNtlmV2:
      return ntlm::SessionBaseKeyV2(KeyV2(parts), Proof(parts));
    case ResponseKind::kNtlmEss:
    case ResponseKind::kNtlm:
      return ntlm::SessionBaseKeyV1(TestAccount().ntowf_v1);
    case ResponseKind::kAnonymous:
      break;
  }
  return {};
}

bool ExchangesKey(const AuthenticateParts& parts) {
  return (parts.flags & flags::kKeyExch) != 0 && (parts.flags & kProtection) != 0;
}

Data SessionKeyField(const AuthenticateParts& parts) {
  if (parts.session_key) return *parts.session_key;
  if (!ExchangesKey(parts)) return {};
  return ToData(ntlm::Rc4K(parts.KeyExchangeKey(), fixed::kRandomSessionKey));
}

std::string AsText(const Data& utf16) {
  std::string text;
  for (size_t i = 0; i < utf16.size() && i < 40; i += 2) text += static_cast<char>(utf16[i]);
  return text;
}

}  // namespace

ntlm::NegotiateFlags Granted(ntlm::NegotiateFlags offered) {
  ntlm::NegotiateFlags granted = flags::kRequestTarget | flags::kNtlm | flags::kAlwaysSign |
                                 flags::kTargetTypeDomain | flags::kTargetInfo;
  granted |= offered & (kProtection | flags::kKeyExch);
  granted |= offered & ((offered & flags::kUnicode) ? flags::kUnicode : flags::kOem);
  const bool ess = (offered & flags::kExtendedSessionSecurity) != 0;
  granted |= offered & (ess ? flags::kExtendedSessionSecurity : flags::kLmKey);
  if (offered & kProtection) granted |= offered & (flags::k56 | flags::k128);
  return granted;
}

Draft NegotiateDraft(ntlm::NegotiateFlags offered) {
  return {
      .header = {Signature(), Type(1, "NEGOTIATE_MESSAGE"), Flags(offered), Fields("DomainName"),
                 Fields("Workstation"), Version()},
      .values = {{.name = "DomainName", .content = {}}, {.name = "Workstation", .content = {}}}};
}

Draft NegotiateDraftWithNames() {
  Draft draft = NegotiateDraft(kOffer | flags::kOemDomainSupplied | flags::kOemWorkstationSupplied);
  draft.Value("DomainName").content = One("DomainName", Oem("Domain"), "Domain, OEM");
  draft.Value("Workstation").content = One("Workstation", Oem("COMPUTER"), "COMPUTER, OEM");
  return draft;
}

Draft ChallengeDraft(ntlm::NegotiateFlags offered) {
  const ntlm::NegotiateFlags granted = Granted(offered);
  const bool unicode = (granted & flags::kUnicode) != 0;
  return {
      .header = {Signature(),
                 Type(2, "CHALLENGE_MESSAGE"),
                 Fields("TargetName"),
                 Flags(granted),
                 {"ServerChallenge", ToData(fixed::kServerChallenge), ""},
                 {"Reserved", Zeros(8), ""},
                 Fields("TargetInfo"),
                 Version()},
      .values = {{.name = "TargetName",
                  .content = One("TargetName",
                                 unicode ? Utf16(fixed::kNbDomainName) : Oem(fixed::kNbDomainName),
                                 fixed::kNbDomainName)},
                 {.name = "TargetInfo", .content = ServerAvPairs()}}};
}

void SetFlags(Draft* draft, ntlm::NegotiateFlags value) {
  draft->Header("NegotiateFlags") = Flags(value);
}

Piece AvPair(uint16_t av_id, Data value, absl::string_view text) {
  Data bytes = U16(av_id);
  const Data len = U16(static_cast<uint16_t>(value.size()));
  std::string comment =
      absl::StrCat("AvId ", av_id, ", AvLen ", value.size(), text.empty() ? "" : ": ", text);
  bytes.insert(bytes.end(), len.begin(), len.end());
  bytes.insert(bytes.end(), value.begin(), value.end());
  return {std::string(AvName(av_id)), std::move(bytes), std::move(comment)};
}

Pieces ServerAvPairs() {
  Pieces pairs = NamesAndTime();
  pairs.push_back(End());
  return pairs;
}

Pieces ClientAvPairs() {
  Pieces pairs = NamesAndTime();
  pairs.push_back(AvPair(Id(ntlm::AvId::kFlags), U32(ntlm::av_flags::kMicPresent), "MIC present"));
  pairs.push_back(AvPair(Id(ntlm::AvId::kChannelBindings), Zeros(16), "none"));
  pairs.push_back(AvPair(Id(ntlm::AvId::kTargetName), {}, ""));
  pairs.push_back(End());
  return pairs;
}

size_t FindPair(const Pieces& pairs, uint16_t av_id) {
  size_t index = 0;
  while (pairs[index].name != AvName(av_id)) ++index;
  return index;
}

AuthenticateParts::AuthenticateParts()
    : server_challenge(fixed::kServerChallenge), time_stamp(fixed::kTime) {}

Data AuthenticateParts::Negotiate() const { return Join(NegotiateDraft(offered).Lay()); }

Data AuthenticateParts::Challenge() const { return Join(ChallengeDraft(offered).Lay()); }

Pieces AuthenticateParts::NtResponse() const {
  if (nt) return One("NtChallengeResponse", *nt, "");
  switch (response) {
    case ResponseKind::kNtlmV2:
      break;
    case ResponseKind::kNtlmEss:
      return One("NtChallengeResponse",
                 ToData(ntlm::NtlmEssResponse(TestAccount().ntowf_v1, server_challenge,
                                              fixed::kClientChallenge)),
                 "NTLM response over both challenges");
    case ResponseKind::kNtlm:
      return One("NtChallengeResponse",
                 ToData(ntlm::Desl(TestAccount().ntowf_v1, server_challenge)), "NTLM response");
    case ResponseKind::kAnonymous:
      return {};
  }
  Pieces pieces = {{"NTProofStr", ToData(Proof(*this)), "NtChallengeResponse begins here"}};
  for (Piece& piece : ClientChallenge(*this)) pieces.push_back(std::move(piece));
  return pieces;
}

ntlm::Hash AuthenticateParts::KeyExchangeKey() const {
  return ntlm::KxKey(flags, response == ResponseKind::kNtlmV2, SessionBaseKey(*this),
                     LmField(*this), server_challenge, TestAccount().lmowf_v1);
}

ntlm::Hash AuthenticateParts::ExportedSessionKey() const {
  const ntlm::Hash key = KeyExchangeKey();
  const Data field = SessionKeyField(*this);
  ntlm::Hash encrypted = {};
  if (!ExchangesKey(*this) || field.size() != encrypted.size()) return key;
  std::copy(field.begin(), field.end(), encrypted.begin());
  return ntlm::Rc4K(key, encrypted);
}

Draft AuthenticateParts::ToDraft() const {
  return {.header = {Signature(),
                     Type(3, "AUTHENTICATE_MESSAGE"),
                     Fields("LmChallengeResponse"),
                     Fields("NtChallengeResponse"),
                     Fields("DomainName"),
                     Fields("UserName"),
                     Fields("Workstation"),
                     Fields("EncryptedRandomSessionKey"),
                     Flags(flags),
                     Version(),
                     {"MIC", Zeros(16), ""}},
          .values = {{.name = "DomainName", .content = One("DomainName", domain, AsText(domain))},
                     {.name = "UserName", .content = One("UserName", user, AsText(user))},
                     {.name = "Workstation",
                      .content = One("Workstation", workstation, AsText(workstation))},
                     {.name = "LmChallengeResponse",
                      .content = One("LmChallengeResponse", LmField(*this), "")},
                     {.name = "NtChallengeResponse", .content = NtResponse()},
                     {.name = "EncryptedRandomSessionKey",
                      .content = One("EncryptedRandomSessionKey", SessionKeyField(*this), "")}}};
}

Pieces WithMic(Pieces pieces, const ntlm::Hash& key, const Data& negotiate, const Data& challenge) {
  const auto mic = std::find_if(pieces.begin(), pieces.end(),
                                [](const Piece& piece) { return piece.name == "MIC"; });
  if (mic == pieces.end()) return pieces;
  mic->bytes = ToData(ntlm::HmacMd5(key, {negotiate, challenge, Join(pieces)}));
  mic->comment = "right for the three messages";
  return pieces;
}

Pieces WithMic(const AuthenticateParts& parts, const Draft& draft) {
  return WithMic(draft.Lay(), parts.ExportedSessionKey(), parts.Negotiate(), parts.Challenge());
}

}  // namespace ntlmatrix::conformance::messages
