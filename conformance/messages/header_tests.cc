// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <utility>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "conformance/messages/cite_messages.h"
#include "conformance/messages/cite_processing.h"
#include "conformance/messages/row.h"
#include "parsers/ntlm/av_pair.h"

namespace ntlmatrix::conformance::messages {
namespace {

namespace flags = ntlm::flags;
using ntlm::MessageType;

// A member of a header: where it begins and how long it is.
struct Member {
  absl::string_view field;
  size_t at;
  size_t size;
};

constexpr Member kNegotiateMembers[] = {{"signature", 0, 8},        {"message-type", 8, 4},
                                        {"negotiate-flags", 12, 4}, {"domain-name", 16, 8},
                                        {"workstation", 24, 8},     {"version", 32, 8}};
constexpr Member kChallengeMembers[] = {{"signature", 0, 8},         {"message-type", 8, 4},
                                        {"target-name", 12, 8},      {"negotiate-flags", 20, 4},
                                        {"server-challenge", 24, 8}, {"reserved", 32, 8},
                                        {"target-info", 40, 8},      {"version", 48, 8}};
constexpr Member kAuthenticateMembers[] = {{"signature", 0, 8},
                                           {"message-type", 8, 4},
                                           {"lm-challenge-response", 12, 8},
                                           {"nt-challenge-response", 20, 8},
                                           {"domain-name", 28, 8},
                                           {"user-name", 36, 8},
                                           {"workstation", 44, 8},
                                           {"encrypted-random-session-key", 52, 8},
                                           {"negotiate-flags", 60, 4},
                                           {"version", 64, 8},
                                           {"mic", 72, 16}};

size_t Middle(const Member& member) { return member.at + member.size / 2; }

// A CHALLENGE_MESSAGE without names, so that a short one has no value outside; for an application
// that needs none.
Draft ChallengeWithoutValues() {
  Draft draft = ChallengeDraft(kPlainOffer);
  SetFlags(&draft, Granted(kPlainOffer) &
                       ~(flags::kRequestTarget | flags::kTargetInfo | flags::kTargetTypeDomain));
  for (DraftValue& value : draft.values) {
    value.placed = false;
    value.offset = 0;
  }
  return draft;
}

// Messages that end in the middle of a member.
void AddTruncation(Tests* tests) {
  for (const Member& member : kNegotiateMembers) {
    Row row(tests, MessageType::kNegotiate, member.field, BugClass::kTruncation,
            "cut-in-the-middle");
    row.Cite({cite::kDecodeNegotiate}).Is(Cut(NegotiateDraft(kOffer).Lay(), Middle(member)));
    if (member.at > 12) {
      row.Open().Because(
          "NegotiateFlags is there and nothing else is needed; no document says how short a "
          "header may be");
    } else {
      row.Fail().Because("without NegotiateFlags there is no offer to answer");
    }
    if (member.field == "negotiate-flags") row.Bugs({"CVE-2020-11088"});
  }
  for (const Member& member : kChallengeMembers) {
    Row row(tests, MessageType::kChallenge, member.field, BugClass::kTruncation,
            "cut-in-the-middle");
    row.App(Application::kNone).Is(Cut(ChallengeWithoutValues().Lay(), Middle(member)));
    if (member.at > 24) {
      row.Open()
          .Because(
              "ServerChallenge is there and nothing else is needed; no document says how "
              "short a header may be")
          .Cite({cite::kNoChallengeVersion});
    } else {
      row.Fail()
          .Because("without ServerChallenge no response can be right")
          .Cite({cite::kClientAnswers});
    }
    if (member.field == "server-challenge") row.Bugs({"CVE-2020-13396"});
  }
  for (const Member& member : kAuthenticateMembers) {
    const AuthenticateParts parts;
    Row row(tests, MessageType::kAuthenticate, member.field, BugClass::kTruncation,
            "cut-in-the-middle");
    row.Fail()
        .Because("the payload is cut off, and so are the responses")
        .Cite({cite::kResponseDecides})
        .Is(parts, Cut(WithMic(parts, parts.ToDraft()), Middle(member)));
    if (member.field == "negotiate-flags") row.Bugs({"CVE-2020-11087"});
  }
  for (const MessageType message :
       {MessageType::kNegotiate, MessageType::kChallenge, MessageType::kAuthenticate}) {
    Row row(tests, message, "message", BugClass::kTruncation, "empty");
    row.Fail().Because("there is no message").Cite({cite::kSignature});
    if (message == MessageType::kAuthenticate) row.Is(AuthenticateParts(), Pieces());
  }
}

// Headers that end early with the payload right behind them, as historic senders have it.
void AddAbsentMembers(Tests* tests) {
  {
    Draft draft = NegotiateDraftWithNames();
    draft.EndHeaderBefore("Version");
    Row(tests, MessageType::kNegotiate, "version", BugClass::kOptional, "absent")
        .Accept(Strength::kRecommended)
        .Because("Windows NT and 2000 send no Version; the values are found by their offsets")
        .Cite({cite::kNoNegotiateVersion, cite::kServerAnswers})
        .Is(draft);
  }
  for (const auto& [field, name] : {std::pair("domain-name", "DomainNameFields"),
                                    std::pair("workstation", "WorkstationFields")}) {
    Draft draft = NegotiateDraft(kOffer);
    draft.EndHeaderBefore(name);
    Row(tests, MessageType::kNegotiate, field, BugClass::kOptional, "absent")
        .Open()
        .Because("old clients end the header here and Samba takes it; no document mentions it")
        .Cite({cite::kDecodeNegotiate})
        .Is(draft);
  }
  {
    Draft draft = ChallengeDraft(kOffer);
    draft.EndHeaderBefore("Version");
    Row(tests, MessageType::kChallenge, "version", BugClass::kOptional, "absent")
        .Accept(Strength::kRecommended)
        .Because("Windows NT and 2000 send no Version; the values are found by their offsets")
        .Cite({cite::kNoChallengeVersion, cite::kClientAnswers})
        .Is(draft);
  }
  for (const auto& [field, name] :
       {std::pair("target-info", "TargetInfoFields"), std::pair("reserved", "Reserved")}) {
    Draft draft = ChallengeWithoutValues();
    draft.EndHeaderBefore(name);
    Row(tests, MessageType::kChallenge, field, BugClass::kOptional, "absent")
        .Open()
        .Because("Samba and curl take a header that ends here; no document mentions it")
        .Cite({cite::kNoChallengeVersion})
        .App(Application::kNone)
        .Is(draft);
  }
  // Without a promise of a MIC, so that the header may end before it.
  AuthenticateParts parts;
  parts.av_pairs.erase(parts.av_pairs.begin() +
                       static_cast<ptrdiff_t>(FindPair(parts.av_pairs, 6)));
  const auto ending_before = [&](absl::string_view name) {
    Draft draft = parts.ToDraft();
    draft.EndHeaderBefore(name);
    return draft;
  };
  Row(tests, MessageType::kAuthenticate, "mic", BugClass::kOptional, "absent")
      .Accept()
      .Because(
          "no MIC is promised and older clients omit the field; the examples of section 4.2 do")
      .Cite({cite::kNoMic, cite::kMicPresence, cite::kResponseDecides})
      .Is(parts, ending_before("MIC"));
  Row(tests, MessageType::kAuthenticate, "version", BugClass::kOptional, "absent")
      .Accept(Strength::kRecommended)
      .Because("Windows NT and 2000 send no Version; the values are found by their offsets")
      .Cite({cite::kNoAuthenticateVersion, cite::kResponseDecides})
      .Is(parts, ending_before("Version"));
  for (const auto& [field, name] :
       {std::pair("negotiate-flags", "NegotiateFlags"),
        std::pair("encrypted-random-session-key", "EncryptedRandomSessionKeyFields")}) {
    Row(tests, MessageType::kAuthenticate, field, BugClass::kOptional, "absent")
        .Open()
        .Because("Windows 9x ended the header here and Samba takes it; no document mentions it")
        .Cite({cite::kDecodeAuthenticate})
        .Is(parts, ending_before(name));
  }
}

constexpr uint8_t kVersion10[] = {10, 0, 0x61, 0x4A, 0, 0, 0, 15};
constexpr uint8_t kNoVersion[] = {0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF};

// One edit of Version in each of the three messages.
void AddVersion(Tests* tests, absl::string_view edit, bool accept, absl::string_view reason,
                std::initializer_list<Citation> citations, ntlm::NegotiateFlags set,
                void (*change)(Draft*)) {
  AuthenticateParts parts;
  Draft negotiate = NegotiateDraft(kOffer | set);
  Draft challenge = ChallengeDraft(kOffer);
  SetFlags(&challenge, Granted(kOffer) | set);
  parts.flags |= set;
  if (edit == "flag-without-member") {
    parts.av_pairs.erase(parts.av_pairs.begin() +
                         static_cast<ptrdiff_t>(FindPair(parts.av_pairs, 6)));
  }
  Draft authenticate = parts.ToDraft();
  for (Draft* const draft : {&negotiate, &challenge, &authenticate}) change(draft);
  const auto row = [&](MessageType message) {
    Row made(tests, message, "version", BugClass::kOptional, edit);
    made.Because(reason).Cite(citations);
    accept ? made.Accept() : made.Open();
    return made;
  };
  row(MessageType::kNegotiate).Is(negotiate);
  row(MessageType::kChallenge).Is(challenge);
  row(MessageType::kAuthenticate).Is(parts, authenticate);
}

void AddVersions(Tests* tests) {
  AddVersion(tests, "set-without-flag", true,
             "Version must be zero here and never matters to a receiver",
             {cite::kVersionIgnored, cite::kNegotiateVersionZero}, 0, [](Draft* draft) {
               draft->Header("Version") = {"Version", Copy(kVersion10), "10.0, build 19041"};
             });
  AddVersion(tests, "all-ones", true, "Version holds nonsense and never matters to a receiver",
             {cite::kVersionIgnored}, flags::kVersion, [](Draft* draft) {
               draft->Header("Version") = {"Version", Copy(kNoVersion), "no version"};
             });
  AddVersion(tests, "flag-without-member", false,
             "NTLMSSP_NEGOTIATE_VERSION is set and the payload stands where Version should be",
             {cite::kVersionIgnored}, flags::kVersion,
             [](Draft* draft) { draft->EndHeaderBefore("Version"); });
  Draft draft = NegotiateDraftWithNames();
  SetFlags(&draft,
           kOffer | flags::kOemDomainSupplied | flags::kOemWorkstationSupplied | flags::kVersion);
  draft.Header("Version") = {"Version", Copy(kVersion10), "10.0, build 19041"};
  Row(tests, MessageType::kNegotiate, "version", BugClass::kOptional, "with-names")
      .Open()
      .Because(
          "a client that sets NTLMSSP_NEGOTIATE_VERSION must send no names; what a server does "
          "with them is not said")
      .Cite({cite::kNamesEmptyWithVersion})
      .Is(draft);
}

Pieces BaseMessage(MessageType message) {
  switch (message) {
    case MessageType::kNegotiate:
      return NegotiateDraft(kOffer).Lay();
    case MessageType::kChallenge:
      return ChallengeDraft(kOffer).Lay();
    case MessageType::kAuthenticate:
      break;
  }
  const AuthenticateParts parts;
  return WithMic(parts, parts.ToDraft());
}

// A message whose beginning says that it is another. The MIC of an AUTHENTICATE_MESSAGE covers
// what it says.
void AddBeginning(Tests* tests, MessageType message, absl::string_view field,
                  absl::string_view edit, absl::string_view reason, Piece piece,
                  std::initializer_list<Citation> citations) {
  Pieces pieces = BaseMessage(message);
  Find(pieces, piece.name) = std::move(piece);
  Row row(tests, message, field, BugClass::kSequence, edit);
  row.Fail().Because(reason).Cite(citations);
  if (message != MessageType::kAuthenticate) {
    row.Is(std::move(pieces));
    return;
  }
  const AuthenticateParts parts;
  Find(pieces, "MIC").bytes = Zeros(16);
  row.Is(parts, WithMic(std::move(pieces), parts.ExportedSessionKey(), parts.Negotiate(),
                        parts.Challenge()));
}

void AddBeginnings(Tests* tests) {
  const std::pair<MessageType, Citation> messages[] = {
      {MessageType::kNegotiate, cite::kNegotiateType},
      {MessageType::kChallenge, cite::kChallengeType},
      {MessageType::kAuthenticate, cite::kAuthenticateType}};
  for (const auto& [message, citation] : messages) {
    const auto type = static_cast<uint32_t>(message);
    AddBeginning(tests, message, "signature", "lower-case", "this is no NTLM message",
                 {"Signature", {'n', 't', 'l', 'm', 's', 's', 'p', 0}, "ntlmssp"},
                 {cite::kSignature});
    AddBeginning(tests, message, "signature", "not-terminated", "this is no NTLM message",
                 {"Signature", {'N', 'T', 'L', 'M', 'S', 'S', 'P', ' '}, "a blank for the NUL"},
                 {cite::kSignature});
    AddBeginning(tests, message, "message-type", "zero", "no message has this type",
                 {"MessageType", U32(0), "0"}, {citation});
    AddBeginning(tests, message, "message-type", "of-the-next-message",
                 "another message is due, and this one has not its layout",
                 {"MessageType", U32(type % 3 + 1), absl::StrCat(type % 3 + 1)}, {citation});
    AddBeginning(tests, message, "message-type", "big-endian", "no message has this type",
                 {"MessageType", U32(type << 24), absl::StrCat(type, " in the wrong byte order")},
                 {citation});
  }
  const std::string text = absl::Base64Escape([] {
    const Data bytes = Join(BaseMessage(MessageType::kAuthenticate));
    return std::string(bytes.begin(), bytes.end());
  }());
  Row(tests, MessageType::kAuthenticate, "message", BugClass::kSequence, "base64-text")
      .Fail()
      .Because("the text of the message, not decoded, is no NTLM message")
      .Cite({cite::kSignature})
      .Bugs({"Ettercap #960"})
      .Is(AuthenticateParts(), One("base64", Oem(text), "TlRMTVNTUAAD..., the whole message"));
  Row(tests, MessageType::kChallenge, "message", BugClass::kSequence, "other-protocol")
      .Fail()
      .Because("a server that answers with something else has sent no CHALLENGE_MESSAGE")
      .Cite({cite::kSignature})
      .Bugs({"CVE-2012-3482"})
      .Is(One("text", Oem("AUTH NTLM not supported here, try LOGIN instead"), "no NTLM message"));
}

}  // namespace

void AddHeaderTests(Tests* tests) {
  AddTruncation(tests);
  AddAbsentMembers(tests);
  AddVersions(tests);
  AddBeginnings(tests);
  Draft draft = ChallengeDraft(kOffer);
  draft.Header("Reserved") = {"Reserved", Data(8, 0xFF), "must be zero, and ignored"};
  Row(tests, MessageType::kChallenge, "reserved", BugClass::kReserved, "all-ones")
      .Accept()
      .Because("a client ignores Reserved")
      .Cite({cite::kReserved, cite::kClientAnswers})
      .Is(draft);
}

}  // namespace ntlmatrix::conformance::messages
