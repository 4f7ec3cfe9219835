// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/subject_choice.h"

#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_replace.h"
#include <CLI/CLI.hpp>

namespace ntlmatrix::cli {
namespace {

using conformance::external::ListedSubject;

constexpr char kEverySubject[] = "all";

std::vector<ListedSubject> ListedSubjects(const RunOptions& options) {
  auto listed = conformance::external::ReadSubjectList(options.subject_list);
  if (!listed.ok()) throw CLI::ValidationError(std::string(listed.status().message()));
  return *std::move(listed);
}

void AddNamed(const RunOptions& options, const std::string& name, Subjects* subjects) {
  if (name == kReference) {
    subjects->reference = true;
    return;
  }
  std::vector<std::string> names = {kReference};
  for (ListedSubject& subject : ListedSubjects(options)) {
    names.push_back(subject.name);
    if (name == kEverySubject || name == subject.name) {
      subjects->shims.push_back(std::move(subject));
      if (name != kEverySubject) return;
    }
  }
  subjects->every |= name == kEverySubject;
  if (name != kEverySubject) {
    throw CLI::ValidationError(absl::StrCat("unknown subject '", name, "'; there are: ",
                                            absl::StrJoin(names, ", "), ", ", kEverySubject));
  }
}

}  // namespace

Subjects ChooseSubjects(const RunOptions& options) {
  Subjects subjects;
  for (const std::string& name : options.subjects) AddNamed(options, name, &subjects);
  for (const std::string& shim : options.shims) {
    const size_t equals = shim.find('=');
    if (equals == 0 || equals == std::string::npos || equals + 1 == shim.size()) {
      throw CLI::ValidationError(absl::StrCat("--shim wants NAME=COMMAND, not '", shim, "'"));
    }
    // The shell understands what people write, `ssh host shim.exe` included.
    subjects.shims.push_back(
        {.name = shim.substr(0, equals),
         .command = {"/bin/sh", "-c", absl::StrCat("exec ", shim.substr(equals + 1))},
         .packages = {}});
  }
  subjects.reference |= subjects.shims.empty();
  return subjects;
}

std::string SubjectListText(const RunOptions& options) {
  std::string text = absl::StrFormat("%-18s%s\n", kReference, "in process");
  for (const ListedSubject& subject : ListedSubjects(options)) {
    const std::string packages = absl::StrJoin(subject.packages, ", ");
    absl::StrAppendFormat(&text, "%-18s%s\n", subject.name,
                          packages.empty() ? "part of the suite" : packages);
  }
  return text;
}

std::string AskedAs(const RunOptions& options, const std::string& name) {
  for (const std::string& shim : options.shims) {
    if (!absl::StartsWith(shim, absl::StrCat(name, "="))) continue;
    return absl::StrCat("--shim '", absl::StrReplaceAll(shim, {{"'", "'\\''"}}), "'");
  }
  return "";
}

}  // namespace ntlmatrix::cli
