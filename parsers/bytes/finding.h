// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_BYTES_FINDING_H_
#define NTLMATRIX_PARSERS_BYTES_FINDING_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace ntlmatrix {

// How much a finding matters: an error breaks a MUST, a warning a SHOULD, a note neither.
enum class Severity { kError, kWarning, kNote };

// The word that reports use.
inline absl::string_view SeverityName(Severity severity) {
  switch (severity) {
    case Severity::kError:
      return "error";
    case Severity::kWarning:
      return "warning";
    case Severity::kNote:
      break;
  }
  return "note";
}

// A departure of readable input from its document.
struct Finding {
  absl::string_view rule;     // stable id, static storage
  absl::string_view section;  // "[MS-NLMP] 2.2.1.2", static storage
  Severity severity = Severity::kError;
  size_t offset = 0;  // of the field at fault, in bytes from the start of the input
  std::string text;

  bool operator==(const Finding&) const = default;
};

}  // namespace ntlmatrix

#endif  // NTLMATRIX_PARSERS_BYTES_FINDING_H_
