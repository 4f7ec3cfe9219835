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
  // What can't be read explains by itself why demands are not met.
  const bool demand = !input.torn && stores::CountVerdicts(input, Severity::kError) > 0;
  const auto& list = demand ? input.verdicts : input.findings;
  const auto first = std::find_if(
      list.begin(), list.end(),
      [](const policy::PolicyFinding& finding) { return finding.severity == Severity::kError; });
  const size_t more = stores::CountFindings(input, Severity::kError) +
                      (demand ? stores::CountVerdicts(input, Severity::kError) : 0) - 1;
  return absl::StrCat(
      PlaceInFile(stores::FileOf(input, first->file), first->place), ": ", first->message,
      demand ? absl::StrCat("; fix: ", first->fix) : "",
      more == 0 ? "" : absl::StrCat(" (and ", more, more == 1 ? " more error)" : " more errors)"));
}

}  // namespace ntlmatrix::report
