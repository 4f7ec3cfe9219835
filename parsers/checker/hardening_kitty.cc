// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/hardening_kitty.h"

#include <array>
#include <optional>
#include <string>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "parsers/checker/checker_format.h"
#include "parsers/checker/checker_text.h"
#include "parsers/checker/csv_row.h"

namespace ntlmatrix::checker {
namespace {

using policy::Place;
using policy::Shown;

enum Column : size_t {
  kId,
  kName,
  kMethod,
  kPath,
  kItem,
  kDefault,
  kRecommended,
  kOperator,
  kColumns,
};

struct ColumnName {
  absl::string_view name;
  bool needed;
};

constexpr std::array<ColumnName, kColumns> kColumnNames = {{
    {"ID", false},
    {"Name", false},
    {"Method", true},
    {"RegistryPath", true},
    {"RegistryItem", true},
    {"DefaultValue", false},
    {"RecommendedValue", true},
    {"Operator", true},
}};

// Fills the terms of a test; false for an operator that the script does not know.
bool SetOperator(absl::string_view op, const std::string& operand, RegistryTest* test) {
  const auto term = [&](Operator what, std::string text) {
    Term one;
    one.op = what;
    one.operand = std::move(text);
    test->terms.push_back(std::move(one));
    return true;
  };
  if (op == "=") return term(Operator::kEqualsText, operand);
  if (op == "!=") return term(Operator::kNotEqualsText, operand);
  if (op == "<=") return term(Operator::kAtMost, operand);
  if (op == ">=") return term(Operator::kAtLeast, operand);
  if (op == "<=!0") return term(Operator::kAtMost, operand) && term(Operator::kNotEquals, "0");
  if (absl::EqualsIgnoreCase(op, "contains")) return term(Operator::kContainsText, operand);
  if (op == "=|0") {
    // No text at all is what an absent value with an empty default gives.
    test->any = true;
    return term(Operator::kEqualsText, operand) && term(Operator::kEqualsText, "");
  }
  return false;
}

class Reader {
 public:
  Reader(CheckerRuleSink rules, policy::PolicyFindingSink findings) : sinks_(rules, findings) {}

  absl::Status ReadText(absl::string_view text) {
    CsvReader rows(text);
    CsvRow row;
    if (absl::Status status = rows.Read(&row); !status.ok()) return status;
    if (absl::Status status = ReadHeader(row); !status.ok()) return status;
    while (!rows.done()) {
      if (absl::Status status = rows.Read(&row); !status.ok()) return status;
      if (absl::Status status = ReadRow(row); !status.ok()) return status;
    }
    return absl::OkStatus();
  }

 private:
  absl::Status ReadHeader(const CsvRow& row);
  absl::Status ReadRow(const CsvRow& row);
  absl::Status DeliverRule(const CsvRow& row);
  absl::Status Report(const CsvRow& row, absl::string_view id, std::string message,
                      std::string fix) {
    return sinks_.Report(
        {id, Severity::kError, std::move(message), std::move(fix), Place::Line(row.line)});
  }
  std::string Field(const CsvRow& row, Column column) const {
    const std::optional<size_t>& at = columns_[column];
    return at.has_value() ? row.fields[*at] : std::string();
  }

  CheckerSinks sinks_;
  size_t width_ = 0;
  bool last_column_counts_ = false;
  std::array<std::optional<size_t>, kColumns> columns_;
};

absl::Status Reader::ReadHeader(const CsvRow& row) {
  width_ = row.fields.size();
  for (size_t i = 0; i < width_; ++i) {
    for (size_t column = 0; column < kColumns; ++column) {
      if (!absl::EqualsIgnoreCase(row.fields[i], kColumnNames[column].name)) continue;
      if (columns_[column].has_value()) {
        return AtPlace(absl::InvalidArgumentError(
                           absl::StrCat("two columns are named ", kColumnNames[column].name)),
                       Place::Line(1));
      }
      columns_[column] = i;
      last_column_counts_ = i + 1 == width_;
    }
  }
  for (size_t column = 0; column < kColumns; ++column) {
    if (columns_[column].has_value() || !kColumnNames[column].needed) continue;
    return AtPlace(absl::InvalidArgumentError(
                       absl::StrCat("not a finding list of HardeningKitty: no column is named ",
                                    kColumnNames[column].name)),
                   Place::Line(1));
  }
  if (row.has_line_end) return absl::OkStatus();
  return Report(row, "no-line-end",
                "the file ends in the row that names the columns; rows may be cut off",
                "compare with the original file");
}

absl::Status Reader::ReadRow(const CsvRow& row) {
  const bool blank = row.fields.size() == 1 && TrimBlanks(row.fields[0]).empty();
  if (blank) return absl::OkStatus();
  if (row.fields.size() != width_) {
    return Report(
        row, "fields",
        absl::StrCat("a row of ", row.fields.size(), " fields under ", width_, " columns; not read",
                     row.has_line_end ? "" : ", and perhaps cut off"),
        "give the row as many fields as there are columns, in quotation marks where a "
        "comma stands in one");
  }
  if (row.text_behind_quote) {
    return Report(row, "text-behind-quote", "text behind the closing quote of a field; not read",
                  "double the quotation marks inside of the field");
  }
  if (!row.has_line_end && last_column_counts_) {
    if (absl::Status status = Report(
            row, "no-line-end",
            "the last row has no line end; its last field, and rows after it, may be cut off",
            "compare with the original file, and end the last line");
        !status.ok()) {
      return status;
    }
  }
  return DeliverRule(row);
}

absl::Status Reader::DeliverRule(const CsvRow& row) {
  const std::string method = Field(row, kMethod);
  const std::string op = Field(row, kOperator);
  CheckerRule rule;
  rule.id = Field(row, kId);
  rule.title = Field(row, kName);
  rule.where = Place::Line(row.line);
  RegistryTest test;
  test.where = rule.where;
  SplitRegistryPath(Field(row, kPath), &test);
  test.name = Field(row, kItem);
  test.written = Field(row, kRecommended);
  test.arithmetic = Arithmetic::kSigned;
  test.absence = Absence::kComparesText;
  test.absent_text = Field(row, kDefault);
  if (!absl::EqualsIgnoreCase(method, "Registry")) {
    test.problem = absl::StrCat("Method ", Shown(method), " is not read here");
  } else if (!SetOperator(op, test.written, &test)) {
    test.problem =
        absl::StrCat("HardeningKitty has no operator `", Shown(op), "`; such a check never passes");
  }
  rule.tests.push_back(std::move(test));
  return sinks_.Deliver(rule);
}

}  // namespace

bool LooksLikeHardeningKitty(Bytes bytes) {
  const std::string head = absl::AsciiStrToLower(HeadText(bytes));
  const absl::string_view line = absl::string_view(head).substr(0, head.find('\n'));
  return absl::StrContains(line, "registryitem") && absl::StrContains(line, "recommendedvalue");
}

absl::Status ReadHardeningKitty(Bytes bytes, CheckerRuleSink rules,
                                policy::PolicyFindingSink findings) {
  Reader reader(rules, findings);
  return ReadCheckerText(bytes, [&](absl::string_view text) { return reader.ReadText(text); });
}

}  // namespace ntlmatrix::checker
