// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_CSV_ROW_H_
#define NTLMATRIX_PARSERS_CHECKER_CSV_ROW_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::checker {

// One row of comma-separated values, RFC 4180, or of values with another separator.
struct CsvRow {
  std::vector<std::string> fields;
  uint64_t line = 0;               // on which it begins, from 1
  bool text_behind_quote = false;  // a field goes on behind its closing quote
  bool has_line_end = false;
};

// Takes rows off the front of a text.
class CsvReader {
 public:
  static constexpr size_t kMaxFields = 256;

  explicit CsvReader(absl::string_view text, char delimiter = ',')
      : rest_(text), delimiter_(delimiter) {}

  bool done() const { return rest_.empty(); }

  // InvalidArgument, at the line of the row, where a quote does not end; ResourceExhausted over a
  // limit.
  absl::Status Read(CsvRow* row);

 private:
  absl::Status ReadField(CsvRow* row);

  absl::string_view rest_;
  char delimiter_;
  uint64_t line_ = 1;
};

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_CSV_ROW_H_
