// SPDX-License-Identifier: Apache-2.0

#include "conformance/citations.h"
#include "conformance/messages/cite_flags.h"
#include "conformance/messages/cite_processing.h"
#include "conformance/messages/row.h"

namespace ntlmatrix::conformance::messages {
namespace {

namespace flags = ntlm::flags;
using ntlm::MessageType;
using ntlm::NegotiateFlags;

constexpr NegotiateFlags kUnused = flags::kReserved1 | flags::kReserved2 | flags::kReserved3 |
                                   flags::kReserved4 | flags::kReserved5 | flags::kReserved6 |
                                   flags::kReserved7 | flags::kReserved8 | flags::kReserved9 |
                                   flags::kReserved10;
constexpr NegotiateFlags kProtection = flags::kSign | flags::kSeal;

constexpr absl::string_view kNoCharsetReason = "no character set is named";
constexpr absl::string_view kBothCharsets = "Unicode wins where both are named";
constexpr absl::string_view kUnusedBits =
    "a sender must leave these bits zero; what a receiver does with them is not said";
constexpr absl::string_view kMustBeSet =
    "a sender must set this flag; what a receiver does without it is not said";

// NEGOTIATE_MESSAGE with these flags.
Row Offering(Tests* tests, BugClass bug_class, absl::string_view edit, NegotiateFlags offered) {
  Row row(tests, MessageType::kNegotiate, "negotiate-flags", bug_class, edit);
  return row.Is(NegotiateDraft(offered));
}

void AddOffers(Tests* tests) {
  constexpr BugClass kFlags = BugClass::kFlags;
  Offering(tests, kFlags, "no-character-set", kOffer & ~flags::kUnicode)
      .Fail(Strength::kRequired, kSecEInvalidToken)
      .Because(kNoCharsetReason)
      .Cite({cite::kNoCharset});
  Offering(tests, kFlags, "both-character-sets", kOffer | flags::kOem)
      .Accept()
      .Because(kBothCharsets)
      .Cite({cite::kUnicodeWins, cite::kServerAnswers});
  Offering(tests, kFlags, "oem-alone", (kOffer & ~flags::kUnicode) | flags::kOem)
      .Accept()
      .Because("a client may name OEM alone")
      .Cite({cite::kOemChoice, cite::kServerAnswers});
  Offering(tests, kFlags, "no-ntlm", kOffer & ~flags::kNtlm)
      .Open()
      .Because(kMustBeSet)
      .Cite({cite::kNtlmMustBeSet});
  Offering(tests, kFlags, "no-always-sign", kOffer & ~flags::kAlwaysSign)
      .Open()
      .Because(kMustBeSet)
      .Cite({cite::kAlwaysSignMustBeSet});
  Offering(tests, kFlags, "unused-bits", kOffer | kUnused)
      .Open()
      .Because(kUnusedBits)
      .Cite({cite::kUnusedBits});
  Offering(tests, kFlags, "target-types",
           kOffer | flags::kTargetTypeDomain | flags::kTargetTypeServer)
      .Accept()
      .Because("the two types are ignored in this message")
      .Cite({cite::kTargetTypeIgnored, cite::kServerAnswers});
  Offering(tests, kFlags, "extended-session-security-and-lm-key", kOffer)
      .Accept()
      .Because("a client may request both; the server returns extended session security alone")
      .Cite({cite::kEssAlone, cite::kServerAnswers});
  Offering(tests, kFlags, "128-and-56-without-protection", kPlainOffer)
      .Accept()
      .Because("without SIGN and SEAL the two bits are ignored, not refused")
      .Cite({citations::kReturn128OnlyIf, cite::kServerAnswers});
  Offering(tests, kFlags, "datagram", kOffer | flags::kDatagram)
      .Open()
      .Because(
          "connectionless authentication has no NEGOTIATE_MESSAGE; what a server does with "
          "this one is not said")
      .Cite({cite::kDatagramKeyExch});
  Offering(tests, kFlags, "anonymous", kOffer | flags::kAnonymous)
      .Open()
      .Because("the flag says what the connection should be; Windows servers do not use it")
      .Cite({cite::kAnonymousFlag});
  Offering(tests, kFlags, "all-ones", 0xFFFFFFFF)
      .Open()
      .Because(kUnusedBits)
      .Cite({cite::kUnusedBits});
}

void AddWeakOffers(Tests* tests) {
  const auto fail = [&](absl::string_view edit, NegotiateFlags without, uint32_t min) {
    Row row = Offering(tests, BugClass::kDowngrade, edit, kOffer & ~without);
    row.Min(min).Fail().Because("the server's policy requires what was not offered");
    return row.Cite({cite::kOfferTooWeak});
  };
  fail("no-128-but-required", flags::k128, flags::k128)
      .Fail(Strength::kRequired, kSecEUnsupportedFunction)
      .Cite({cite::kServer128});
  fail("no-extended-session-security-but-required", flags::kExtendedSessionSecurity,
       flags::kExtendedSessionSecurity);
  fail("no-sign-but-required", flags::kSign, flags::kSign).Bugs({"CVE-2016-2110"});
  fail("no-seal-but-required", flags::kSeal, flags::kSeal).Bugs({"CVE-2016-2110"});
  fail("stripped-but-required", kProtection | flags::kAlwaysSign, kProtection)
      .Bugs({"CVE-2025-33073", "CVE-2019-1040"});
}

// CHALLENGE_MESSAGE with these flags.
Row Granting(Tests* tests, BugClass bug_class, absl::string_view edit, NegotiateFlags granted) {
  Draft draft = ChallengeDraft(kOffer);
  SetFlags(&draft, granted);
  Row row(tests, MessageType::kChallenge, "negotiate-flags", bug_class, edit);
  return row.Is(draft);
}

void AddGrants(Tests* tests) {
  constexpr BugClass kFlags = BugClass::kFlags;
  const NegotiateFlags granted = Granted(kOffer);
  Granting(tests, kFlags, "no-character-set", granted & ~flags::kUnicode)
      .Fail(Strength::kRequired, kSecEInvalidToken)
      .Because(kNoCharsetReason)
      .Cite({cite::kNoCharset});
  Granting(tests, kFlags, "both-character-sets", granted | flags::kOem)
      .Accept()
      .Because(kBothCharsets)
      .Cite({cite::kUnicodeWins, cite::kClientAnswers});
  Granting(tests, kFlags, "oem-alone", (granted & ~flags::kUnicode) | flags::kOem)
      .Open()
      .Because("the client offered Unicode alone; what it does with another choice is not said")
      .Cite({cite::kChoices});
  Granting(tests, kFlags, "no-ntlm", granted & ~flags::kNtlm)
      .Open()
      .Because(kMustBeSet)
      .Cite({cite::kNtlmMustBeSet});
  Granting(tests, kFlags, "no-always-sign", granted & ~flags::kAlwaysSign)
      .Open()
      .Because(kMustBeSet)
      .Cite({cite::kAlwaysSignMustBeSet});
  Granting(tests, kFlags, "unused-bits", granted | kUnused)
      .Open()
      .Because(kUnusedBits)
      .Cite({cite::kUnusedBits});
  Granting(tests, kFlags, "both-target-types", granted | flags::kTargetTypeServer)
      .Open()
      .Because("the two types exclude each other; what a client does with both is not said")
      .Cite({cite::kOneTargetType});
  Granting(tests, kFlags, "extended-session-security-and-lm-key", granted | flags::kLmKey)
      .Unoffered(flags::kExtendedSessionSecurity | flags::kLmKey)
      .Open()
      .Because("a server must return one of the two; what a client does with both is not said")
      .Cite({cite::kEssAlone});
  Granting(tests, kFlags, "unoffered-datagram", granted | flags::kDatagram)
      .Unoffered(flags::kDatagram)
      .Open()
      .Because("the client did not offer it; what it does with such a grant is not said")
      .Cite({cite::kChoices});
  Granting(tests, kFlags, "unoffered-identify-and-non-nt-key",
           granted | flags::kIdentify | flags::kRequestNonNtSessionKey)
      .Unoffered(flags::kIdentify | flags::kRequestNonNtSessionKey)
      .Accept(Strength::kRecommended)
      .Because("what was granted unoffered is not negotiated and takes nothing away")
      .Cite({cite::kChoices, cite::kClientAnswers});
  Granting(tests, kFlags, "no-key-exchange", granted & ~flags::kKeyExch)
      .Accept()
      .Because("without key exchange the KeyExchangeKey is the session key")
      .Cite({cite::kNoKeyExchange, cite::kClientAnswers});
  Granting(tests, kFlags, "no-request-target", granted & ~flags::kRequestTarget)
      .Accept()
      .Because("a TargetName without its flag is ignored; the examples of section 4.2 have one")
      .Cite({{documents::kMsNlmp, "2.2.1.2 TargetNameFields",
              "If the NTLMSSP_REQUEST_TARGET flag is not set in NegotiateFlags, indicating that a "
              "TargetName is not required, the fields take the following values, and MUST be "
              "ignored upon receipt."},
             cite::kClientAnswers});
  Granting(tests, kFlags, "no-target-info", granted & ~flags::kTargetInfo)
      .Fail(Strength::kRequired, kStatusLogonFailure)
      .Because("a TargetInfo without its flag is ignored, and with it the NetBIOS names")
      .Cite({{documents::kMsNlmp, "2.2.1.2 TargetInfoFields",
              "If the NTLMSSP_NEGOTIATE_TARGET_INFO flag is clear in NegotiateFlags, indicating "
              "that TargetInfo is not required, the fields take the following values, and MUST be "
              "ignored upon receipt."},
             citations::kNetbiosNames});
}

void AddWeakGrants(Tests* tests) {
  const NegotiateFlags granted = Granted(kOffer);
  const auto add = [&](absl::string_view edit, NegotiateFlags without, uint32_t min) {
    Row row = Granting(tests, BugClass::kDowngrade, edit, granted & ~without);
    return row.Min(min);
  };
  constexpr absl::string_view kAsked = "the application asked for what is missing";
  add("no-sign", flags::kSign, 0)
      .Fail(Strength::kRecommended)
      .Because(kAsked)
      .Cite({citations::kServerReturnsSign, citations::kNotStrongEnough})
      .Bugs({"CVE-2016-2110"});
  add("no-seal", flags::kSeal, 0)
      .Fail(Strength::kRecommended)
      .Because(kAsked)
      .Cite({citations::kServerReturnsSeal, citations::kNotStrongEnough})
      .Bugs({"CVE-2016-2110"});
  add("no-sign-and-seal", kProtection, 0)
      .Fail(Strength::kRecommended)
      .Because(kAsked)
      .Cite({citations::kServerReturnsSeal, citations::kNotStrongEnough})
      .Bugs({"CVE-2016-2110"});
  constexpr absl::string_view kRequired = "the client's policy requires what was not granted";
  // Both options, so that their exchanged explanations on the 2016 page make no difference.
  constexpr uint32_t kBoth = flags::kExtendedSessionSecurity | flags::k128;
  add("no-128-but-required", flags::k128, kBoth)
      .Fail(Strength::kRequired, kSecEUnsupportedFunction)
      .Because(kRequired)
      .Cite({citations::kRequire128WhenSealing, citations::kRequire128Returns})
      .Bugs({"CVE-2016-2110"});
  add("no-extended-session-security-but-required", flags::kExtendedSessionSecurity, kBoth)
      .Fail()
      .Because(kRequired)
      .Cite({citations::kRequireEss, citations::kNotStrongEnough})
      .Bugs({"CVE-2016-2110"});
  constexpr absl::string_view kNoPolicy = "no policy of the client requires what is missing";
  add("no-128-and-56", flags::k128 | flags::k56, 0)
      .Accept()
      .Because(kNoPolicy)
      .Cite({cite::kClientAnswers});
  add("no-extended-session-security", flags::kExtendedSessionSecurity, 0)
      .Accept()
      .Because(kNoPolicy)
      .Cite({cite::kClientAnswers});
}

// AUTHENTICATE_MESSAGE that states these flags; keys and MIC follow from them.
Row Stating(Tests* tests, BugClass bug_class, absl::string_view edit, NegotiateFlags stated) {
  AuthenticateParts parts;
  parts.flags = stated;
  Row row(tests, MessageType::kAuthenticate, "negotiate-flags", bug_class, edit);
  return row.Is(parts);
}

void AddStatements(Tests* tests) {
  const NegotiateFlags negotiated = AuthenticateParts().flags;
  constexpr BugClass kFlags = BugClass::kFlags;
  constexpr absl::string_view kNeverNegotiated =
      "the flags must be those negotiated; what a server does with others is not said";
  Stating(tests, kFlags, "no-character-set", negotiated & ~flags::kUnicode)
      .Fail(Strength::kRequired, kSecEInvalidToken)
      .Because(kNoCharsetReason)
      .Cite({cite::kNoCharset});
  Stating(tests, kFlags, "both-character-sets", negotiated | flags::kOem)
      .Accept()
      .Because(kBothCharsets)
      .Cite({cite::kUnicodeWins, cite::kResponseDecides});
  Stating(tests, kFlags, "target-types",
          negotiated | flags::kTargetTypeDomain | flags::kTargetTypeServer)
      .Accept()
      .Because("the two types are ignored in this message")
      .Cite({cite::kTargetTypeIgnored, cite::kResponseDecides});
  Stating(tests, kFlags, "unused-bits", negotiated | kUnused)
      .Open()
      .Because(kUnusedBits)
      .Cite({cite::kUnusedBits});
  Stating(tests, kFlags, "datagram", negotiated | flags::kDatagram)
      .Open()
      .Because(kNeverNegotiated)
      .Cite({cite::kNegotiatedFlags, cite::kDatagramKeyExch});
  Stating(tests, kFlags, "extended-session-security-and-lm-key", negotiated | flags::kLmKey)
      .Open()
      .Because(kNeverNegotiated)
      .Cite({cite::kNegotiatedFlags, cite::kEssAlone});
  Stating(tests, kFlags, "no-key-exchange", negotiated & ~flags::kKeyExch)
      .Open()
      .Because(kNeverNegotiated)
      .Cite({cite::kNegotiatedFlags});
  Stating(tests, BugClass::kDowngrade, "no-sign-and-seal", negotiated & ~kProtection)
      .Open()
      .Because(kNeverNegotiated)
      .Cite({cite::kNegotiatedFlags});
  constexpr absl::string_view kRequired = "the server's policy requires what the client dropped";
  Stating(tests, BugClass::kDowngrade, "no-sign-and-seal-but-required", negotiated & ~kProtection)
      .Min(kProtection)
      .Fail()
      .Because(kRequired)
      .Cite({cite::kSelectionTooWeak})
      .Bugs({"CVE-2016-2110"});
  Stating(tests, BugClass::kDowngrade, "no-128-but-required", negotiated & ~flags::k128)
      .Min(flags::k128)
      .Fail()
      .Because(kRequired)
      .Cite({cite::kSelectionTooWeak});
}

// What somebody between the two made of the message; the MIC is that of the message as sent.
void AddTampered(Tests* tests) {
  const AuthenticateParts parts;
  const Pieces sent = WithMic(parts, parts.ToDraft());
  const auto fail = [&](absl::string_view edit, absl::string_view reason) {
    Row row(tests, MessageType::kAuthenticate, "negotiate-flags", BugClass::kDowngrade, edit);
    return row.Fail().Because(reason).Cite({cite::kMicPresence, cite::kMicCompared});
  };
  const NegotiateFlags left = parts.flags & ~(kProtection | flags::kAlwaysSign | flags::kKeyExch);
  Pieces stripped = sent;
  Draft flags_only = parts.ToDraft();
  SetFlags(&flags_only, left);
  Find(stripped, "NegotiateFlags") = flags_only.Header("NegotiateFlags");
  fail("stripped-on-the-way", "flags were removed and the MIC is that of the message as sent")
      .Bugs({"CVE-2016-2110"})
      .Is(parts, stripped);
  flags_only.EndHeaderBefore("Version");
  fail("stripped-and-mic-dropped",
       "flags, Version and MIC were removed; MsvAvFlags, which the proof covers, still promises a "
       "MIC")
      .Bugs({"CVE-2019-1040"})
      .Is(parts, flags_only.Lay());
}

}  // namespace

void AddFlagTests(Tests* tests) {
  AddOffers(tests);
  AddWeakOffers(tests);
  AddGrants(tests);
  AddWeakGrants(tests);
  AddStatements(tests);
  AddTampered(tests);
}

}  // namespace ntlmatrix::conformance::messages
