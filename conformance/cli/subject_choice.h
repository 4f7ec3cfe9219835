// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_SUBJECT_CHOICE_H_
#define NTLMATRIX_CONFORMANCE_CLI_SUBJECT_CHOICE_H_

#include <string>
#include <vector>

#include "conformance/cli/run_options.h"
#include "conformance/subjects/external/subject_list.h"

namespace ntlmatrix::cli {

// The name of the reference in process.
inline constexpr char kReference[] = "reference";

// Who is to be run, and why nothing may be missing.
struct Subjects {
  bool reference = false;
  std::vector<conformance::external::ListedSubject> shims;
  bool every = false;  // those that are not installed are left out
};

// The subjects that the options name; the reference where they name none. A name that is not known,
// is not fit for reports and files or is that of two, and a list that can't be read are a
// CLI::ValidationError.
Subjects ChooseSubjects(const RunOptions& options);

// Every name there is and the packages it needs, a line each.
std::string SubjectListText(const RunOptions& options);

// The argument that runs the subject once more; "" where that is its name.
std::string AskedAs(const RunOptions& options, const std::string& name);

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_SUBJECT_CHOICE_H_
