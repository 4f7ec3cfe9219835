// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/impact/event_formats.h"
#include "parsers/checker/csv_row.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::impact {
namespace {

using checker::CsvReader;
using checker::CsvRow;
using policy::AtPlace;
using policy::Place;

// Windows PowerShell puts the type of the objects into a first line.
constexpr absl::string_view kTypeLine = "#TYPE ";

absl::string_view FirstLine(absl::string_view text) { return text.substr(0, text.find('\n')); }

absl::string_view HeadingLine(absl::string_view text) {
  if (!absl::StartsWith(text, kTypeLine)) return FirstLine(text);
  const size_t end = text.find('\n');
  return end == absl::string_view::npos ? absl::string_view() : FirstLine(text.substr(end + 1));
}

// What a list separator is depends on the country.
char DelimiterOf(absl::string_view heading) {
  char best = ',';
  for (const char candidate : {';', '\t'}) {
    if (std::count(heading.begin(), heading.end(), candidate) >
        std::count(heading.begin(), heading.end(), best)) {
      best = candidate;
    }
  }
  return best;
}

std::vector<std::optional<EventField>> ColumnsOf(const CsvRow& heading) {
  std::vector<std::optional<EventField>> columns;
  for (const std::string& field : heading.fields) {
    const absl::string_view name = absl::StripAsciiWhitespace(field);
    columns.push_back(absl::EqualsIgnoreCase(name, "Id") ? EventField::kId : EventFieldOf(name));
  }
  return columns;
}

absl::Status ReadRow(const CsvRow& row, const std::vector<std::optional<EventField>>& columns,
                     RawEventSink sink) {
  if (row.fields.size() < columns.size()) {
    return absl::InvalidArgumentError(absl::StrCat("a row with ", row.fields.size(), " of ",
                                                   columns.size(), " fields: cut off?"));
  }
  if (row.text_behind_quote) {
    return absl::InvalidArgumentError("a field goes on behind its closing quote");
  }
  if (!row.has_line_end) {
    return absl::InvalidArgumentError("the last row has no line end: cut off?");
  }
  RawEvent raw;
  raw.line = row.line;
  for (size_t i = 0; i < row.fields.size(); ++i) {
    // Event Viewer writes the message behind the last column that its heading names.
    const auto column = i < columns.size() ? columns[i] : EventField::kMessage;
    if (column) raw.Add(*column, row.fields[i]);
  }
  sink(raw);
  return absl::OkStatus();
}

}  // namespace

bool LooksLikeEventCsv(absl::string_view text) {
  const absl::string_view line = HeadingLine(text);
  CsvRow heading;
  CsvReader reader(line, DelimiterOf(line));
  if (!reader.Read(&heading).ok() || heading.fields.size() < 2) return false;
  const auto columns = ColumnsOf(heading);
  return std::find(columns.begin(), columns.end(), EventField::kId) != columns.end();
}

absl::Status ReadEventCsv(absl::string_view text, RawEventSink sink) {
  CsvReader reader(text, DelimiterOf(HeadingLine(text)));
  CsvRow row;
  absl::Status status = reader.Read(&row);
  if (status.ok() && absl::StartsWith(text, kTypeLine)) status = reader.Read(&row);
  if (!status.ok()) return status;
  if (!row.has_line_end) return absl::InvalidArgumentError("a heading without line end: cut off?");
  const auto columns = ColumnsOf(row);
  while (!reader.done()) {
    if (status = reader.Read(&row); !status.ok()) return status;
    if (row.fields.size() == 1 && row.fields.front().empty()) continue;  // an empty line
    status = AtPlace(ReadRow(row, columns, sink), Place::Line(row.line));
    if (!status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace ntlmatrix::impact
