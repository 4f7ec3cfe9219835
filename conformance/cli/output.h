// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_
#define NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_

#include <string>

#include "absl/strings/string_view.h"

#include "conformance/documents.h"

namespace ntlmatrix::cli {

// What lines of text are broken to; a word that is longer stays whole.
inline constexpr size_t kTextWidth = 100;

// The text in lines of at most kTextWidth columns. The first line starts with `first`, the others
// with as many blanks.
std::string Wrapped(absl::string_view first, absl::string_view text);

// A citation as two lines or more: document and section, then the quote.
std::string CitationText(absl::string_view indent, const conformance::Citation& citation);

// Writes a report to a file, or to standard output where the path is "-". On failure says why on
// standard error and returns false.
bool WriteReport(const std::string& path, absl::string_view report);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_
