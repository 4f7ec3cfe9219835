// SPDX-License-Identifier: Apache-2.0

#include "parsers/checker/csv_row.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/checker/checker_format.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::checker {

absl::Status CsvReader::ReadField(CsvRow* row) {
  std::string field;
  const bool quoted = absl::ConsumePrefix(&rest_, "\"");
  if (quoted) {
    while (true) {
      const size_t quote = rest_.find('"');
      if (quote == absl::string_view::npos) {
        return absl::InvalidArgumentError("a field with an opening quote and no closing one");
      }
      absl::StrAppend(&field, rest_.substr(0, quote));
      rest_.remove_prefix(quote + 1);
      if (!absl::ConsumePrefix(&rest_, "\"")) break;
      field.push_back('"');
    }
    line_ += static_cast<uint64_t>(std::count(field.begin(), field.end(), '\n'));
  }
  const char ends[] = {delimiter_, '\n'};
  const size_t end = std::min(rest_.find_first_of(absl::string_view(ends, 2)), rest_.size());
  absl::string_view plain = rest_.substr(0, end);
  rest_.remove_prefix(end);
  if (rest_.empty() || rest_.front() == '\n') absl::ConsumeSuffix(&plain, "\r");
  row->text_behind_quote |= quoted && !plain.empty();
  absl::StrAppend(&field, plain);
  if (field.size() > kMaxCheckerField) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "a field of ", field.size(), " bytes is over the limit of ", kMaxCheckerField));
  }
  row->fields.push_back(std::move(field));
  return absl::OkStatus();
}

absl::Status CsvReader::Read(CsvRow* row) {
  *row = {};
  row->line = line_;
  do {
    absl::Status status = ReadField(row);
    if (status.ok() && row->fields.size() > kMaxFields) {
      status = absl::ResourceExhaustedError(absl::StrCat("more than ", kMaxFields, " fields"));
    }
    if (!status.ok()) return policy::AtPlace(status, policy::Place::Line(row->line));
  } while (absl::ConsumePrefix(&rest_, absl::string_view(&delimiter_, 1)));
  row->has_line_end = absl::ConsumePrefix(&rest_, "\n");
  ++line_;
  return absl::OkStatus();
}

}  // namespace ntlmatrix::checker
