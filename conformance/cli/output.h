// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_
#define NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_

#include <cstdio>
#include <string>

#include "absl/strings/string_view.h"

#include "conformance/cli/exit_status.h"
#include "conformance/documents.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::cli {

// A citation as two lines or more: document and section, then the quote.
std::string CitationText(absl::string_view indent, const conformance::Citation& citation);

// Prints a message on standard error as one line, "ntlmatrix: MESSAGE", fit for a terminal.
void PrintError(absl::string_view message);

// Where standard input, output or error is closed, puts a stream in its place of which every use
// fails, so that no file that is opened later becomes it.
void ReserveStandardStreams();

// A report that is written in pieces to a file, or to standard output where the path is "-".
//
// Both functions say why on standard error when they fail, once, and return false.
class ReportFile {
 public:
  explicit ReportFile(std::string path);
  ~ReportFile();
  ReportFile(const ReportFile&) = delete;
  ReportFile& operator=(const ReportFile&) = delete;

  bool Write(absl::string_view text);

  // Only then all of it is certain to be written.
  bool Close();

 private:
  bool Fail();

  std::string path_;
  std::FILE* file_;
  bool failed_ = false;
};

// Writes a report to a file, or to standard output where the path is "-". On failure says why on
// standard error and returns false.
bool WriteReport(const std::string& path, absl::string_view report);

// The same for a command that ends with it: kAsExpected, or kInfrastructure on failure.
ExitStatus WriteOutput(const std::string& path, absl::string_view text);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_OUTPUT_H_
