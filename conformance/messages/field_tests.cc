// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <functional>
#include <string>

#include "absl/strings/str_cat.h"

#include "conformance/citations.h"
#include "conformance/messages/cite_flags.h"
#include "conformance/messages/cite_messages.h"
#include "conformance/messages/cite_processing.h"
#include "conformance/messages/fields.h"
#include "conformance/messages/row.h"

namespace ntlmatrix::conformance::messages {
namespace {

namespace flags = ntlm::flags;
using ntlm::MessageType;

// Gives the row the base message of the field's kind after an edit of the draft.
void IsEdited(Row& row, const ValueField& field, AuthenticateParts parts,
              const std::function<void(Draft&)>& edit) {
  Draft draft = field.message == MessageType::kNegotiate   ? NegotiateDraftWithNames()
                : field.message == MessageType::kChallenge ? ChallengeDraft(kOffer)
                                                           : parts.ToDraft();
  edit(draft);
  if (field.message == MessageType::kAuthenticate) {
    row.Is(parts, draft);
  } else {
    row.Is(draft);
  }
}

// The sentence that asks for an answer to a message with nothing wrong in it.
Citation AnswerTo(MessageType message) {
  switch (message) {
    case MessageType::kNegotiate:
      return cite::kServerAnswers;
    case MessageType::kChallenge:
      return cite::kClientAnswers;
    case MessageType::kAuthenticate:
      break;
  }
  return cite::kResponseDecides;
}

// What must become of a message whose value can't be had.
void ExpectUnreadable(Row& row, const ValueField& field, absl::string_view what) {
  row.Cite({field.buffer_offset});
  switch (field.need) {
    case Need::kNothing:
      row.Fail(Strength::kRecommended)
          .Because(absl::StrCat(what,
                                ": the message can't be decoded, though nothing in [MS-NLMP] "
                                "3 needs this value"));
      if (field.message == MessageType::kNegotiate) row.Cite({cite::kDecodeNegotiate});
      if (field.message == MessageType::kAuthenticate) row.Cite({cite::kDecodeAuthenticate});
      return;
    case Need::kNames:
      row.Fail()
          .Because(absl::StrCat(what,
                                ": no NetBIOS names can be had, whichever error is found "
                                "first"))
          .Cite({citations::kNetbiosNames});
      return;
    case Need::kResponse:
      row.Fail()
          .Because(absl::StrCat(what, ": no response can match, and the LM field has zeros"))
          .Cite({cite::kResponseDecides});
      return;
    case Need::kSessionKey:
      break;
  }
  row.Fail(Strength::kRequired, kSecEInvalidToken)
      .Because(absl::StrCat(what, ": no valid key was supplied"))
      .Cite({cite::kSessionKeyChecked});
}

void AddWrap(Tests* tests, const ValueField& field) {
  Row row(tests, field.message, field.field, BugClass::kWrap, "offset-plus-length-wraps");
  ExpectUnreadable(row, field, "0xfffffff0 + 0x40 is 0x30 in 32 bits and lies far outside");
  row.Bugs({"CVE-2023-25563", "CVE-2018-8789"});
  if (field.field == "target-info") row.Bugs({"CVE-2018-16890"});
  IsEdited(row, field, {}, [&](Draft& draft) {
    DraftValue& value = draft.Value(field.value);
    value.len = value.max_len = uint16_t{0x40};
    value.offset = 0xFFFFFFF0;
  });
}

void AddBounds(Tests* tests, const ValueField& field) {
  Row last(tests, field.message, field.field, BugClass::kBounds, "ends-at-message-end");
  last.Accept()
      .Because("the value is the last thing in the message and complete")
      .Cite({cite::kAnyOrder, AnswerTo(field.message)});
  IsEdited(last, field, {}, [&](Draft& draft) { draft.MoveToEnd(field.value); });

  Row past(tests, field.message, field.field, BugClass::kBounds, "ends-one-past-message-end");
  ExpectUnreadable(past, field, "the last byte of the value is missing");
  if (field.field == "target-info") past.Bugs({"CVE-2019-17266"});
  if (field.field == "target-name") past.Bugs({"CVE-2012-3482"});
  if (field.field == "nt-challenge-response") past.Bugs({"CVE-2023-42114"});
  if (field.field == "user-name") past.Bugs({"CVE-2023-42116"});
  if (field.field == "encrypted-random-session-key") past.Bugs({"FreeRDP #12603"});
  IsEdited(past, field, {}, [&](Draft& draft) {
    draft.MoveToEnd(field.value);
    DraftValue& value = draft.Value(field.value);
    value.len = static_cast<uint16_t>(Join(value.content).size());
    value.content.back().bytes.pop_back();
    value.content.back().comment = "its last byte is missing";
  });
}

// The bytes that an AUTHENTICATE_MESSAGE has at its beginning.
Data FirstBytes(size_t size) { return Join(Cut(AuthenticateParts().ToDraft().Lay(), size)); }

void AddHeaderOffset(Tests* tests, const ValueField& field) {
  Row row(tests, field.message, field.field, BugClass::kHeaderOffset, "offset-in-header");
  row.Cite({field.buffer_offset});
  AuthenticateParts parts;
  switch (field.need) {
    case Need::kNothing:
      row.Open().Because(
          "the header is no Payload, but the bytes are there and nothing needs this value");
      break;
    case Need::kNames:
      row.Fail()
          .Because("the bytes of the header are no list with NetBIOS names")
          .Cite({citations::kNetbiosNames});
      break;
    case Need::kResponse:
      row.Fail()
          .Because("the bytes of the header make no response that matches")
          .Cite({cite::kResponseDecides});
      break;
    case Need::kSessionKey:
      row.Open().Because("the header is no Payload; as a key its bytes are as good as others");
      parts.session_key = FirstBytes(16);
      break;
  }
  IsEdited(row, field, parts, [&](Draft& draft) {
    DraftValue& value = draft.Value(field.value);
    const size_t size = Join(value.content).size();
    const size_t header = draft.OffsetOf(draft.values.front().name);
    value.placed = false;
    value.len = static_cast<uint16_t>(std::min(size, header));
    value.offset = 0;
  });
}

void AddGap(Tests* tests, const ValueField& field) {
  Row row(tests, field.message, field.field, BugClass::kLayout, "padding-before");
  row.Accept()
      .Because("eight bytes before the value belong to no value, which is allowed")
      .Cite({cite::kAnyOrder, AnswerTo(field.message)});
  IsEdited(row, field, {}, [&](Draft& draft) { draft.Value(field.value).gap = 8; });
}

void AddMaxLen(Tests* tests, const ValueField& field, absl::string_view edit, uint16_t max_len) {
  Row row(tests, field.message, field.field, BugClass::kLength, edit);
  row.Accept()
      .Because("MaxLen means nothing to a receiver")
      .Cite({field.max_len, AnswerTo(field.message)});
  IsEdited(row, field, {}, [&](Draft& draft) { draft.Value(field.value).max_len = max_len; });
}

// What an empty value means, which differs from field to field.
void ExpectEmpty(Row& row, const ValueField& field, AuthenticateParts* parts) {
  if (field.message == MessageType::kNegotiate) {
    row.Accept().Because("with Len 0 the data is not present, so BufferOffset points to nothing");
    row.Cite({field.field == "workstation" ? cite::kNoWorkstationName : cite::kNoDomainName,
              cite::kServerAnswers});
  } else if (field.field == "target-name") {
    row.Open()
        .Because(
            "a TargetName must be supplied with NTLMSSP_REQUEST_TARGET, but no client "
            "computes with it")
        .Cite({cite::kTargetNameSupplied})
        .Bugs({"gss-ntlmssp a060d02"});
  } else if (field.need == Need::kNames) {
    row.Fail(Strength::kRequired, kStatusLogonFailure)
        .Because("an empty TargetInfo has no NetBIOS names")
        .Cite({citations::kNetbiosNames});
  } else if (field.need == Need::kSessionKey) {
    parts->session_key = Data();  // the MIC is right for a server that does without
    row.Fail(Strength::kRequired, kSecEInvalidToken)
        .Because("NTLMSSP_NEGOTIATE_KEY_EXCH is negotiated and no key is there")
        .Cite({cite::kSessionKeyChecked});
  } else if (field.field == "domain-name") {
    parts->domain.clear();
    parts->key_domain.clear();
    row.Accept(Strength::kRecommended)
        .Because("the client has no domain and computed its response without one")
        .Cite({cite::kNilDomain, cite::kResponseDecides});
  } else if (field.field == "user-name") {
    row.Fail()
        .Because("there is a response, so this is not the anonymous user, and no other has no name")
        .Cite({cite::kResponseDecides})
        .Bugs({"CVE-2005-0097"});
  } else if (field.field == "nt-challenge-response") {
    row.Fail()
        .Because("the LM field has zeros and nothing proves the password")
        .Cite({cite::kResponseDecides});
  } else {
    row.Accept()
        .Because("the client sends none, which it may; BufferOffset points to nothing")
        .Cite({cite::kResponseDecides})
        .Bugs({"php-ntlm #5"});
  }
}

void AddEmpty(Tests* tests, const ValueField& field) {
  Row row(tests, field.message, field.field, BugClass::kLength, "empty-with-wild-offset");
  AuthenticateParts parts;
  ExpectEmpty(row, field, &parts);
  IsEdited(row, field, parts, [&](Draft& draft) {
    DraftValue& value = draft.Value(field.value);
    value.placed = false;
    value.offset = 0xFFFFFFFF;
  });
}

void PointOutside(Draft* draft, absl::string_view name) {
  DraftValue& value = draft->Value(name);
  value.placed = false;
  value.len = value.max_len = uint16_t{0xFFFF};
  value.offset = 0xFFFFFFFF;
}

// The flag of the field is clear and its Fields point outside the message.
void AddIgnored(Tests* tests, const ValueField& field) {
  const Citation* const ignored = IgnoredWithoutFlag(field);
  if (ignored == nullptr) return;
  Row row(tests, field.message, field.field, BugClass::kReserved, "outside-without-flag");
  row.Accept()
      .Because("without its flag the field is ignored, wherever it points")
      .Cite({*ignored, AnswerTo(field.message)});
  if (field.message == MessageType::kAuthenticate) {
    AuthenticateParts parts;
    parts.offered = kOffer & ~flags::kKeyExch;
    parts.flags &= ~flags::kKeyExch;
    Draft draft = parts.ToDraft();
    PointOutside(&draft, field.value);
    row.Is(parts, draft);
    return;
  }
  Draft draft =
      field.message == MessageType::kNegotiate ? NegotiateDraft(kOffer) : ChallengeDraft(kOffer);
  if (field.field == "target-name") {
    SetFlags(&draft, Granted(kOffer) & ~flags::kRequestTarget);
  } else if (field.field == "target-info") {
    // With integrity or confidentiality the names would be missed.
    draft = ChallengeDraft(kPlainOffer);
    SetFlags(&draft, Granted(kPlainOffer) & ~flags::kTargetInfo);
    row.App(Application::kNone);
  }
  PointOutside(&draft, field.value);
  row.Is(draft);
}

}  // namespace

void AddFieldTests(Tests* tests) {
  for (const ValueField& field : ValueFields()) {
    AddWrap(tests, field);
    AddBounds(tests, field);
    AddHeaderOffset(tests, field);
    AddGap(tests, field);
    AddMaxLen(tests, field, "max-length-zero", 0);
    AddMaxLen(tests, field, "max-length-huge", 0xFFFF);
    AddEmpty(tests, field);
    AddIgnored(tests, field);
  }
}

}  // namespace ntlmatrix::conformance::messages
