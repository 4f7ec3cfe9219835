// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/xml_scan.h"

#include <algorithm>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kBlanks = " \t\r\n";
constexpr absl::string_view kXmlNamespace = "http://www.w3.org/XML/1998/namespace";

bool IsNameStart(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return absl::ascii_isalpha(byte) || c == '_' || c == ':' || byte >= 0x80;
}

bool IsNameCharacter(char c) {
  return IsNameStart(c) || absl::ascii_isdigit(static_cast<unsigned char>(c)) || c == '-' ||
         c == '.';
}

// EncName of XML 1.0 4.3.3.
bool IsEncodingName(absl::string_view name) {
  return !name.empty() && absl::ascii_isalpha(static_cast<unsigned char>(name.front())) &&
         std::all_of(name.begin(), name.end(), [](char c) {
           return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '.' || c == '_' ||
                  c == '-';
         });
}

// Char of XML 1.0 2.2.
bool IsCharacter(uint32_t code) {
  return code == 0x9 || code == 0xA || code == 0xD || (code >= 0x20 && code < 0xD800) ||
         (code >= 0xE000 && code < 0xFFFE) || (code >= 0x10000 && code <= 0x10FFFF);
}

// The offset of the first character that no document may hold, or npos.
size_t FindBadCharacter(absl::string_view text) {
  for (size_t at = 0; at < text.size(); ++at) {
    const auto byte = static_cast<unsigned char>(text[at]);
    if (byte < 0x20 && !IsCharacter(byte)) return at;
    if (byte == 0xEF && (absl::StartsWith(text.substr(at), "\xEF\xBF\xBE") ||
                         absl::StartsWith(text.substr(at), "\xEF\xBF\xBF"))) {
      return at;
    }
  }
  return absl::string_view::npos;
}

// Whether `name` stands for a character: what is between `&#` and `;`.
bool IsCharacterReference(absl::string_view name) {
  const bool hex = absl::ConsumePrefix(&name, "x");
  if (name.empty()) return false;
  uint32_t code = 0;
  for (const char c : name) {
    const auto byte = static_cast<unsigned char>(c);
    if (!(hex ? absl::ascii_isxdigit(byte) : absl::ascii_isdigit(byte))) return false;
    const int digit = absl::ascii_isdigit(byte) ? byte - '0' : absl::ascii_tolower(byte) - 'a' + 10;
    code = code * (hex ? 16 : 10) + static_cast<uint32_t>(digit);
    if (code > 0x10FFFF) return false;
  }
  return IsCharacter(code);
}

bool IsPredefinedEntity(absl::string_view name) {
  return name == "amp" || name == "lt" || name == "gt" || name == "apos" || name == "quot";
}

absl::string_view PrefixOf(absl::string_view name) {
  const size_t colon = name.find(':');
  return colon == absl::string_view::npos ? absl::string_view() : name.substr(0, colon);
}

class Scanner {
 public:
  explicit Scanner(absl::string_view text) : text_(text) {}

  absl::StatusOr<XmlShape> Scan();

 private:
  struct Open {
    absl::string_view name;
    size_t attributes;  // of this element alone
    size_t prefixes;    // declared outside this element
  };

  absl::Status ScanMarkup();
  absl::Status ScanDeclaration();
  absl::Status ScanText(size_t end);
  absl::Status ScanReferences(size_t from, size_t to) const;
  absl::Status ScanComment();
  absl::Status ScanInstruction();
  absl::Status ScanCdata();
  absl::Status ScanStartTag();
  absl::Status ScanAttribute();
  absl::Status ScanEndTag();
  absl::Status DeclarePrefix(absl::string_view name, absl::string_view uri);
  absl::Status CheckPrefix(absl::string_view name) const;
  absl::Status Count(size_t* counter);

  absl::Status Error(absl::string_view what) const { return ErrorAt(at_, what); }
  absl::Status ErrorAt(size_t offset, absl::string_view what) const {
    return AtPlace(absl::InvalidArgumentError(absl::StrCat("XML: ", what)),
                   Place::Line(LineAt(text_, offset)));
  }
  absl::Status TooMuch(absl::string_view what, size_t limit) const {
    return AtPlace(
        absl::ResourceExhaustedError(absl::StrCat("XML: ", what, " is over the limit of ", limit)),
        Place::Line(LineAt(text_, at_)));
  }

  bool LooksAt(absl::string_view what) const { return absl::StartsWith(text_.substr(at_), what); }
  bool Consume(absl::string_view what) {
    if (!LooksAt(what)) return false;
    at_ += what.size();
    return true;
  }
  bool SkipBlanks() {
    const size_t before = at_;
    at_ = std::min(text_.find_first_not_of(kBlanks, at_), text_.size());
    return at_ > before;
  }
  absl::string_view TakeName();
  std::optional<absl::string_view> TakeQuoted();

  const absl::string_view text_;
  size_t at_ = 0;
  bool seen_root_ = false;
  std::vector<Open> open_;
  std::vector<absl::string_view> prefixes_;    // declared where the scanner stands
  std::vector<absl::string_view> attributes_;  // of the start tag where the scanner stands
  size_t open_attributes_ = 0;
  XmlShape shape_;
};

absl::string_view Scanner::TakeName() {
  if (at_ == text_.size() || !IsNameStart(text_[at_])) return {};
  const size_t start = at_;
  while (at_ < text_.size() && IsNameCharacter(text_[at_])) ++at_;
  return text_.substr(start, at_ - start);
}

// What stands between quotation marks of either kind.
std::optional<absl::string_view> Scanner::TakeQuoted() {
  if (!LooksAt("\"") && !LooksAt("'")) return std::nullopt;
  const size_t end = text_.find(text_[at_], at_ + 1);
  if (end == absl::string_view::npos) return std::nullopt;
  const absl::string_view value = text_.substr(at_ + 1, end - at_ - 1);
  at_ = end + 1;
  return value;
}

absl::Status Scanner::Count(size_t* counter) {
  ++*counter;
  if (shape_.elements + shape_.attributes + shape_.texts <= kMaxXmlItems) return absl::OkStatus();
  return TooMuch("the number of elements, attributes and pieces of text", kMaxXmlItems);
}

absl::StatusOr<XmlShape> Scanner::Scan() {
  if (const size_t bad = FindBadCharacter(text_); bad != absl::string_view::npos) {
    return ErrorAt(bad, "a character that no XML document may hold");
  }
  if (absl::Status status = ScanDeclaration(); !status.ok()) return status;
  while (at_ < text_.size()) {
    if (absl::Status status = ScanText(std::min(text_.find('<', at_), text_.size()));
        !status.ok()) {
      return status;
    }
    if (at_ == text_.size()) break;
    if (absl::Status status = ScanMarkup(); !status.ok()) return status;
  }
  if (!open_.empty()) {
    return Error(absl::StrCat("the file ends inside the element ", Shown(open_.back().name)));
  }
  if (!seen_root_) return Error("the file holds no element");
  return shape_;
}

absl::Status Scanner::ScanMarkup() {
  if (LooksAt("<!--")) return ScanComment();
  if (LooksAt("<?")) return ScanInstruction();
  if (LooksAt("<![CDATA[")) return ScanCdata();
  if (LooksAt("<!DOCTYPE")) {
    return Error("a document type declaration (DOCTYPE), which may define entities, is refused");
  }
  if (LooksAt("<!")) return Error("neither a comment nor a CDATA section");
  if (LooksAt("</")) return ScanEndTag();
  return ScanStartTag();
}

// XMLDecl of XML 1.0 2.8; its encoding is only told.
absl::Status Scanner::ScanDeclaration() {
  if (!LooksAt("<?xml") || (text_.size() > 5 && IsNameCharacter(text_[5]))) return absl::OkStatus();
  at_ += 5;
  constexpr absl::string_view kNames[] = {"version", "encoding", "standalone"};
  size_t next = 0;  // in kNames, whose order is fixed
  while (SkipBlanks() && !LooksAt("?>")) {
    const absl::string_view name = TakeName();
    while (next < 3 && kNames[next] != name && next != 0) ++next;
    if (next == 3 || kNames[next] != name) return Error("not an XML declaration");
    SkipBlanks();
    if (!Consume("=")) return Error("not an XML declaration");
    SkipBlanks();
    const auto value = TakeQuoted();
    if (!value.has_value()) return Error("not an XML declaration");
    if (next == 0 && *value != "1.0") {
      return AtPlace(absl::UnimplementedError(
                         absl::StrCat("XML: version ", Shown(*value), " is not supported")),
                     Place::Line(1));
    }
    if (next == 1 && !IsEncodingName(*value)) {
      return Error(absl::StrCat(Shown(*value), " is no name of an encoding"));
    }
    if (next == 1) shape_.declared_encoding = *value;
    if (next == 2 && *value != "yes" && *value != "no") {
      return Error(absl::StrCat("standalone is ", Shown(*value), ", neither yes nor no"));
    }
    ++next;
  }
  if (next == 0 || !Consume("?>")) return Error("not an XML declaration");
  return absl::OkStatus();
}

// Characters up to `end`, which markup or the end of the file follows.
absl::Status Scanner::ScanText(size_t end) {
  const absl::string_view run = text_.substr(at_, end - at_);
  if (open_.empty()) {
    SkipBlanks();
    if (at_ == end) return absl::OkStatus();
    return Error(seen_root_ ? "text after the root element" : "text before the root element");
  }
  if (const size_t stray = run.find("]]>"); stray != absl::string_view::npos) {
    return ErrorAt(at_ + stray, "`]]>` outside a CDATA section");
  }
  if (absl::Status status = ScanReferences(at_, end); !status.ok()) return status;
  at_ = end;
  return run.empty() ? absl::OkStatus() : Count(&shape_.texts);
}

absl::Status Scanner::ScanReferences(size_t from, size_t to) const {
  const absl::string_view run = text_.substr(0, to);
  for (size_t at = run.find('&', from); at != absl::string_view::npos; at = run.find('&', at + 1)) {
    const absl::string_view rest = run.substr(at + 1);
    // No reference that counts is longer; leading zeros may be, up to a point.
    const size_t end = rest.substr(0, 32).find(';');
    if (end == absl::string_view::npos) return ErrorAt(at, "`&` without `;`");
    absl::string_view name = rest.substr(0, end);
    if (absl::ConsumePrefix(&name, "#")) {
      if (!IsCharacterReference(name)) {
        return ErrorAt(at, absl::StrCat("`&#", Shown(name), ";` is no character"));
      }
    } else if (!IsPredefinedEntity(name)) {
      return ErrorAt(at, absl::StrCat("the entity `&", Shown(name),
                                      ";` is not a predefined one; others are refused"));
    }
  }
  return absl::OkStatus();
}

absl::Status Scanner::ScanComment() {
  const size_t dashes = text_.find("--", at_ + 4);
  if (dashes == absl::string_view::npos) return Error("the file ends inside a comment");
  if (!absl::StartsWith(text_.substr(dashes), "-->")) {
    return ErrorAt(dashes, "`--` inside a comment");
  }
  at_ = dashes + 3;
  return absl::OkStatus();
}

absl::Status Scanner::ScanInstruction() {
  const size_t start = at_;
  at_ += 2;
  const absl::string_view target = TakeName();
  if (target.empty()) return ErrorAt(start, "a processing instruction without name");
  if (absl::EqualsIgnoreCase(target, "xml")) {
    return ErrorAt(start, "an XML declaration that is not at the beginning of the file");
  }
  const bool has_data = SkipBlanks();
  if (!has_data && !LooksAt("?>")) return ErrorAt(start, "not a processing instruction");
  const size_t end = text_.find("?>", at_);
  if (end == absl::string_view::npos) {
    return ErrorAt(start, "the file ends inside a processing instruction");
  }
  at_ = end + 2;
  return absl::OkStatus();
}

absl::Status Scanner::ScanCdata() {
  if (open_.empty()) return Error("a CDATA section outside the root element");
  const size_t end = text_.find("]]>", at_);
  if (end == absl::string_view::npos) return Error("the file ends inside a CDATA section");
  at_ = end + 3;
  return Count(&shape_.texts);
}

absl::Status Scanner::DeclarePrefix(absl::string_view name, absl::string_view uri) {
  if (PrefixOf(name) != "xmlns") return absl::OkStatus();
  const absl::string_view prefix = name.substr(sizeof "xmlns");
  if (uri.empty() || prefix == "xmlns" || (prefix == "xml" && uri != kXmlNamespace)) {
    return Error(absl::StrCat("the prefix ", Shown(prefix), " can't be declared like this"));
  }
  prefixes_.push_back(prefix);
  return absl::OkStatus();
}

absl::Status Scanner::CheckPrefix(absl::string_view name) const {
  const size_t colon = name.find(':');
  if (colon == absl::string_view::npos) return absl::OkStatus();
  if (colon + 1 == name.size() || !IsNameStart(name[colon + 1]) ||
      name.find(':', colon + 1) != absl::string_view::npos) {
    return Error(absl::StrCat(Shown(name), " is no name with one prefix"));
  }
  const absl::string_view prefix = name.substr(0, colon);
  if (prefix == "xml" || prefix == "xmlns" ||
      std::find(prefixes_.begin(), prefixes_.end(), prefix) != prefixes_.end()) {
    return absl::OkStatus();
  }
  return Error(absl::StrCat("the prefix of ", Shown(name), " is not declared"));
}

absl::Status Scanner::ScanAttribute() {
  const absl::string_view name = TakeName();
  if (name.empty()) return Error("neither an attribute nor the end of the tag");
  if (std::find(attributes_.begin(), attributes_.end(), name) != attributes_.end()) {
    return Error(absl::StrCat("the attribute ", Shown(name), " stands twice"));
  }
  attributes_.push_back(name);
  if (++open_attributes_ > kMaxXmlOpenAttributes) {
    return TooMuch("the number of attributes of an element and those around it",
                   kMaxXmlOpenAttributes);
  }
  SkipBlanks();
  if (!Consume("=")) return Error(absl::StrCat("no `=` after the attribute ", Shown(name)));
  SkipBlanks();
  const size_t start = at_ + 1;
  const auto value = TakeQuoted();
  if (!value.has_value()) {
    return Error(absl::StrCat("no value in quotation marks for the attribute ", Shown(name)));
  }
  if (absl::StrContains(*value, '<')) return Error("`<` in the value of an attribute");
  if (absl::Status status = ScanReferences(start, start + value->size()); !status.ok()) {
    return status;
  }
  if (absl::Status status = DeclarePrefix(name, *value); !status.ok()) return status;
  return Count(&shape_.attributes);
}

absl::Status Scanner::ScanStartTag() {
  if (open_.empty() && seen_root_) return Error("an element after the root element");
  seen_root_ = true;
  ++at_;
  const absl::string_view name = TakeName();
  if (name.empty()) return Error("`<` that begins no tag");
  if (open_.size() == kMaxXmlDepth) return TooMuch("the depth of elements", kMaxXmlDepth);
  attributes_.clear();
  const size_t prefixes = prefixes_.size();
  while (SkipBlanks() && !LooksAt("/") && !LooksAt(">")) {
    if (absl::Status status = ScanAttribute(); !status.ok()) return status;
  }
  if (absl::Status status = CheckPrefix(name); !status.ok()) return status;
  if (PrefixOf(name) == "xmlns") return Error("an element with the prefix xmlns");
  for (const absl::string_view attribute : attributes_) {
    if (absl::Status status = CheckPrefix(attribute); !status.ok()) return status;
  }
  if (absl::Status status = Count(&shape_.elements); !status.ok()) return status;
  if (Consume("/>")) {
    open_attributes_ -= attributes_.size();
    prefixes_.resize(prefixes);
    return absl::OkStatus();
  }
  if (!Consume(">")) return Error(absl::StrCat("the tag of ", Shown(name), " does not end"));
  open_.push_back({name, attributes_.size(), prefixes});
  return absl::OkStatus();
}

absl::Status Scanner::ScanEndTag() {
  const size_t start = at_;
  at_ += 2;
  const absl::string_view name = TakeName();
  if (open_.empty() || name != open_.back().name) {
    return ErrorAt(start,
                   absl::StrCat("the end of ", Shown(name), " where ",
                                open_.empty() ? "nothing" : Shown(open_.back().name), " is open"));
  }
  SkipBlanks();
  if (!Consume(">")) return ErrorAt(start, "an end tag without `>`");
  open_attributes_ -= open_.back().attributes;
  prefixes_.resize(open_.back().prefixes);
  open_.pop_back();
  return absl::OkStatus();
}

}  // namespace

size_t LineAt(absl::string_view text, size_t offset) {
  const absl::string_view before = text.substr(0, offset);
  return static_cast<size_t>(std::count(before.begin(), before.end(), '\n')) + 1;
}

absl::StatusOr<XmlShape> ScanXml(absl::string_view text) { return Scanner(text).Scan(); }

}  // namespace ntlmatrix::policy
