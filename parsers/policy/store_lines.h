// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_STORE_LINES_H_
#define NTLMATRIX_PARSERS_POLICY_STORE_LINES_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {

// The lines of a text that ends them in LF or CRLF, one after the other.
//
// Views into the text, which must outlive it.
class StoreLines {
 public:
  StoreLines(absl::string_view text, size_t max_line) : rest_(text), max_line_(max_line) {}

  // Whether no line follows.
  bool done() const { return rest_.empty(); }

  // Moves to the next line; past the end to an empty one that is cut off. A line over the limit is
  // ResourceExhausted, a carriage return inside it InvalidArgument, each with its place.
  absl::Status Next();

  // Makes the line the next one again. Not twice in a row.
  void StepBack();

  // The line without its end, and whether the text ends before that.
  absl::string_view line() const { return line_; }
  bool cut_off() const { return cut_off_; }
  Place place() const { return Place::Line(number_); }

  // The text from the beginning of the line, and behind it.
  absl::string_view from_line() const { return from_line_; }
  absl::string_view rest() const { return rest_; }

 private:
  absl::string_view rest_, from_line_, line_;
  size_t max_line_;
  uint64_t number_ = 0;
  bool cut_off_ = false;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_STORE_LINES_H_
