// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_report.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"

#include "conformance/report/printable.h"

namespace ntlmatrix::report {

std::string PlaceInFile(const std::string& path, const policy::Place& place) {
  std::string text = Printable(path);
  const std::string where = policy::PlaceText(place);
  return where.empty() ? text : absl::StrCat(text, ":", where);
}

std::string PolicyErrorLine(const PolicyInput& input) {
  if (!input.status.ok()) {
    return absl::StrCat(PlaceInFile(input.path, policy::PlaceOf(input.status)), ": ",
                        std::string(input.status.message()));
  }
  const size_t own = stores::CountFindings(input, Severity::kError);
  const auto& list = own > 0 ? input.findings : input.verdicts;
  const auto first = std::find_if(
      list.begin(), list.end(),
      [](const policy::PolicyFinding& finding) { return finding.severity == Severity::kError; });
  // A store with errors of its own fails every demand; they are not counted again.
  const size_t more = (own > 0 ? own : stores::CountVerdicts(input, Severity::kError)) - 1;
  return absl::StrCat(
      PlaceInFile(stores::FileOf(input, first->file), first->place), ": ", first->message,
      own > 0 ? "" : absl::StrCat("; fix: ", first->fix),
      more == 0 ? "" : absl::StrCat(" (and ", more, more == 1 ? " more error)" : " more errors)"));
}

}  // namespace ntlmatrix::report
