// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/nessus_audit.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "parsers/checker/checker_format.h"
#include "parsers/checker/checker_text.h"
#include "parsers/checker/nessus_item.h"

namespace ntlmatrix::checker {
namespace {

using policy::Place;
using policy::Shown;

constexpr absl::string_view kKeyCharacters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_";

// What may follow a closing quotation mark.
constexpr absl::string_view kBehindQuote = "\n|&)";

// What <then> or <else> of an <if> says.
struct Outcome {
  std::optional<bool> passes;  // from its <report>
  bool more = false;           // it holds more than reports
};

// An element that is open.
struct Element {
  std::string name;  // in lower case; "item" for <custom_item> too
  uint64_t line = 0;
  // Of an <if>:
  CheckerRule rule;  // its condition
  Outcome then;
  Outcome otherwise;
};

// `NAME attribute:"value"` between the angle brackets.
std::string Attribute(absl::string_view tag, absl::string_view name) {
  const size_t at = tag.find(absl::StrCat(" ", name));
  if (at == absl::string_view::npos) return "";
  absl::string_view rest = TrimBlanks(tag.substr(at + 1 + name.size()));
  if (!absl::ConsumePrefix(&rest, ":")) return "";
  rest = TrimBlanks(rest);
  if (rest.empty() || (rest.front() != '"' && rest.front() != '\'')) return "";
  const size_t end = rest.find(rest.front(), 1);
  return end == absl::string_view::npos ? "" : absl::AsciiStrToUpper(rest.substr(1, end - 1));
}

class Reader {
 public:
  Reader(CheckerRuleSink rules, policy::PolicyFindingSink findings) : sinks_(rules, findings) {}

  absl::Status ReadText(absl::string_view text);

 private:
  absl::Status ReadTag();
  absl::Status Open(absl::string_view tag);
  absl::Status Close(absl::string_view name);
  absl::Status ReadField();
  absl::Status EndItem();
  absl::Status EndIf(Element* element);
  void AddReport(absl::string_view tag);

  absl::Status Error(std::string message) const {
    return AtPlace(absl::InvalidArgumentError(std::move(message)), Place::Line(line_));
  }
  bool InItem() const {
    return !open_.empty() && (open_.back().name == "item" || open_.back().name == "report");
  }
  // The innermost <if>, and by which of its parts the reader got into it; null outside of one.
  Element* InnermostIf(absl::string_view* part);
  absl::string_view TakeLine();
  void Advance(size_t size);

  CheckerSinks sinks_;
  absl::string_view rest_;
  uint64_t line_ = 1;
  std::vector<Element> open_;
  NessusItem item_;
  bool seen_check_type_ = false;
  size_t tests_in_conditions_ = 0;
};

void Reader::Advance(size_t size) {
  const absl::string_view taken = rest_.substr(0, size);
  line_ += static_cast<uint64_t>(std::count(taken.begin(), taken.end(), '\n'));
  rest_.remove_prefix(taken.size());
}

absl::string_view Reader::TakeLine() {
  const size_t end = std::min(rest_.find('\n'), rest_.size());
  absl::string_view line = rest_.substr(0, end);
  Advance(end);
  absl::ConsumeSuffix(&line, "\r");
  return TrimBlanks(line);
}

absl::Status Reader::ReadText(absl::string_view text) {
  rest_ = text;
  while (true) {
    const size_t blanks = std::min(rest_.find_first_not_of(" \t\r\n"), rest_.size());
    Advance(blanks);
    if (rest_.empty()) break;
    absl::Status status;
    if (rest_.front() == '#') {
      TakeLine();
    } else if (seen_check_type_ && open_.empty()) {
      status = Error(absl::StrCat("after </check_type>, which ends the file: ", Shown(TakeLine())));
    } else if (rest_.front() == '<') {
      status = ReadTag();
    } else if (InItem()) {
      status = ReadField();
    } else {
      TakeLine();
    }
    if (!status.ok()) return status;
  }
  if (!open_.empty()) {
    return AtPlace(absl::InvalidArgumentError(absl::StrCat(
                       "the file ends inside <", Shown(open_.back().name), ">, which begins here")),
                   Place::Line(open_.back().line));
  }
  if (!seen_check_type_) {
    return absl::InvalidArgumentError("not a .audit file: it has no <check_type>");
  }
  return absl::OkStatus();
}

absl::Status Reader::ReadTag() {
  const size_t line_end = std::min(rest_.find('\n'), rest_.size());
  const size_t end = rest_.substr(0, line_end).find('>');
  if (end == absl::string_view::npos) return Error("`<` without `>` on its line");
  const absl::string_view tag = rest_.substr(1, end - 1);
  const absl::Status status =
      absl::StartsWith(tag, "/") ? Close(TrimBlanks(tag.substr(1))) : Open(tag);
  Advance(end + 1);
  return status;
}

absl::Status Reader::Open(absl::string_view tag) {
  if (open_.size() >= kMaxNessusDepth) {
    return AtPlace(absl::ResourceExhaustedError(
                       absl::StrCat("more than ", kMaxNessusDepth, " elements inside each other")),
                   Place::Line(line_));
  }
  if (InItem()) return Error(absl::StrCat("<", Shown(tag), "> inside an item"));
  Element element;
  element.name = absl::AsciiStrToLower(TrimBlanks(tag.substr(0, tag.find_first_of(": \t"))));
  if (element.name == "custom_item") element.name = "item";
  element.line = line_;
  if (element.name == "check_type") seen_check_type_ = true;
  if (element.name == "item" || element.name == "report") {
    item_ = {};
    item_.where = Place::Line(line_);
  }
  if (element.name == "report") AddReport(tag);
  if (element.name == "condition" && !open_.empty() && open_.back().name == "if") {
    Element& owner = open_.back();
    owner.rule.where = Place::Line(owner.line);
    owner.rule.combine = Attribute(tag, "type") == "OR" ? Combine::kAny : Combine::kAll;
    if (Attribute(tag, "auto") == "FAILED") owner.otherwise.passes = false;
  }
  open_.push_back(std::move(element));
  return absl::OkStatus();
}

absl::Status Reader::Close(absl::string_view name) {
  const std::string lower = absl::AsciiStrToLower(name);
  const absl::string_view wanted = lower == "custom_item" ? "item" : absl::string_view(lower);
  if (open_.empty() || open_.back().name != wanted) {
    return Error(absl::StrCat("</", Shown(name), "> closes nothing that is open",
                              open_.empty()
                                  ? ""
                                  : absl::StrCat("; <", Shown(open_.back().name), "> of line ",
                                                 open_.back().line, " is")));
  }
  Element element = std::move(open_.back());
  open_.pop_back();
  if (element.name == "item") return EndItem();
  if (element.name == "if") return EndIf(&element);
  if (element.name == "report") {
    absl::string_view part;
    Element* owner = InnermostIf(&part);
    if (owner != nullptr && owner->rule.title.empty()) {
      owner->rule.title = item_.Text("description");
    }
  }
  return absl::OkStatus();
}

Element* Reader::InnermostIf(absl::string_view* part) {
  for (size_t i = open_.size(); i-- > 0;) {
    if (open_[i].name == "if") return &open_[i];
    if (open_[i].name == "condition" || open_[i].name == "then" || open_[i].name == "else") {
      *part = open_[i].name;
    }
  }
  return nullptr;
}

void Reader::AddReport(absl::string_view tag) {
  absl::string_view part;
  Element* owner = InnermostIf(&part);
  if (owner == nullptr || (part != "then" && part != "else")) return;
  Outcome& outcome = part == "then" ? owner->then : owner->otherwise;
  outcome.passes = Attribute(tag, "type") == "PASSED";
}

absl::Status Reader::ReadField() {
  if (item_.fields.size() >= kMaxNessusFields) {
    return AtPlace(absl::ResourceExhaustedError(
                       absl::StrCat("an item of more than ", kMaxNessusFields, " fields")),
                   Place::Line(line_));
  }
  const uint64_t line = line_;
  const size_t key_end = std::min(rest_.find_first_not_of(kKeyCharacters), rest_.size());
  NessusItem::Field field;
  field.key = std::string(rest_.substr(0, key_end));
  Advance(key_end);
  Advance(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
  if (field.key.empty() || rest_.empty() || rest_.front() != ':') {
    const std::string shown = Shown(absl::StrCat(field.key, TakeLine()));
    return sinks_.Report({"not-a-field", Severity::kError,
                          absl::StrCat("not of the form name : value: ", shown),
                          "write name : value, or put text over several lines in quotation marks",
                          Place::Line(line)});
  }
  Advance(1);
  Advance(std::min(rest_.find_first_not_of(" \t"), rest_.size()));
  const absl::string_view value = rest_;
  size_t taken = 0;
  while (taken < value.size() && (value[taken] == '"' || value[taken] == '\'')) {
    // The quote ends where nothing but blanks or an operator follows on the line.
    const char quote = value[taken];
    size_t next = absl::string_view::npos;
    for (size_t at = value.find(quote, taken + 1);; at = value.find(quote, at + 1)) {
      if (at == absl::string_view::npos) {
        return Error(absl::StrCat("the value of ", Shown(field.key),
                                  " begins with a quotation mark and does not end"));
      }
      next = std::min(value.find_first_not_of(" \t\r", at + 1), value.size());
      if (next == value.size() || kBehindQuote.find(value[next]) != absl::string_view::npos) break;
    }
    taken = next;
    if (taken == value.size() || value[taken] == '\n') break;
    taken = std::min(value.find_first_not_of(" \t|&", taken), value.size());
  }
  taken = std::min(value.find('\n', taken), value.size());
  if (taken > kMaxCheckerField) {
    return AtPlace(absl::ResourceExhaustedError(absl::StrCat(
                       "a value of ", taken, " bytes is over the limit of ", kMaxCheckerField)),
                   Place::Line(line));
  }
  absl::string_view text = value.substr(0, taken);
  absl::ConsumeSuffix(&text, "\r");
  field.value = std::string(TrimBlanks(text));
  Advance(taken);
  item_.fields.push_back(std::move(field));
  return absl::OkStatus();
}

absl::Status Reader::EndItem() {
  RegistryTest test = TestOf(item_);
  absl::string_view part;
  Element* owner = InnermostIf(&part);
  if (owner != nullptr && part == "condition") {
    if (++tests_in_conditions_ > kMaxCheckerTests) {
      return AtPlace(absl::ResourceExhaustedError(
                         absl::StrCat("more than ", kMaxCheckerTests, " tests in conditions")),
                     test.where);
    }
    owner->rule.tests.push_back(std::move(test));
    return absl::OkStatus();
  }
  CheckerRule rule;
  rule.title = item_.Text(item_.Has("description") ? "description" : "name");
  rule.where = item_.where;
  if (owner != nullptr) {
    (part == "then" ? owner->then : owner->otherwise).more = true;
    rule.condition = absl::StrCat("only where the condition of the <if> of line ", owner->line,
                                  part == "then" ? " holds" : " does not hold");
  }
  rule.tests.push_back(std::move(test));
  return sinks_.Deliver(rule);
}

absl::Status Reader::EndIf(Element* element) {
  absl::string_view part;
  Element* owner = InnermostIf(&part);
  if (owner != nullptr && part == "then") owner->then.more = true;
  if (owner != nullptr && part == "else") owner->otherwise.more = true;
  if (element->rule.tests.empty()) return absl::OkStatus();
  const bool reports = !element->then.more && !element->otherwise.more &&
                       element->then.passes.has_value() && element->otherwise.passes.has_value() &&
                       *element->then.passes != *element->otherwise.passes;
  element->rule.precondition = !reports || part == "condition";
  element->rule.negated = reports && !*element->then.passes;
  if (owner != nullptr && part != "condition") {
    element->rule.condition =
        absl::StrCat("only where the condition of the <if> of line ", owner->line,
                     part == "then" ? " holds" : " does not hold");
  }
  return sinks_.Deliver(element->rule);
}

}  // namespace

bool LooksLikeNessusAudit(Bytes bytes) {
  const std::string head = absl::AsciiStrToLower(HeadText(bytes));
  for (const absl::string_view line : absl::StrSplit(head, '\n')) {
    if (absl::StartsWith(TrimBlanks(line), "<check_type")) return true;
  }
  return false;
}

absl::Status ReadNessusAudit(Bytes bytes, CheckerRuleSink rules,
                             policy::PolicyFindingSink findings) {
  Reader reader(rules, findings);
  return ReadCheckerText(bytes, [&](absl::string_view text) { return reader.ReadText(text); });
}

}  // namespace ntlmatrix::checker
