// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <initializer_list>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "conformance/messages/cite_messages.h"
#include "conformance/messages/cite_processing.h"
#include "conformance/messages/cite_structures.h"
#include "conformance/messages/row.h"
#include "conformance/subjects/account.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/ntlm/responses.h"

namespace ntlmatrix::conformance::messages {
namespace {

namespace flags = ntlm::flags;
using ntlm::MessageType;

constexpr uint16_t kFlags = 6;    // MsvAvFlags
constexpr uint16_t kDnsTree = 5;  // MsvAvDnsTreeName
constexpr ntlm::NegotiateFlags kNoEss = kOffer & ~flags::kExtendedSessionSecurity;

Row Make(Tests* tests, absl::string_view field, BugClass bug_class, absl::string_view edit) {
  return Row(tests, MessageType::kAuthenticate, field, bug_class, edit);
}

AuthenticateParts PartsOf(ResponseKind response, ntlm::NegotiateFlags offered) {
  AuthenticateParts parts;
  parts.offered = offered;
  parts.flags = (offered & Granted(offered)) | flags::kTargetInfo;
  parts.response = response;
  return parts;
}

// The responses of the base message and nothing of a MIC, so that a short one breaks no promise.
AuthenticateParts WithoutMicPromise() {
  AuthenticateParts parts;
  parts.av_pairs.erase(parts.av_pairs.begin() +
                       static_cast<ptrdiff_t>(FindPair(parts.av_pairs, kFlags)));
  return parts;
}

void AddShortResponse(Tests* tests, AuthenticateParts parts, size_t size,
                      absl::string_view reason) {
  const Data whole = Join(parts.NtResponse());
  parts.nt = Data(whole.begin(), whole.begin() + static_cast<ptrdiff_t>(size));
  Row row = Make(tests, "nt-challenge-response", BugClass::kResponse, absl::StrCat(size, "-bytes"));
  row.Fail().Because(reason).Cite({cite::kResponseDecides}).Is(parts);
  if (size == 15) row.Bugs({"CVE-2023-0210", "CVE-2020-11086"});
  if (size == 16 || size == 43) row.Bugs({"CVE-2020-11086"});
}

void AddNtSizes(Tests* tests) {
  for (const size_t size : std::initializer_list<size_t>{0, 15, 16, 23}) {
    AddShortResponse(tests, PartsOf(ResponseKind::kNtlmEss, kOffer), size,
                     "a right NTLM_RESPONSE as far as it goes, but it has not 24 bytes");
  }
  for (const size_t size : std::initializer_list<size_t>{25, 43}) {
    AddShortResponse(tests, WithoutMicPromise(), size,
                     "too long for NTLM_RESPONSE and too short for NTLMv2_RESPONSE");
  }
  AuthenticateParts bare;
  bare.av_pairs.clear();
  bare.after_av_pairs.clear();
  Make(tests, "nt-challenge-response", BugClass::kResponse, "44-bytes")
      .Open()
      .Because(
          "the proof is right for an NTLMv2_CLIENT_CHALLENGE without list; whether a receiver "
          "may take it is not said")
      .Cite({cite::kEndOfListPresent})
      .Bugs({"CVE-2020-11086"})
      .Is(bare);
  AuthenticateParts long_list;
  long_list.av_pairs.insert(long_list.av_pairs.end() - 1,
                            AvPair(kDnsTree, Data(65000, 'A'), "65000 bytes"));
  Make(tests, "nt-challenge-response", BugClass::kEcho, "65-kilobytes")
      .Accept(Strength::kRecommended)
      .Because(
          "a right response with a long list; no document limits it, and no fixed buffer may "
          "take it")
      .Cite({cite::kResponseDecides})
      .Bugs({"CVE-2004-0541", "CVE-2003-0159", "CVE-2013-1590"})
      .Is(long_list);
}

void AddLmSizes(Tests* tests) {
  for (const size_t size : std::initializer_list<size_t>{1, 8, 15, 16, 23, 25}) {
    AuthenticateParts parts;
    parts.lm = Zeros(size);
    Make(tests, "lm-challenge-response", BugClass::kResponse,
         absl::StrCat(size, size == 1 ? "-byte" : "-bytes"))
        .Open()
        .Because(
            "the NT response is right, so the client may go on, but this is no LMv2_RESPONSE; "
            "whether a receiver minds is not said")
        .Cite({cite::kResponseDecides, cite::kLmField})
        .Bugs({"CVE-2022-2127"})
        .Is(parts);
  }
  AuthenticateParts parts;
  parts.lm = Data(60000, 0x4C);
  Make(tests, "lm-challenge-response", BugClass::kEcho, "60-kilobytes")
      .Open()
      .Because(
          "the NT response is right, but this is no LMv2_RESPONSE; no fixed buffer may take it")
      .Cite({cite::kResponseDecides, cite::kLmField})
      .Bugs({"CVE-2022-2127"})
      .Is(parts);
}

Data LmV2() {
  const auto response =
      ntlm::LmV2Response(TestAccount().ntowf_v2, fixed::kServerChallenge, fixed::kClientChallenge);
  return {response.begin(), response.end()};
}

// Which of the responses counts, and at which level.
void AddForms(Tests* tests) {
  AuthenticateParts both;
  both.lm = LmV2();
  Make(tests, "lm-challenge-response", BugClass::kResponse, "lm-v2-beside-nt")
      .Accept()
      .Because("both responses are right")
      .Cite({cite::kResponseDecides, cite::kLmField})
      .Is(both);
  AuthenticateParts lm_only = both;
  lm_only.nt = Data();
  Make(tests, "lm-challenge-response", BugClass::kResponse, "lm-v2-alone")
      .Open()
      .Because(
          "one right response suffices, but this one carries no MsvAvFlags and so no MIC; "
          "servers may refuse it")
      .Cite({cite::kOneResponse, cite::kMicPresence})
      .Bugs({"CVE-2019-1338"})
      .Is(lm_only);
  const AuthenticateParts ess = PartsOf(ResponseKind::kNtlmEss, kOffer);
  const AuthenticateParts v1 = PartsOf(ResponseKind::kNtlm, kNoEss);
  AuthenticateParts lm_v1 = v1;
  lm_v1.nt = Data();
  const auto add = [&](absl::string_view field, absl::string_view edit, int level, bool accept,
                       absl::string_view reason, const Citation& citation,
                       const AuthenticateParts& parts) {
    Row row = Make(tests, field, BugClass::kResponse, edit);
    row.Level(level).Because(reason).Cite({citation, cite::kResponseDecides}).Is(parts);
    accept ? row.Accept() : row.Fail();
    if (!accept) row.Bugs({"CVE-2018-1139"});
  };
  constexpr absl::string_view kTakes = "the response is right and this level takes it";
  constexpr absl::string_view kRefuses = "the response is right, but this level refuses it";
  add("nt-challenge-response", "24-bytes", 3, true, kTakes, cite::kLevel3, ess);
  add("nt-challenge-response", "ntlm-at-level-4", 4, true, kTakes, cite::kLevel4, v1);
  add("nt-challenge-response", "ntlm-at-level-5", 5, false, kRefuses, cite::kLevel5, v1);
  add("nt-challenge-response", "ntlm-ess-at-level-5", 5, false, kRefuses, cite::kLevel5, ess);
  add("lm-challenge-response", "lm-at-level-3", 3, true, kTakes, cite::kLevel3, lm_v1);
  add("lm-challenge-response", "lm-at-level-4", 4, false, kRefuses, cite::kLevel4, lm_v1);

  AuthenticateParts wrong;
  wrong.nt = Join(wrong.NtResponse());
  (*wrong.nt)[0] ^= 1;
  Make(tests, "nt-challenge-response", BugClass::kResponse, "proof-bit-flipped")
      .Fail()
      .Because("the proof is wrong, and the LM field has zeros")
      .Cite({cite::kResponseDecides})
      .Is(wrong);
}

void AddAnonymous(Tests* tests) {
  AuthenticateParts parts = PartsOf(ResponseKind::kAnonymous, kOffer);
  parts.user = parts.domain = parts.workstation = Data();
  Make(tests, "user-name", BugClass::kResponse, "anonymous")
      .Accept(Strength::kRecommended)
      .Because(
          "no user, no NT response and Z(1): the anonymous user; servers may be set to refuse "
          "it")
      .Cite({cite::kAnonymous})
      .Is(parts);
  parts.lm = Zeros(2);
  Make(tests, "lm-challenge-response", BugClass::kResponse, "anonymous-with-two-bytes")
      .Fail()
      .Because(
          "the anonymous user sends Z(1) or nothing; two bytes are a response, and a wrong one")
      .Cite({cite::kAnonymous, cite::kResponseDecides})
      .Is(parts);
}

void AddSessionKeys(Tests* tests) {
  for (const size_t size : std::initializer_list<size_t>{1, 15, 17, 60000}) {
    AuthenticateParts parts;
    parts.session_key = Data(size, 0x55);
    Row row = Make(tests, "encrypted-random-session-key", BugClass::kResponse,
                   absl::StrCat(size, size == 1 ? "-byte" : "-bytes"));
    row.Fail(Strength::kRequired, kSecEInvalidToken)
        .Because("an RC4-encrypted 128-bit key has 16 bytes: this one is not valid")
        .Cite({cite::kSessionKeyChecked})
        .Is(parts);
    if (size > 1000) row.Bugs({"CVE-2003-0159", "CVE-2013-1590"});
  }
}

void AddClientChallenge(Tests* tests) {
  const auto reserved = [&](absl::string_view field, const Citation& citation,
                            Data AuthenticateParts::*member) {
    AuthenticateParts parts;
    std::fill((parts.*member).begin(), (parts.*member).end(), uint8_t{0xFF});
    Make(tests, field, BugClass::kReserved, "all-ones")
        .Accept()
        .Because("the field is ignored, and the proof covers it as it was sent")
        .Cite({citation, cite::kResponseDecides})
        .Is(parts);
  };
  reserved("reserved1", cite::kReserved1, &AuthenticateParts::reserved1);
  reserved("reserved2", cite::kReserved2, &AuthenticateParts::reserved2);
  reserved("reserved3", cite::kReserved2, &AuthenticateParts::reserved3);
  const auto type = [&](absl::string_view field, Data AuthenticateParts::*member) {
    AuthenticateParts parts;
    parts.*member = {2};
    Make(tests, field, BugClass::kResponse, "two")
        .Open()
        .Because(
            "the field must be 1; what a server does with another type and a right proof is "
            "not said")
        .Cite({cite::kRespType})
        .Is(parts);
  };
  type("resp-type", &AuthenticateParts::resp_type);
  type("hi-resp-type", &AuthenticateParts::hi_resp_type);
  AuthenticateParts old;
  constexpr uint64_t kYear = uint64_t{365} * 24 * 3600 * 10'000'000;
  old.time_stamp = fixed::kTime - kYear;
  Make(tests, "time-stamp", BugClass::kSequence, "a-year-old")
      .Fail(Strength::kRecommended)
      .Because("the response says it was made a year before the challenge")
      .Cite({cite::kMaxLifetime})
      .Is(old);
}

void AddMics(Tests* tests) {
  const AuthenticateParts parts;
  const auto with_mic = [&](Data mic, absl::string_view comment) {
    Pieces pieces = parts.ToDraft().Lay();
    Find(pieces, "MIC") = {"MIC", std::move(mic), std::string(comment)};
    return pieces;
  };
  const auto fail = [&](absl::string_view edit, absl::string_view reason) {
    Row row = Make(tests, "mic", BugClass::kOptional, edit);
    row.Fail().Because(reason).Cite({cite::kMicPresence, cite::kMicCompared});
    return row;
  };
  fail("promised-but-zero", "a MIC is promised and the field has zeros")
      .Is(parts, with_mic(Zeros(16), "zeros"));
  Pieces right = WithMic(parts, parts.ToDraft());
  Data flipped = Find(right, "MIC").bytes;
  flipped[15] ^= 0x80;
  fail("promised-but-bit-flipped", "a MIC is promised and one bit of it is wrong")
      .Is(parts, with_mic(flipped, "the last bit is wrong"));
  {
    Draft draft = parts.ToDraft();
    draft.EndHeaderBefore("MIC");
    fail("promised-but-absent", "a MIC is promised and the payload stands in its place")
        .Bugs({"CVE-2019-1040"})
        .Is(parts, draft.Lay());
  }
  {
    // A pre-release mssql-jdbc had no Version and the MIC in its place.
    Draft draft = parts.ToDraft();
    draft.EndHeaderBefore("Version");
    draft.header.push_back({"MIC", Zeros(16), ""});
    fail("at-offset-64",
         "a MIC is promised; this one is right for a header without Version, and a "
         "receiver finds other bytes at offset 72")
        .Bugs({"mssql-jdbc 002b083a"})
        .Is(parts, draft);
  }
  const AuthenticateParts unpromised = WithoutMicPromise();
  Pieces pieces = unpromised.ToDraft().Lay();
  Find(pieces, "MIC") = {"MIC", Data(16, 0x99), "nonsense"};
  Make(tests, "mic", BugClass::kOptional, "nonsense-without-promise")
      .Accept()
      .Because("no MIC is promised, so these bytes are not one")
      .Cite({cite::kMicPresence, cite::kResponseDecides})
      .Is(unpromised, pieces);
}

// Messages that are right for another exchange.
void AddReplays(Tests* tests) {
  AuthenticateParts other;
  other.server_challenge = {1, 1, 1, 1, 1, 1, 1, 1};
  Make(tests, "message", BugClass::kSequence, "replayed")
      .Fail()
      .Because("the responses are right for the challenge of another exchange")
      .Cite({cite::kNonce, cite::kResponseDecides})
      .Is(other);
  const AuthenticateParts parts;
  Make(tests, "message", BugClass::kSequence, "before-negotiate-message")
      .Fail()
      .Because("no CHALLENGE_MESSAGE was sent, so there is nothing a response can match")
      .Cite({cite::kResponseDecides})
      .Is(WithMic(parts, parts.ToDraft()));
  const Data weaker = Join(NegotiateDraft(kOffer & ~(flags::kSign | flags::kSeal)).Lay());
  AuthenticateParts stripped;
  stripped.offered = kOffer & ~(flags::kSign | flags::kSeal);
  Make(tests, "message", BugClass::kDowngrade, "negotiate-message-was-changed")
      .Fail()
      .Because(
          "the server received an offer without SIGN and SEAL; the MIC covers the one that "
          "was sent")
      .Cite({cite::kMicPresence, cite::kMicCompared})
      .Bugs({"CVE-2025-33073", "CVE-2019-1040"})
      .After(weaker, stripped.Challenge())
      .Is(WithMic(parts, parts.ToDraft()));
  Draft challenge = ChallengeDraft(kOffer);
  challenge.Value("TargetInfo")
      .content.insert(challenge.Value("TargetInfo").content.end() - 1,
                      AvPair(kFlags, U32(0), "injected"));
  Make(tests, "message", BugClass::kDowngrade, "challenge-message-was-changed")
      .Fail()
      .Because("the client received another TargetInfo than the server sent; the MIC covers it")
      .Cite({cite::kMicPresence, cite::kMicCompared})
      .Bugs({"CVE-2019-1166"})
      .After(parts.Negotiate(), parts.Challenge())
      .Is(WithMic(parts.ToDraft().Lay(), parts.ExportedSessionKey(), parts.Negotiate(),
                  Join(challenge.Lay())));
}

}  // namespace

void AddResponseTests(Tests* tests) {
  AddNtSizes(tests);
  AddLmSizes(tests);
  AddForms(tests);
  AddAnonymous(tests);
  AddSessionKeys(tests);
  AddClientChallenge(tests);
  AddMics(tests);
  AddReplays(tests);
}

}  // namespace ntlmatrix::conformance::messages
