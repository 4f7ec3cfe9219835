// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/nessus_item.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

#include "parsers/checker/checker_text.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::checker {
namespace {

using policy::Shown;

std::string Unquoted(absl::string_view text) {
  text = TrimBlanks(text);
  if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') &&
      text.back() == text.front()) {
    text = text.substr(1, text.size() - 2);
  }
  return std::string(text);
}

struct CheckType {
  absl::string_view name;
  Operator number;
  std::optional<Operator> text;
};

constexpr CheckType kCheckTypes[] = {
    {"CHECK_EQUAL", Operator::kEquals, Operator::kEqualsText},
    {"CHECK_NOT_EQUAL", Operator::kNotEquals, Operator::kNotEqualsText},
    {"CHECK_GREATER_THAN", Operator::kGreater, std::nullopt},
    {"CHECK_GREATER_THAN_OR_EQUAL", Operator::kAtLeast, std::nullopt},
    {"CHECK_LESS_THAN", Operator::kLess, std::nullopt},
    {"CHECK_LESS_THAN_OR_EQUAL", Operator::kAtMost, std::nullopt},
};

// Splits at an operator outside of quotation marks.
std::vector<absl::string_view> SplitAt(absl::string_view text, absl::string_view op) {
  std::vector<absl::string_view> parts;
  char quote = '\0';
  size_t from = 0;
  for (size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    if (quote != '\0') {
      if (c == quote) quote = '\0';
    } else if (c == '"' || c == '\'') {
      quote = c;
    } else if (absl::StartsWith(text.substr(at), op)) {
      parts.push_back(text.substr(from, at - from));
      from = at + op.size();
      at = from - 1;
    }
  }
  parts.push_back(text.substr(from));
  return parts;
}

// The comparison with one operand of value_data: a number or a range.
Term NumberTerm(const CheckType& type, absl::string_view written) {
  Term term;
  term.op = type.number;
  term.operand = Unquoted(written);
  absl::string_view range = term.operand;
  const size_t dots = range.find("..");
  if (absl::StartsWith(range, "[") && absl::EndsWith(range, "]") &&
      dots != absl::string_view::npos) {
    const std::string low(TrimBlanks(range.substr(1, dots - 1)));
    const std::string high(TrimBlanks(range.substr(dots + 2, range.size() - dots - 3)));
    term.negated = type.number == Operator::kNotEquals;
    term.op = Operator::kInRange;
    term.operand = low;
    term.upper = high;
  }
  return term;
}

void SetTerms(const NessusItem& item, RegistryTest* test) {
  const std::string name = item.Has("check_type") ? item.Text("check_type") : "CHECK_EQUAL";
  const auto* type = std::find_if(std::begin(kCheckTypes), std::end(kCheckTypes),
                                  [&](const CheckType& one) { return one.name == name; });
  if (type == std::end(kCheckTypes)) {
    test->problem = absl::StrCat("check_type ", Shown(name), " is not known for a number");
    return;
  }
  const std::string raw = item.Raw("value_data");
  const std::vector<absl::string_view> either = SplitAt(raw, "||");
  const std::vector<absl::string_view> both = SplitAt(raw, "&&");
  if (either.size() > 1 && both.size() > 1) {
    test->problem = "`||` and `&&` in one value_data";
    return;
  }
  // Not equal to either is what a list of numbers that must not be there means.
  test->any = both.size() == 1 && type->number != Operator::kNotEquals;
  for (const absl::string_view one : both.size() > 1 ? both : either) {
    test->terms.push_back(NumberTerm(*type, one));
    const std::string& operand = test->terms.back().operand;
    if (absl::StartsWith(operand, "@") && absl::EndsWith(operand, "@")) {
      test->problem = absl::StrCat("the expected value is the variable ", Shown(operand));
    }
  }
}

// Prose may speak of a setting that the item does not test.
bool IsProse(absl::string_view key) {
  constexpr absl::string_view kProse[] = {"info", "solution", "reference", "see_also"};
  return std::any_of(std::begin(kProse), std::end(kProse),
                     [&](absl::string_view one) { return absl::EqualsIgnoreCase(one, key); });
}

void SetSetting(const NessusItem& item, RegistryTest* test) {
  SplitRegistryPath(item.Text("reg_key"), test);
  test->name = item.Text("reg_item");
  test->written = item.Raw("value_data");
  const std::string type = item.Text("value_type");
  const std::string option = item.Text("reg_option");
  if (option == "CAN_BE_NULL") {
    test->absence = Absence::kPasses;
  } else if (!option.empty() && option != "CAN_NOT_BE_NULL") {
    test->problem = absl::StrCat("reg_option ", Shown(option), " is not known here");
  }
  for (const absl::string_view needed : {"reg_key", "reg_item", "value_data", "value_type"}) {
    const auto count = std::count_if(
        item.fields.begin(), item.fields.end(),
        [&](const NessusItem::Field& field) { return absl::EqualsIgnoreCase(field.key, needed); });
    if (count == 0) test->problem = absl::StrCat("the item has no ", needed);
    if (count > 1) test->problem = absl::StrCat("the item has several fields ", needed);
  }
  if (!test->problem.empty()) return;
  if (type != "POLICY_DWORD") {
    test->problem = absl::StrCat("value_type ", Shown(type), "; the value is a POLICY_DWORD");
    return;
  }
  if (item.Has("reg_enum") || item.Has("reg_ignore_hku_users")) {
    test->problem = "the item enumerates keys";
    return;
  }
  SetTerms(item, test);
}

void SetExistence(const NessusItem& item, RegistryTest* test) {
  SplitRegistryPath(item.Text("value_data"), test);
  test->name = item.Text("key_item");
  const std::string option = item.Text("reg_option");
  test->written = option;
  test->negated = option == "MUST_NOT_EXIST";
  if (!test->negated && option != "MUST_EXIST") {
    test->problem = absl::StrCat("reg_option ", Shown(option), " is not known here");
  }
}

}  // namespace

std::string NessusItem::Raw(absl::string_view key) const {
  for (const Field& field : fields) {
    if (absl::EqualsIgnoreCase(field.key, key)) return field.value;
  }
  return "";
}

std::string NessusItem::Text(absl::string_view key) const { return Unquoted(Raw(key)); }

bool NessusItem::Has(absl::string_view key) const {
  return std::any_of(fields.begin(), fields.end(),
                     [&](const Field& field) { return absl::EqualsIgnoreCase(field.key, key); });
}

RegistryTest TestOf(const NessusItem& item) {
  RegistryTest test;
  test.where = item.where;
  const std::string type = item.Text("type");
  if (type == "REGISTRY_SETTING") {
    SetSetting(item, &test);
  } else if (type == "REG_CHECK") {
    SetExistence(item, &test);
  } else {
    test.problem =
        type.empty() ? "a predefined item" : absl::StrCat("an item of type ", Shown(type));
    for (const NessusItem::Field& field : item.fields) {
      if (!IsProse(field.key)) absl::StrAppend(&test.written, field.value, "\n");
    }
  }
  return test;
}

}  // namespace ntlmatrix::checker
