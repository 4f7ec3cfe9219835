// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/message_check.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/subjects/account.h"
#include "conformance/subjects/check/words.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/utf16.h"
#include "parsers/ntlm/authenticate_message.h"
#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/ignored_fields.h"
#include "parsers/ntlm/keys.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/negotiate_message.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"
#include "parsers/ntlm/responses.h"

namespace ntlmatrix::conformance::check {
namespace {

using ntlm::MessageType;
using ntlm::MessageTypeName;

std::string TextOf(Bytes bytes) { return {bytes.begin(), bytes.end()}; }

// What people pass on instead of a message.
std::string InsteadOfMessage(Bytes message) {
  constexpr char kSignature[] = "NTLMSSP";
  constexpr uint8_t kApplication0 = 0x60;  // InitialContextToken, RFC 2743 3.1
  constexpr uint8_t kNegTokenInit = 0xA0;  // RFC 4178 4.2
  constexpr uint8_t kNegTokenResp = 0xA1;
  const std::string text = TextOf(message);
  if (absl::StartsWith(text, "TlRM")) return "it is base64: decode it";
  if (absl::StartsWithIgnoreCase(text, "4e544c4d")) return "it is in hexadecimal twice";
  const size_t at = text.find(kSignature);
  if (at != std::string::npos && at > 0) {
    return absl::StrCat("the signature NTLMSSP stands at byte ", at,
                        ": pass on the NTLM message alone");
  }
  if (!message.empty() &&
      (message[0] == kApplication0 || message[0] == kNegTokenInit || message[0] == kNegTokenResp)) {
    return "it looks like SPNEGO: pass on the NTLM message alone";
  }
  return "it does not begin with the signature NTLMSSP and a zero";
}

// A value of the header that lies outside the message.
std::string FieldFault(const ntlm::MessageLayout& layout) {
  for (const ntlm::PlacedField& field : layout.fields()) {
    if (field.fits || field.ignored) continue;
    return absl::StrCat(field.name, "Fields at byte ", field.at, " points to ", field.fields.len,
                        " bytes at ", field.fields.buffer_offset, ", outside the message of ",
                        layout.message_size, " bytes");
  }
  return "";
}

std::string WhyUnreadable(MessageType type, Bytes message) {
  const auto seen = ntlm::MessageTypeOf(message);
  if (!seen.ok()) return InsteadOfMessage(message);
  if (*seen != type) return absl::StrCat("its MessageType is that of ", MessageTypeName(*seen));
  const auto layout = ntlm::MessageLayout::Parse(message);
  if (!layout.ok()) return std::string(layout.status().message());
  return FieldFault(*layout);
}

absl::Status ParseAs(MessageType type, Bytes message) {
  return type == MessageType::kNegotiate ? ntlm::NegotiateMessage::Parse(message).status()
                                         : ntlm::AuthenticateMessage::Parse(message).status();
}

// A name as UTF-8; of OEM characters only those that are ASCII.
std::string NameOf(Bytes name, ntlm::NegotiateFlags flags) {
  if ((flags & ntlm::flags::kUnicode) == 0) return TextOf(name);
  return Utf16ToUtf8(name).value_or("(no UTF-16)");
}

// Some implementations upper-case the domain, leave it out or take the server's for it; that is
// none of the shim's business.
bool IsDomainOfImplementation(const std::string& seen) {
  return seen.empty() || seen == fixed::kNbDomainName || seen == fixed::kNbComputerName;
}

void CompareName(absl::string_view what, const std::string& seen, const std::string& expected,
                 bool tolerable, NameFaults* names) {
  if (seen == expected) return;
  const std::string text =
      absl::StrCat("the ", what, " in its AUTHENTICATE_MESSAGE is '", Shown(seen),
                   "', in the account of hello it is '", expected, "'");
  tolerable |= absl::EqualsIgnoreCase(seen, expected);
  (tolerable ? names->notes : names->faults).push_back(text);
}

bool ProvesNtlmV2(Bytes nt, Bytes lm, const ntlm::Hash& key, const ntlm::Challenge& server) {
  if (const auto view = ntlm::NtlmV2ResponseView::Parse(nt);
      view.ok() && view->nt_proof_str == ntlm::NtProofStr(key, server, view->temp)) {
    return true;
  }
  ntlm::Hash proof = {};
  ntlm::Challenge client = {};
  ByteReader reader(lm);
  return reader.CopyBytes(absl::MakeSpan(proof)) && reader.CopyBytes(absl::MakeSpan(client)) &&
         lm == Bytes(ntlm::LmV2Response(key, server, client));
}

bool ProvesNtlmV1(Bytes nt, Bytes lm, const ntlm::Challenge& server) {
  const Account& account = TestAccount();
  ntlm::Challenge client = {};
  const bool has_client = ByteReader(lm).CopyBytes(absl::MakeSpan(client));
  return nt == Bytes(ntlm::Desl(account.ntowf_v1, server)) ||
         lm == Bytes(ntlm::Desl(account.lmowf_v1, server)) ||
         (has_client && nt == Bytes(ntlm::NtlmEssResponse(account.ntowf_v1, server, client)));
}

// Names that a client may have computed its key with: its own, the account's, the server's.
std::vector<std::vector<uint8_t>> Domains(const std::string& stated) {
  std::vector<std::vector<uint8_t>> domains;
  for (const std::string& name :
       {stated, absl::AsciiStrToUpper(stated), std::string(kDomain), std::string(),
        std::string(fixed::kNbDomainName), std::string(fixed::kNbComputerName)}) {
    if (auto utf16 = Utf8ToUtf16(name); utf16.ok()) domains.push_back(*std::move(utf16));
  }
  return domains;
}

}  // namespace

std::string MessageFault(MessageType type, Bytes message) {
  // What a receiver has to ignore is no fault of the shim.
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(message);
  const absl::Status parsed = ParseAs(type, taken);
  if (parsed.ok()) return "";
  const std::string why = WhyUnreadable(type, taken);
  return absl::StrCat("its `message` is no ", MessageTypeName(type), " that can be read: ",
                      why.empty() ? parsed.message() : absl::string_view(why));
}

NameFaults FaultsOfNames(Bytes authenticate) {
  NameFaults names;
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(authenticate);
  const auto message = ntlm::AuthenticateMessage::Parse(taken);
  if (!message.ok()) return names;
  const ntlm::NegotiateFlags flags = message->negotiate_flags.value_or(ntlm::flags::kUnicode);
  CompareName("user", NameOf(message->user_name, flags), kUser, false, &names);
  const std::string domain = NameOf(message->domain_name, flags);
  CompareName("domain", domain, kDomain, IsDomainOfImplementation(domain), &names);
  return names;
}

bool ProvesPassword(Bytes authenticate, const ntlm::Challenge& server_challenge) {
  const std::vector<uint8_t> taken = ntlm::WithoutIgnoredFields(authenticate);
  const auto message = ntlm::AuthenticateMessage::Parse(taken);
  if (!message.ok()) return false;
  const Bytes nt = message->nt_challenge_response;
  const Bytes lm = message->lm_challenge_response;
  if (ProvesNtlmV1(nt, lm, server_challenge)) return true;
  const ntlm::NegotiateFlags flags = message->negotiate_flags.value_or(ntlm::flags::kUnicode);
  const auto stated_user = Utf8ToUtf16(NameOf(message->user_name, flags));
  const std::vector<uint8_t>& user = stated_user.ok() ? *stated_user : TestAccount().user;
  const auto domains = Domains(NameOf(message->domain_name, flags));
  return std::any_of(domains.begin(), domains.end(), [&](const std::vector<uint8_t>& domain) {
    const ntlm::Hash key = ntlm::NtowfV2(TestAccount().ntowf_v1, user, domain);
    return ProvesNtlmV2(nt, lm, key, server_challenge);
  });
}

std::string SealedFault(const SealedMessage& sealed) {
  if (TextOf(sealed.message) == kSealProbe) {
    return "the `message` in `sealed` is the `probe` of hello itself: it is not sealed";
  }
  if (sealed.message.size() != kSealProbe.size()) {
    const bool with_signature =
        sealed.message.size() == kSealProbe.size() + sealed.signature.size();
    return absl::StrCat("the `message` in `sealed` has ", sealed.message.size(),
                        " bytes, the `probe` of hello ", kSealProbe.size(),
                        with_signature ? ": the signature belongs into `signature` alone" : "");
  }
  return "";
}

}  // namespace ntlmatrix::conformance::check
