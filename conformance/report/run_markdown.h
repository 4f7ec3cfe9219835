// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_RUN_MARKDOWN_H_
#define NTLMATRIX_CONFORMANCE_REPORT_RUN_MARKDOWN_H_

#include <string>
#include <vector>

#include "conformance/report/reported_run.h"

namespace ntlmatrix::conformance {

// The wall: which subject refuses a server that offers less than the setting requires, as a table
// of Markdown, subjects by settings and server capabilities, with a line that explains it.
std::string WallMarkdown(const std::vector<ReportedRun>& runs);

// What every subject does, for those who maintain and use them: the wall, what each can require and
// how often it fails, then a section for each with every fault, its document and the command that
// repeats it. It names who is missing. The same runs give the same text.
std::string RunsMarkdown(const std::vector<ReportedRun>& runs,
                         const std::vector<MissingRun>& missing = {});

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_REPORT_RUN_MARKDOWN_H_
