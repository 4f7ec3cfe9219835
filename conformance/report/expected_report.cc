// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/expected_report.h"

#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::conformance {
namespace {

using expected::Comparison;
using expected::ExpectedLine;
using expected::Problem;
using Json = nlohmann::ordered_json;

std::string ToString(absl::string_view text) { return {text.data(), text.size()}; }

std::string LinesText(const Comparison& known) {
  std::string text;
  for (size_t i = 0; i < known.file.lines.size(); ++i) {
    const ExpectedLine& line = known.file.lines[i];
    const std::string link = line.link.empty() ? "" : absl::StrCat(" (", line.link, ")");
    absl::StrAppend(&text, Wrapped(absl::StrFormat("%6d %s: ", known.covered[i],
                                                   known.covered[i] == 1 ? "result" : "results"),
                                   absl::StrCat(Printable(line.reason), link)));
  }
  return text;
}

std::string ProblemText(const Comparison& known, const Problem& problem) {
  const std::string place =
      problem.place == 0 ? "" : absl::StrCat(known.path, ":", problem.place, ": ");
  return Wrapped("UNEXPECTED ", Printable(absl::StrCat(place, problem.text)), 2);
}

Json LineJson(const ExpectedLine& line, size_t covered) {
  Json json = {{"line", line.place},
               {"tests", line.tests},
               {"check", ToString(CheckName(line.check))},
               {"outcome", ToString(OutcomeName(line.outcome))},
               {"reason", line.reason}};
  if (!line.link.empty()) json["link"] = line.link;
  json["reviewed"] = absl::FormatCivilTime(line.reviewed);
  json["results"] = covered;
  return json;
}

Json ProblemJson(const Problem& problem) {
  Json json = {
      {"kind", ToString(ProblemKindName(problem.kind))}, {"line", nullptr}, {"text", problem.text}};
  if (problem.place != 0) json["line"] = problem.place;
  return json;
}

}  // namespace

std::string ExpectedText(const Comparison& known) {
  std::string text = "\nexpected by ";
  if (known.path.empty()) {
    text += "no file: this subject has none\n";
  } else {
    absl::StrAppend(&text, Printable(known.path), "\n", LinesText(known));
  }
  for (const std::string& warning : known.warnings) {
    absl::StrAppend(&text, Wrapped("warning: ", Printable(warning), 2));
  }
  for (const Problem& problem : known.problems) absl::StrAppend(&text, ProblemText(known, problem));
  return text;
}

Json ExpectedJson(const Comparison& known) {
  Json lines = Json::array();
  for (size_t i = 0; i < known.file.lines.size(); ++i) {
    lines.push_back(LineJson(known.file.lines[i], known.covered[i]));
  }
  Json problems = Json::array();
  for (const Problem& problem : known.problems) problems.push_back(ProblemJson(problem));
  Json json = {{"file", nullptr},
               {"as_expected", known.AsExpected()},
               {"lines", std::move(lines)},
               {"problems", std::move(problems)},
               {"warnings", known.warnings}};
  if (!known.path.empty()) json["file"] = known.path;
  return json;
}

}  // namespace ntlmatrix::conformance
