// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_EXPECTED_EXPECTED_FILE_H_
#define NTLMATRIX_CONFORMANCE_EXPECTED_EXPECTED_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/time/civil_time.h"

#include "conformance/judge.h"
#include "conformance/terms.h"

namespace ntlmatrix::expected {

inline constexpr size_t kMaxExpectedFileSize = size_t{1} << 20;

// What a proposed line has for a reason until a person has written one.
inline constexpr absl::string_view kNoReason = "TODO: why";

// A known deviation of a subject: results of one check that end in one way.
struct ExpectedLine {
  std::vector<std::string> tests;  // names or globs, fnmatch with FNM_EXTMATCH; one or more
  conformance::Check check = conformance::Check::kVerdict;
  conformance::Outcome outcome = conformance::Outcome::kFail;  // see IsDeviation()
  std::string reason;
  std::string link = {};  // of the implementation's own issue, https; "" where there is none
  absl::CivilDay reviewed;
  size_t place = 0;  // the line of the file's text on which it starts, from 1
};

// The known deviations of one subject in one version.
struct ExpectedFile {
  std::string subject;  // by its name on the command line
  std::string implementation;
  std::string version;
  std::vector<ExpectedLine> lines;
};

// Whether an outcome is one that a line may expect: fail, broke, unsupported or cannot-require. The
// last three are outcomes of the check `verdict` alone.
bool IsDeviation(conformance::Outcome outcome);

// Reads a file of known deviations, conformance/expected.schema.json: JSON in UTF-8.
//
// InvalidArgument with JSON pointer and reason ("/lines/3/check: ...") for anything that the schema
// does not know, a member that stands twice, a day that is none, and a reason that nobody has
// written; ResourceExhausted above kMaxExpectedFileSize bytes.
absl::StatusOr<ExpectedFile> ParseExpectedFile(absl::string_view text);

// The file as JSON, with a line break at its end.
std::string ExpectedFileText(const ExpectedFile& file);

}  // namespace ntlmatrix::expected

#endif  // NTLMATRIX_CONFORMANCE_EXPECTED_EXPECTED_FILE_H_
