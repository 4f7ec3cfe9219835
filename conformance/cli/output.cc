// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <utility>

#include "absl/strings/str_cat.h"
#include <fcntl.h>
#include <unistd.h>

#include "conformance/cli/exit_status.h"
#include "conformance/report/printable.h"

namespace ntlmatrix::cli {

std::string CitationText(absl::string_view indent, const conformance::Citation& citation) {
  return absl::StrCat(
      Wrapped(indent, absl::StrCat(citation.document.title, ", ", citation.section, ":")),
      Wrapped(absl::StrCat(indent, "  "), absl::StrCat("\"", citation.quote, "\"")));
}

void PrintError(absl::string_view message) {
  std::fprintf(stderr, "ntlmatrix: %s\n", Printable(message).c_str());
}

void ReserveStandardStreams() {
  for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
    if (fcntl(stream, F_GETFD) >= 0) continue;
    const int wrong_way = stream == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (open("/dev/null", wrong_way) != stream) std::_Exit(kInfrastructure);
  }
}

ReportFile::ReportFile(std::string path)
    : path_(std::move(path)), file_(path_ == "-" ? stdout : std::fopen(path_.c_str(), "wb")) {
  if (file_ == nullptr) Fail();
}

ReportFile::~ReportFile() {
  if (file_ != nullptr && file_ != stdout) std::fclose(file_);
}

bool ReportFile::Write(absl::string_view text) {
  if (failed_) return false;
  return std::fwrite(text.data(), 1, text.size(), file_) == text.size() || Fail();
}

bool ReportFile::Close() {
  if (failed_) return false;
  std::FILE* const file = std::exchange(file_, nullptr);
  const bool good = std::ferror(file) == 0;  // what was flushed before
  return ((file == stdout ? std::fflush(file) : std::fclose(file)) == 0 && good) || Fail();
}

bool ReportFile::Fail() {
  const std::string why = std::strerror(errno);
  PrintError(absl::StrCat(path_ == "-" ? "standard output" : path_, ": cannot be written: ", why));
  failed_ = true;
  return false;
}

bool WriteReport(const std::string& path, absl::string_view report) {
  ReportFile file(path);
  return file.Write(report) && file.Close();
}

ExitStatus WriteOutput(const std::string& path, absl::string_view text) {
  return WriteReport(path, text) ? kAsExpected : kInfrastructure;
}

}  // namespace ntlmatrix::cli
