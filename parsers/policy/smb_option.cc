// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/smb_option.h"

#include <algorithm>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_split.h"

namespace ntlmatrix::policy {
namespace {

// The words of set_boolean() in lib/util.
constexpr absl::string_view kYes = "yes|true|on|1";
constexpr absl::string_view kNo = "no|false|off|0";

constexpr SmbChoice kClient128[] = {
    {kYes, ""},
    {kNo,
     "the client does not offer 128-bit encryption; a server that requires it, as NtlmMinServerSec "
     "does, refuses this client",
     "no-128-bit", Severity::kWarning}};
constexpr SmbChoice kClient56[] = {
    {kNo, ""}, {kYes, "the client offers 56-bit encryption too", "offers-56-bit"}};
constexpr SmbChoice kClientNtlm2[] = {
    {kYes, ""},
    {kNo,
     "the client does not offer NTLMv2 session security (extended session security), and sends "
     "NTLMv1 responses; a server that requires it refuses this client",
     "no-extended-session-security", Severity::kWarning}};
constexpr SmbChoice kClientKeyExchange[] = {
    {kYes, ""}, {kNo, "the client does not offer key exchange", "no-key-exchange"}};
constexpr SmbChoice kClientAlwaysSign[] = {
    {kYes, ""}, {kNo, "the client does not offer NTLMSSP_NEGOTIATE_ALWAYS_SIGN", "no-always-sign"}};
constexpr SmbChoice kClientLmKey[] = {
    {kNo, ""},
    {kYes,
     "the client offers a session key made of the LM response (NTLMSSP_NEGOTIATE_LM_KEY), which "
     "counts where extended session security is not negotiated",
     "lm-key", Severity::kWarning}};
constexpr SmbChoice kClientAllowLmKey[] = {
    {kNo, ""},
    {kYes,
     "the client offers a session key made of the LM response (NTLMSSP_NEGOTIATE_LM_KEY) where "
     "`client lanman auth` is yes and `client ntlmv2 auth` no",
     "lm-key", Severity::kWarning}};
constexpr SmbChoice kClientNtlmV2[] = {{kYes, ""},
                                       {kNo,
                                        "the client sends NTLMv1 responses, and goes on where the "
                                        "server does not grant NTLMv2 session "
                                        "security (extended session security)",
                                        "ntlmv1", Severity::kWarning}};
constexpr SmbChoice kClientLanman[] = {
    {kNo, ""},
    {kYes, "the client sends LM responses where it does not send NTLMv2 ones", "lm-response",
     Severity::kWarning}};

constexpr SmbChoice kServer128[] = {
    {kYes, ""},
    {kNo,
     "the server does not grant 128-bit encryption; a client that requires it, as NtlmMinClientSec "
     "does, refuses this server",
     "no-128-bit", Severity::kWarning}};
constexpr SmbChoice kServer56[] = {
    {kYes, ""}, {kNo, "the server does not grant 56-bit encryption", "no-56-bit"}};
constexpr SmbChoice kServerNtlm2[] = {
    {kYes, ""},
    {kNo,
     "the server does not grant NTLMv2 session security (extended session security); a client that "
     "requires it, as NtlmMinClientSec does, refuses this server",
     "no-extended-session-security", Severity::kWarning}};
constexpr SmbChoice kServerKeyExchange[] = {
    {kYes, ""}, {kNo, "the server does not grant key exchange", "no-key-exchange"}};
constexpr SmbChoice kServerAlwaysSign[] = {
    {kYes, ""}, {kNo, "the server does not grant NTLMSSP_NEGOTIATE_ALWAYS_SIGN", "no-always-sign"}};
constexpr SmbChoice kServerLmKey[] = {
    {kNo, ""},
    {kYes,
     "the server grants a session key made of the LM response (NTLMSSP_NEGOTIATE_LM_KEY) where "
     "`lanman auth` is yes and extended session security is not negotiated",
     "lm-key", Severity::kWarning}};
constexpr SmbChoice kServerLanman[] = {
    {kNo, ""}, {kYes, "the server takes LM responses", "lm-response", Severity::kWarning}};
constexpr SmbChoice kServerRawNtlmV2[] = {
    {kNo, ""},
    {kYes, "the server takes NTLMv2 responses outside NTLMSSP, over SMB 1", "raw-ntlmv2"}};
constexpr SmbChoice kServerNtlm[] = {
    {"ntlmv2-only|no|false|0", ""},
    {"ntlmv1-permitted|yes|true|1", "the server takes NTLMv1 responses", "ntlmv1",
     Severity::kWarning},
    {"mschapv2-and-ntlmv2-only", "the server takes NTLMv1 responses for MSCHAPv2", "ntlmv1"},
    {"disabled", "the server takes no NTLM response at all", "ntlm-disabled"}};

constexpr SmbOption kOptions[] = {
    {"ntlmssp_client:128bit", kClient128},
    {"ntlmssp_client:56bit", kClient56},
    {"ntlmssp_client:ntlm2", kClientNtlm2},
    {"ntlmssp_client:keyexchange", kClientKeyExchange},
    {"ntlmssp_client:alwayssign", kClientAlwaysSign},
    {"ntlmssp_client:lm_key", kClientLmKey},
    {"ntlmssp_client:allow_lm_key", kClientAllowLmKey},
    {"client ntlmv2 auth", kClientNtlmV2},
    {"client lanman auth", kClientLanman},
    {"ntlmssp_server:128bit", kServer128},
    {"ntlmssp_server:56bit", kServer56},
    {"ntlmssp_server:ntlm2", kServerNtlm2},
    {"ntlmssp_server:keyexchange", kServerKeyExchange},
    {"ntlmssp_server:alwayssign", kServerAlwaysSign},
    {"ntlmssp_server:allow_lm_key", kServerLmKey},
    {"lanman auth", kServerLanman},
    {"raw ntlmv2 auth", kServerRawNtlmV2},
    {"ntlm auth", kServerNtlm},
};

// What Samba reads too, and what has nothing to do with what is offered or required.
constexpr absl::string_view kOthers[] = {
    "ntlmssp_client:unicode",          "ntlmssp_client:send_nt_response",
    "ntlmssp_client:force_old_spnego", "ntlmssp_client:ldap_style_send_seal",
    "ntlmssp_server:force_old_spnego",
};

}  // namespace

absl::Span<const SmbOption> SmbOptions() { return kOptions; }

bool IsSameToSmb(absl::string_view a, absl::string_view b) {
  while (true) {
    a = absl::StripLeadingAsciiWhitespace(a);
    b = absl::StripLeadingAsciiWhitespace(b);
    if (a.empty() || b.empty()) return a.empty() && b.empty();
    if (absl::ascii_tolower(static_cast<unsigned char>(a[0])) !=
        absl::ascii_tolower(static_cast<unsigned char>(b[0]))) {
      return false;
    }
    a.remove_prefix(1);
    b.remove_prefix(1);
  }
}

const SmbOption* FindSmbOption(absl::string_view name) {
  const auto option =
      std::find_if(std::begin(kOptions), std::end(kOptions),
                   [&](const SmbOption& one) { return IsSameToSmb(one.name, name); });
  return option == std::end(kOptions) ? nullptr : &*option;
}

bool IsUnknownNtlmsspOption(absl::string_view name) {
  if (!absl::StrContains(name, ':') || !absl::StartsWithIgnoreCase(name, "ntlmssp")) return false;
  return FindSmbOption(name) == nullptr &&
         std::none_of(std::begin(kOthers), std::end(kOthers),
                      [&](absl::string_view other) { return IsSameToSmb(other, name); });
}

const SmbChoice* FindSmbChoice(const SmbOption& option, absl::string_view value) {
  for (const SmbChoice& choice : option.choices) {
    for (const absl::string_view word : absl::StrSplit(choice.words, '|')) {
      if (IsSameToSmb(word, value)) return &choice;
    }
  }
  return nullptr;
}

}  // namespace ntlmatrix::policy
