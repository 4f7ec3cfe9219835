// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/output.h"

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <memory>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::cli {

absl::Status WriteOutput(const std::string& path, absl::string_view text) {
  const bool standard = path == "-";
  std::unique_ptr<FILE, int (*)(FILE*)> owned(standard ? nullptr : std::fopen(path.c_str(), "wb"),
                                              std::fclose);
  FILE* const file = standard ? stdout : owned.get();
  bool written = file != nullptr && std::fwrite(text.data(), 1, text.size(), file) == text.size();
  written = written && std::fflush(file) == 0;
  if (written) return absl::OkStatus();
  return absl::InternalError(absl::StrCat("cannot write ", standard ? "standard output" : path,
                                          ": ", std::strerror(errno)));
}

}  // namespace ntlmatrix::cli
