// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>

#include "absl/strings/str_cat.h"

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

bool WriteReport(const std::string& path, absl::string_view report) {
  const bool to_stdout = path == "-";
  std::FILE* const file = to_stdout ? stdout : std::fopen(path.c_str(), "wb");
  if (file != nullptr) {
    const bool written = std::fwrite(report.data(), 1, report.size(), file) == report.size();
    const bool closed = (to_stdout ? std::fflush(file) : std::fclose(file)) == 0;
    if (written && closed) return true;
  }
  const std::string why = std::strerror(errno);
  PrintError(absl::StrCat(to_stdout ? "standard output" : path, ": cannot be written: ", why));
  return false;
}

}  // namespace ntlmatrix::cli
