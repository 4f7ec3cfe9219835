// SPDX-License-Identifier: Apache-2.0

#include "conformance/security_event.h"

#include <limits>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/types/span.h"

#include "parsers/bytes/utf16.h"

namespace ntlmatrix::conformance {
namespace {

enum class Field { kNegotiated, kRequired, kEventId, kId, kClientTitle, kServerTitle };

// What a text calls a field; a blank stands for any run of blanks.
struct Label {
  Field field = Field::kId;
  absl::string_view words = {};
};

// The words of the message, the names of the XML, and what exporters call the event's number.
constexpr Label kLabels[] = {
    {Field::kNegotiated, "Negotiated Security Flags"},
    {Field::kNegotiated, "NegotiatedSecurity"},
    {Field::kRequired, "Minimum Security Flags"},
    {Field::kRequired, "RequiredSecurity"},
    {Field::kEventId, "EventID"},
    {Field::kEventId, "Event ID"},
    {Field::kEventId, "event_id"},
    {Field::kEventId, "EventCode"},
    {Field::kEventId, "event.code"},
    {Field::kId, "Id"},
    {Field::kClientTitle, "NTLM Minimum Client Security Block"},
    {Field::kServerTitle, "NTLM Minimum Server Security Block"},
};

constexpr uint32_t kClientEvent = 4010;
constexpr uint32_t kServerEvent = 4011;

constexpr size_t kLongestTag = 256;   // a start tag with its attributes
constexpr size_t kLongestToken = 64;  // what is shown of something that is not a number

bool IsBlank(char c) { return c == ' ' || c == '\t'; }
bool IsSpace(char c) { return absl::ascii_isspace(static_cast<unsigned char>(c)); }
bool IsDigit(char c) { return absl::ascii_isdigit(static_cast<unsigned char>(c)); }
bool IsQuote(char c) { return c == '"' || c == '\''; }
bool IsWordCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '_';
}

// Walks over a text; reads nothing past its end.
class Cursor {
 public:
  explicit Cursor(absl::string_view text, size_t position) : text_(text), position_(position) {}

  size_t position() const { return position_; }
  char peek(size_t ahead = 0) const {
    return ahead < text_.size() - position_ ? text_[position_ + ahead] : '\0';
  }
  bool done() const { return position_ == text_.size(); }
  void Advance(size_t count) { position_ += count; }

  template <typename Predicate>
  void SkipWhile(Predicate predicate) {
    while (!done() && predicate(peek())) ++position_;
  }

  // Blanks, and tabs that JSON has escaped.
  void SkipBlanks() {
    SkipWhile(IsBlank);
    while (peek() == '\\' && peek(1) == 't') {
      position_ += 2;
      SkipWhile(IsBlank);
    }
  }

  // One quotation mark, escaped or not.
  void SkipQuote() {
    if (peek() == '\\' && IsQuote(peek(1))) ++position_;
    if (IsQuote(peek())) ++position_;
  }

  bool SkipLabel(absl::string_view words) {
    for (const char expected : words) {
      if (expected == ' ') {
        if (!IsBlank(peek())) return false;
        SkipWhile(IsBlank);
      } else {
        if (done() || absl::ascii_tolower(static_cast<unsigned char>(peek())) !=
                          absl::ascii_tolower(static_cast<unsigned char>(expected))) {
          return false;
        }
        ++position_;
      }
    }
    return done() || !IsWordCharacter(peek());
  }

  // Letters, digits and signs; a point or comma between digits belongs to it.
  absl::string_view TakeToken() {
    const size_t start = position_;
    SkipWhile([](char c) { return IsWordCharacter(c) || c == '-' || c == '+'; });
    while (position_ > start && (peek() == '.' || peek() == ',') && IsDigit(peek(1))) {
      ++position_;
      SkipWhile(IsWordCharacter);
    }
    return text_.substr(start, position_ - start);
  }

 private:
  absl::string_view text_;
  size_t position_;
};

// A label can begin here: not within a word, although JSON's \n ends in a letter.
bool IsWordStart(absl::string_view text, size_t position) {
  if (position == 0 || !IsWordCharacter(text[position - 1])) return true;
  const bool escaped = position >= 2 && text[position - 2] == '\\';
  const char last = text[position - 1];
  return escaped && (last == 'n' || last == 'r' || last == 't');
}

// "Id" is a word of many texts: it counts only as a name, at a line's start or in quotes.
bool IsName(absl::string_view text, size_t position) {
  return position == 0 || text[position - 1] == '\n' || IsQuote(text[position - 1]);
}

// A label that was found, and what stands after it.
struct Mention {
  Label label = {};
  bool has_value = false;  // a separator follows, or a number directly
  absl::string_view value = {};
};

// The value after a label: behind ":", "=" or ">", or behind blanks alone if it is a number.
void ReadValue(absl::string_view text, size_t label_start, Cursor* cursor, Mention* mention) {
  const bool in_tag = label_start > 0 && text[label_start - 1] == '<';
  const bool in_end_tag = label_start > 1 && absl::EndsWith(text.substr(0, label_start), "</");
  if (in_end_tag) return;
  bool separated = false;
  if (in_tag && IsSpace(cursor->peek())) {
    const size_t end = text.substr(cursor->position(), kLongestTag).find('>');
    if (end == absl::string_view::npos) return;
    cursor->Advance(end);
  }
  cursor->SkipQuote();
  cursor->SkipBlanks();
  if (cursor->peek() == '>') {
    separated = true;
    cursor->Advance(1);
    cursor->SkipWhile(IsSpace);
  } else if (cursor->peek() == ':' || cursor->peek() == '=') {
    separated = true;
    cursor->Advance(1);
    cursor->SkipBlanks();
  }
  cursor->SkipQuote();
  if (!separated && !IsDigit(cursor->peek())) return;
  mention->has_value = true;
  mention->value = cursor->TakeToken();
}

// Collects what a text says, and refuses what contradicts it.
class Collector {
 public:
  absl::Status Add(const Mention& mention) {
    switch (mention.label.field) {
      case Field::kClientTitle:
        return AddSide(Side::kClient);
      case Field::kServerTitle:
        return AddSide(Side::kServer);
      case Field::kNegotiated:
        return AddFlags(mention, &negotiated_);
      case Field::kRequired:
        return AddFlags(mention, &required_);
      case Field::kEventId:
      case Field::kId:
        break;
    }
    return AddEventId(mention);
  }

  absl::StatusOr<SecurityEvent> Event() const {
    if (!negotiated_) return Missing("Negotiated Security Flags", "NegotiatedSecurity");
    if (!required_) return Missing("Minimum Security Flags", "RequiredSecurity");
    return SecurityEvent{side_, *negotiated_, *required_};
  }

 private:
  absl::Status AddSide(Side side) {
    if (side_.value_or(side) != side) {
      return absl::InvalidArgumentError(
          "the text is about both event 4010 (client) and event 4011 (server): give one event");
    }
    side_ = side;
    return absl::OkStatus();
  }

  absl::Status AddEventId(const Mention& mention) {
    const auto id = ParseFlagWord(mention.value);
    if (!id.ok()) return absl::OkStatus();
    if (*id == kClientEvent) return AddSide(Side::kClient);
    if (*id == kServerEvent) return AddSide(Side::kServer);
    if (mention.label.field == Field::kId) return absl::OkStatus();
    return absl::InvalidArgumentError(absl::StrCat(
        "the text is about event ", *id, ": only events 4010 and 4011 carry security flags"));
  }

  static absl::Status AddFlags(const Mention& mention, std::optional<uint32_t>* flags) {
    if (!mention.has_value) return absl::OkStatus();
    const auto value = ParseFlagWord(mention.value);
    if (!value.ok()) {
      return absl::InvalidArgumentError(
          absl::StrCat(mention.label.words, ": ", value.status().message()));
    }
    if (flags->value_or(*value) != *value) {
      return absl::InvalidArgumentError(
          absl::StrFormat("the text gives two values for '%s', 0x%x and 0x%x: give one event",
                          mention.label.words, **flags, *value));
    }
    *flags = *value;
    return absl::OkStatus();
  }

  static absl::Status Missing(absl::string_view words, absl::string_view name) {
    return absl::InvalidArgumentError(absl::StrCat(
        "the text has neither '", words, ": 0x...' nor ", name,
        " with a value: give the whole event, or its XML, whose names are never translated"));
  }

  std::optional<Side> side_;
  std::optional<uint32_t> negotiated_;
  std::optional<uint32_t> required_;
};

absl::StatusOr<SecurityEvent> ParseUtf8(absl::string_view text) {
  const size_t nul = text.find('\0');
  if (nul != absl::string_view::npos) {
    return absl::InvalidArgumentError(
        absl::StrCat("NUL at byte ", nul, ": not a text, or UTF-16 without its byte order mark"));
  }
  Collector collector;
  for (size_t position = 0; position < text.size();) {
    size_t next = position + 1;
    if (!IsWordCharacter(text[position]) || !IsWordStart(text, position)) {
      position = next;
      continue;
    }
    for (const Label& label : kLabels) {
      Cursor cursor(text, position);
      if (!cursor.SkipLabel(label.words)) continue;
      if (label.field == Field::kId && !IsName(text, position)) continue;
      next = cursor.position();
      Mention mention = {.label = label};
      ReadValue(text, position, &cursor, &mention);
      const absl::Status status = collector.Add(mention);
      if (!status.ok()) return status;
      break;
    }
    position = next;
  }
  return collector.Event();
}

int DigitValue(char c) {
  if (IsDigit(c)) return c - '0';
  const char lower = absl::ascii_tolower(static_cast<unsigned char>(c));
  return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : 16;
}

}  // namespace

absl::StatusOr<SecurityEvent> ParseSecurityEvent(absl::string_view text) {
  if (text.size() > kMaxSecurityEventText) {
    return absl::ResourceExhaustedError(
        absl::StrCat("the text has more than ", kMaxSecurityEventText, " bytes: give one event"));
  }
  const bool little = absl::StartsWith(text, "\xff\xfe");
  const bool big = absl::StartsWith(text, "\xfe\xff");
  if (!little && !big) return ParseUtf8(text);
  const Bytes units(reinterpret_cast<const uint8_t*>(text.data()) + 2, text.size() - 2);
  const auto utf8 = Utf16ToUtf8(units, little ? Endian::kLittle : Endian::kBig);
  if (!utf8.ok()) return utf8.status();
  return ParseUtf8(*utf8);
}

std::string SecurityEventText(const SecurityEvent& event) {
  std::string text;
  if (event.side) {
    absl::StrAppend(&text, "NTLM Minimum ", *event.side == Side::kClient ? "Client" : "Server",
                    " Security Block:\n");
  }
  absl::StrAppendFormat(&text, "Negotiated Security Flags: 0x%x\nMinimum Security Flags: 0x%x\n",
                        event.negotiated, event.required);
  return text;
}

absl::StatusOr<uint32_t> ParseFlagWord(absl::string_view text) {
  const bool hexadecimal = absl::StartsWithIgnoreCase(text, "0x");
  const absl::string_view digits = text.substr(hexadecimal ? 2 : 0);
  const int base = hexadecimal ? 16 : 10;
  uint64_t value = 0;
  bool is_number = !digits.empty();
  bool fits = true;
  for (const char c : digits) {
    is_number = is_number && DigitValue(c) < base;
    if (!is_number) break;
    value = value * static_cast<uint64_t>(base) + static_cast<uint64_t>(DigitValue(c));
    fits = fits && value <= std::numeric_limits<uint32_t>::max();
    if (!fits) value = 0;  // only whether the rest are digits still matters
  }
  const std::string shown = absl::CHexEscape(text.substr(0, kLongestToken));
  if (!is_number) {
    return absl::InvalidArgumentError(
        absl::StrCat("'", shown, "' is no number: 0x and hexadecimal digits, or decimal digits"));
  }
  if (!fits) {
    return absl::InvalidArgumentError(absl::StrCat("'", shown, "' does not fit into 32 bits"));
  }
  return static_cast<uint32_t>(value);
}

}  // namespace ntlmatrix::conformance
