// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/store_lines.h"

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

namespace ntlmatrix::policy {
absl::Status StoreLines::Next() {
  ++number_;
  from_line_ = rest_;
  const size_t line_end = rest_.find('\n');
  cut_off_ = line_end == absl::string_view::npos;
  line_ = rest_.substr(0, line_end);
  rest_ = cut_off_ ? absl::string_view() : rest_.substr(line_end + 1);
  if (line_.size() > max_line_) {
    return AtPlace(absl::ResourceExhaustedError(absl::StrCat(
                       "a line of ", line_.size(), " bytes is over the limit of ", max_line_)),
                   place());
  }
  absl::ConsumeSuffix(&line_, "\r");
  if (absl::StrContains(line_, '\r')) {
    return AtPlace(absl::InvalidArgumentError("carriage return without line feed"), place());
  }
  return absl::OkStatus();
}

void StoreLines::StepBack() {
  rest_ = from_line_;
  --number_;
}

}  // namespace ntlmatrix::policy
