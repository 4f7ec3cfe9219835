// SPDX-License-Identifier: Apache-2.0

#include <string>

#include "conformance/messages/cite_messages.h"
#include "conformance/messages/cite_processing.h"
#include "conformance/messages/fields.h"
#include "conformance/messages/row.h"

namespace ntlmatrix::conformance::messages {
namespace {

using ntlm::MessageType;

constexpr size_t kLongest = 65534;  // bytes that UTF-16 can have in a field

// A string of a message in the negotiated character set.
struct Text {
  MessageType message;
  absl::string_view field;
  absl::string_view value;
  bool unicode;
  Data (*base)();
};

constexpr Text kTexts[] = {
    {MessageType::kNegotiate, "domain-name", "DomainName", false, [] { return Oem("Domain"); }},
    {MessageType::kNegotiate, "workstation", "Workstation", false, [] { return Oem("COMPUTER"); }},
    {MessageType::kChallenge, "target-name", "TargetName", true, [] { return Utf16("RESOURCE"); }},
    {MessageType::kAuthenticate, "domain-name", "DomainName", true, [] { return Utf16("Domain"); }},
    {MessageType::kAuthenticate, "user-name", "UserName", true, [] { return Utf16("User"); }},
    {MessageType::kAuthenticate, "workstation", "Workstation", true,
     [] { return Utf16("COMPUTER"); }},
};

bool IsPartOfTheKey(const Text& text) {
  return text.message == MessageType::kAuthenticate && text.field != "workstation";
}

const Citation& OffsetCitation(const Text& text) {
  for (const ValueField& field : ValueFields()) {
    if (field.message == text.message && field.field == text.field) return field.buffer_offset;
  }
  return cite::kSignature;  // not reached: every text is a value field
}

// Responses stay those of the account, so that a receiver which repairs the name is seen.
void IsWith(Row& row, const Text& text, Data value, const std::string& comment) {
  const Pieces content = One(text.value, std::move(value), comment);
  if (text.message == MessageType::kAuthenticate) {
    const AuthenticateParts parts;
    Draft draft = parts.ToDraft();
    draft.Value(text.value).content = content;
    row.Is(parts, draft);
    return;
  }
  Draft draft =
      text.message == MessageType::kNegotiate ? NegotiateDraftWithNames() : ChallengeDraft(kOffer);
  draft.Value(text.value).content = content;
  row.Is(draft);
}

Row Malformed(Tests* tests, const Text& text, absl::string_view edit) {
  Row row(tests, text.message, text.field, BugClass::kText, edit);
  if (IsPartOfTheKey(text)) {
    row.Fail()
        .Because("this name is not the account's, and the response is not made with it")
        .Cite({cite::kResponseDecides});
  } else {
    row.Open()
        .Because(
            "nothing in [MS-NLMP] 3 needs this string, and no document says what to do about "
            "a bad one")
        .Cite({OffsetCitation(text)});
  }
  return row;
}

Data With(const Text& text, std::initializer_list<uint8_t> more) {
  Data value = text.base();
  value.insert(value.end(), more);
  return value;
}

void AddLong(Tests* tests, const Text& text) {
  Row row(tests, text.message, text.field, BugClass::kText, "longest");
  if (IsPartOfTheKey(text)) {
    row.Fail()
        .Because("the response is not made with this name, and no fixed buffer may take its 64 KiB")
        .Cite({cite::kResponseDecides});
  } else {
    row.Accept(Strength::kRecommended)
        .Because(
            "no document limits the string; a receiver need not use it, and must not copy it "
            "into a fixed buffer")
        .Cite({OffsetCitation(text)});
  }
  if (text.field == "target-name") row.Bugs({"CVE-2005-0490"});
  if (text.field == "user-name") row.Bugs({"CVE-2023-42116"});
  if (text.message == MessageType::kAuthenticate && text.field == "workstation") {
    row.Bugs({"CVE-2005-0022"});
  }
  const Data value = text.unicode ? Utf16(std::string(kLongest / 2, 'A')) : Data(kLongest + 1, 'A');
  IsWith(row, text, value, text.unicode ? "65534 bytes of A" : "65535 bytes of A");
}

// "If TargetName is a Unicode string, the values of TargetNameBufferOffset and TargetNameLen MUST
// be multiples of 2."
void AddOddOffset(Tests* tests, const Text& text) {
  Row row(tests, text.message, text.field, BugClass::kText, "odd-offset");
  row.Open()
      .Because(
          "a Unicode string must begin at a multiple of 2; what a receiver does with another "
          "is not said")
      .Cite({OffsetCitation(text)});
  const AuthenticateParts parts;
  Draft draft = text.message == MessageType::kChallenge ? ChallengeDraft(kOffer) : parts.ToDraft();
  draft.MoveToEnd(text.value);
  draft.Value(text.value).gap = draft.OffsetOf(text.value) % 2 == 0 ? 1 : 2;
  if (text.message == MessageType::kChallenge) {
    row.Is(draft);
  } else {
    row.Is(parts, draft);
  }
}

void AddUserNames(Tests* tests) {
  const auto add = [&](absl::string_view edit, absl::string_view name) {
    const AuthenticateParts parts;
    Draft draft = parts.ToDraft();
    draft.Value("UserName").content = One("UserName", Utf16(name), name);
    Row(tests, MessageType::kAuthenticate, "user-name", BugClass::kText, edit)
        .Fail()
        .Because("no account has this name, which states a domain twice")
        .Cite({cite::kResponseDecides})
        .Bugs({"CVE-2023-25566"})
        .Is(parts, draft);
  };
  add("domain-before-and-after", "Domain\\User\\@Domain");
  add("domain-after-twice", "User@Domain\\@Domain");
}

}  // namespace

void AddTextTests(Tests* tests) {
  for (const Text& text : kTexts) {
    Row nul = Malformed(tests, text, "embedded-nul");
    if (text.unicode) {
      IsWith(nul, text, With(text, {0, 0, 'x', 0}), "a terminator and one more character");
      Row odd = Malformed(tests, text, "odd-length");
      if (text.field == "target-name") odd.Bugs({"CVE-2023-25564"});
      IsWith(odd, text, With(text, {'x'}), "half a character at the end");
      Row lone = Malformed(tests, text, "lone-surrogate");
      if (text.field == "target-name") lone.Bugs({"CVE-2023-25564"});
      IsWith(lone, text, With(text, {0x00, 0xD8}), "the first half of a surrogate pair at the end");
      AddOddOffset(tests, text);
    } else {
      IsWith(nul, text, With(text, {0, 'x'}), "a terminator and one more character");
    }
    AddLong(tests, text);
  }
  AddUserNames(tests);
}

}  // namespace ntlmatrix::conformance::messages
