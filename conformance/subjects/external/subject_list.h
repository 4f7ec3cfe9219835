// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SUBJECT_LIST_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SUBJECT_LIST_H_

#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::conformance::external {

// A subject that is known by name.
struct ListedSubject {
  std::string name;
  std::vector<std::string> command;   // of its shim
  std::vector<std::string> packages;  // of Debian or npm, that it needs
};

// Reads a list of subjects: {"subjects": [{"name": ..., "command": [...], "packages": [...]}]}.
// InvalidArgument names the place; a name that stands twice is one.
absl::StatusOr<std::vector<ListedSubject>> ParseSubjectList(absl::string_view text);

// The same from a file; NotFound and other errors of reading it name the file.
absl::StatusOr<std::vector<ListedSubject>> ReadSubjectList(const std::string& path);

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_SUBJECT_LIST_H_
