// SPDX-License-Identifier: Apache-2.0

#include <algorithm>

#include "conformance/messages/cite_messages.h"
#include "conformance/messages/cite_processing.h"
#include "conformance/messages/row.h"
#include "parsers/ntlm/av_pair.h"

namespace ntlmatrix::conformance::messages {
namespace {

using ntlm::MessageType;

constexpr absl::string_view kOverlap =
    "the values share bytes and are both right; no document speaks of that";

// Points the Fields of one value into the place of another.
void Share(Draft* draft, absl::string_view value, absl::string_view with, size_t skip,
           size_t size) {
  DraftValue& moved = draft->Value(value);
  moved.placed = false;  // first: what follows it moves up
  moved.len = static_cast<uint16_t>(size);
  moved.offset = static_cast<uint32_t>(draft->OffsetOf(with) + skip);
}

// One that overlaps another value. The AUTHENTICATE_MESSAGE is computed with what it says there.
Row Overlapping(Tests* tests, MessageType message, absl::string_view field,
                absl::string_view edit) {
  Row row(tests, message, field, BugClass::kLayout, edit);
  row.Open().Because(kOverlap).Cite({cite::kAnyOrder});
  return row;
}

void AddOverlaps(Tests* tests) {
  {
    Draft draft = NegotiateDraftWithNames();
    Share(&draft, "Workstation", "DomainName", 0, 6);
    Overlapping(tests, MessageType::kNegotiate, "workstation", "overlaps-domain-name").Is(draft);
  }
  {
    // The name of the domain in TargetInfo, after AvId and AvLen.
    Draft draft = ChallengeDraft(kOffer);
    Share(&draft, "TargetName", "TargetInfo", 4, 16);
    Overlapping(tests, MessageType::kChallenge, "target-name", "overlaps-target-info")
        .Bugs({"CVE-2020-13396"})
        .Is(draft);
  }
  const AuthenticateParts parts;
  {
    Draft draft = parts.ToDraft();
    Share(&draft, "LmChallengeResponse", "NtChallengeResponse", 0, 24);
    Overlapping(tests, MessageType::kAuthenticate, "lm-challenge-response",
                "overlaps-nt-challenge-response")
        .Is(parts, draft);
  }
  {
    AuthenticateParts named;
    named.user = Utf16("USER");
    named.workstation = Utf16("USERPC");
    Draft draft = named.ToDraft();
    Share(&draft, "UserName", "Workstation", 0, 8);
    Overlapping(tests, MessageType::kAuthenticate, "user-name", "overlaps-workstation")
        .Is(named, draft);
  }
  {
    Draft draft = parts.ToDraft();
    Share(&draft, "Workstation", "DomainName", 0, 12);
    Overlapping(tests, MessageType::kAuthenticate, "workstation", "overlaps-domain-name")
        .Is(parts, draft);
  }
  {
    AuthenticateParts keyed;
    keyed.session_key = keyed.NtResponse().front().bytes;  // NTProofStr
    Draft draft = keyed.ToDraft();
    Share(&draft, "EncryptedRandomSessionKey", "NtChallengeResponse", 0, 16);
    Overlapping(tests, MessageType::kAuthenticate, "encrypted-random-session-key",
                "overlaps-nt-challenge-response")
        .Is(keyed, draft);
  }
}

void AddPadding(Tests* tests) {
  constexpr absl::string_view kReason =
      "bytes after the last value belong to none, which is allowed";
  const AuthenticateParts parts;
  Draft negotiate = NegotiateDraftWithNames();
  Draft challenge = ChallengeDraft(kOffer);
  Draft authenticate = parts.ToDraft();
  for (Draft* const draft : {&negotiate, &challenge, &authenticate}) draft->padding = 13;
  const auto row = [&](MessageType message, const Citation& answer) {
    Row made(tests, message, "payload", BugClass::kLayout, "padding-after");
    return made.Accept().Because(kReason).Cite({cite::kAnyOrder, answer});
  };
  row(MessageType::kNegotiate, cite::kServerAnswers).Is(negotiate);
  row(MessageType::kChallenge, cite::kClientAnswers).Is(challenge);
  row(MessageType::kAuthenticate, cite::kResponseDecides).Is(parts, authenticate);
}

}  // namespace

void AddLayoutTests(Tests* tests) {
  AddOverlaps(tests);
  // Of two values the order is reversed when the first ends the message, which is a test of bounds.
  const AuthenticateParts parts;
  Draft reversed = parts.ToDraft();
  std::reverse(reversed.values.begin(), reversed.values.end());
  Row(tests, MessageType::kAuthenticate, "payload", BugClass::kLayout, "reversed")
      .Accept()
      .Because("the values stand in the reverse order, which is allowed")
      .Cite({cite::kAnyOrder, cite::kResponseDecides})
      .Is(parts, reversed);
  AddPadding(tests);
}

}  // namespace ntlmatrix::conformance::messages
