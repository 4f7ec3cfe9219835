// SPDX-License-Identifier: Apache-2.0

// Text that carries NTLM: base64, and the header fields of HTTP.

#include <string>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"
#include "parsers/ntlm/test_vectors.h"

namespace ntlmatrix::fuzz {
namespace {

namespace vectors = ntlm::test_vectors;

Data Text(const std::string& text) { return Data(text.begin(), text.end()); }

// Abseil's encoder, not the parsers' own.
std::string Encode(Bytes bytes) {
  return absl::Base64Escape(std::string(bytes.begin(), bytes.end()));
}

const std::string kChallenge = Encode(vectors::ntlm_v2::kChallengeMessage);
const std::string kAuthenticate = Encode(vectors::ntlm_v2::kAuthenticateMessage);
constexpr char kNegotiate[] = "TlRMTVNTUAABAAAAB4IIogAAAAAAAAAAAAAAAAAAAAA=";
constexpr char kSpnego[] = "YEAGBisGAQUFAqA2MDSgDjAMBgorBgEEAYI3AgIK";

}  // namespace

std::vector<Seed> Base64Seeds() {
  return {
      {"empty", "RFC 4648 10", "no bytes at all", {}},
      {"challenge_message", "[MS-NLMP] 4.2.4", "the example", Text(kChallenge)},
      {"authenticate_message", "[MS-NLMP] 4.2.4", "the example", Text(kAuthenticate)},
      {"longer_than_stack_buffer", "curl CVE-2005-0490", "768 bytes of challenge",
       Text(Encode(Join({vectors::ntlm_v2::kChallengeMessage, Zeros(664)})))},
      {"longer_than_structure", "Exim CVE-2005-0022", "far longer than its authentication request",
       Text(std::string(960, 'A'))},
      {"twice_encoded", "Ettercap issue 960", "base64 of base64",
       Text(absl::Base64Escape(kAuthenticate))},
      {"not_base64", "fetchmail CVE-2012-3482", "a reply in words where a challenge should be",
       Text("+ Authentication failed.")},
      {"lines_of_76", "RFC 2045 6.8", "line feeds inside",
       Text(kChallenge.substr(0, 76) + "\r\n" + kChallenge.substr(76))},
      {"no_padding", "RFC 4648 3.2", "two characters in the last group", Text("TlRMTVNTUA")},
      {"half_padding", kByHand, "one '=' of two", Text("TlRMTVNTUA=")},
      {"much_padding", "RFC 4648 3.3", "three '='", Text("TlRMTVNTUA===")},
      {"data_after_padding", "RFC 4648 3.3", "two texts joined", Text("TlRMTVNTUA==TlRM")},
      {"pad_bits", "RFC 4648 3.5", "bits of no byte are set", Text("TlRMTVNTUB==")},
      {"base64url", "RFC 4648 5", "the other alphabet", Text("_-8_")},
      {"one_character_left", kByHand, "a group of one character", Text("TlRMT")},
      {"points_for_padding", "Abseil", "what its decoder takes for padding", Text("TlRMTVNTUA..")},
  };
}

std::vector<Seed> HttpAuthSeeds() {
  return {
      {"scheme_alone", "[MS-NTHT] 2.2.1", "the first 401 response",
       Text("HTTP/1.1 401 Unauthorized\r\nWWW-Authenticate: Negotiate\r\n"
            "WWW-Authenticate: NTLM\r\nContent-Length: 0\r\n\r\n")},
      {"negotiate_message", "[MS-NTHT] 2.2.2", "what the client sends first",
       Text(absl::StrCat("Authorization: NTLM ", kNegotiate, "\r\n"))},
      {"challenge_message", "[MS-NTHT] 2.2.1", "the example of [MS-NLMP] 4.2.4",
       Text(absl::StrCat("WWW-Authenticate: NTLM ", kChallenge, "\r\n"))},
      {"authenticate_message", "[MS-NTHT] 2.2.4", "the example of [MS-NLMP] 4.2.4, to a proxy",
       Text(absl::StrCat("Proxy-Authorization: NTLM ", kAuthenticate, "\r\n"))},
      {"proxy_challenge", "[MS-NTHT] 2.2.3", "from a proxy",
       Text(absl::StrCat("Proxy-Authenticate: NTLM ", kChallenge, "\n"))},
      {"spnego", "RFC 4559 4.2", "Negotiate with the beginning of an SPNEGO token",
       Text(absl::StrCat("Authorization: Negotiate ", kSpnego))},
      {"negotiate_raw_ntlm", kByHand, "Negotiate with an NTLM message",
       Text(absl::StrCat("authorization: negotiate ", kNegotiate))},
      {"several_schemes", "RFC 9110 11.6.1", "one line",
       Text(
           "WWW-Authenticate: Negotiate, NTLM, Basic realm=\"a, NTLM b\", Digest a=\"\\\"\", c=d")},
      {"empty_elements", "RFC 9110 5.6.1.2", "commas side by side",
       Text("WWW-Authenticate: ,, NTLM ,, Digest a=b ,, c=d,")},
      {"value_alone", kByHand, "without the name of the field",
       Text(absl::StrCat("NTLM ", kChallenge, "  "))},
      {"folded_token", "RFC 9112 5.2", "obs-fold inside the token",
       Text(absl::StrCat("Authorization: NTLM ", kChallenge.substr(0, 60), "\r\n ",
                         kChallenge.substr(60), "\r\nHost: x\r\n"))},
      {"indented", kByHand, "as tools print a header",
       Text("    HTTP/1.1 401\r\n    WWW-Authenticate: NTLM\r\n    Server: x\r\n")},
      {"bad_base64", kByHand, "a byte outside the alphabet", Text("Authorization: NTLM TlRM!VNT")},
      {"data_after_padding", kByHand, "a token like a parameter",
       Text("Authorization: NTLM TlR=TVNT")},
      {"twice_encoded", "Ettercap issue 960", "base64 of base64",
       Text(absl::StrCat("Authorization: NTLM ", absl::Base64Escape(kNegotiate)))},
      {"wrong_direction", kByHand, "a CHALLENGE_MESSAGE from the client",
       Text(absl::StrCat("Authorization: NTLM ", kChallenge))},
      {"quoted_string_unterminated", kByHand, "ends with a backslash",
       Text("WWW-Authenticate: Basic realm=\"x\\")},
      {"two_credentials", "RFC 9110 11.6.2", "a list where none is allowed",
       Text("Authorization : NTLM\tTlRM, Basic YTpi")},
      {"nul", "RFC 9110 5.5", "control characters",
       Text(std::string("WWW-Authenticate: Basic realm=\"a\0b\rc\"", 37))},
  };
}

}  // namespace ntlmatrix::fuzz
