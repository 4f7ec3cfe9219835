// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/subject_choice.h"

#include <algorithm>
#include <set>
#include <utility>

#include "absl/strings/ascii.h"
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

bool IsNameCharacter(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) ||
         absl::string_view("+-._").find(c) != absl::string_view::npos;
}

// A name stands in reports and in names of files, and tells the subjects of a run apart.
void CheckNames(const std::vector<ListedSubject>& subjects) {
  std::set<std::string> names;
  for (const ListedSubject& subject : subjects) {
    const std::string& name = subject.name;
    if (!std::all_of(name.begin(), name.end(), IsNameCharacter)) {
      throw CLI::ValidationError(absl::StrCat(
          "'", name, "': the name of a subject holds only letters, digits and any of + - . _"));
    }
    if (!names.insert(name).second) {
      throw CLI::ValidationError(absl::StrCat("two subjects of this run are called '", name, "'"));
    }
  }
}

// Whether a shell that `exec`s it does the same, but for itself: a shell that stays turns the
// signal which ends its command into an exit status. Where an operator may be quoted it says no.
bool IsSingleCommand(absl::string_view command) {
  command = absl::StripLeadingAsciiWhitespace(command);
  const absl::string_view word = command.substr(0, command.find_first_of(" \t"));
  for (const absl::string_view builtin : {".", "command", "eval", "exec"}) {
    if (word == builtin) return false;
  }
  return !absl::StrContains(word, "=") && command.find_first_of("\n;&|(){}!") == command.npos;
}

ListedSubject ShimOf(const std::string& argument) {
  const size_t equals = argument.find('=');
  if (equals == 0 || equals == std::string::npos || equals + 1 == argument.size()) {
    throw CLI::ValidationError(absl::StrCat("--shim wants NAME=COMMAND, not '", argument, "'"));
  }
  const std::string name = argument.substr(0, equals);
  if (name == kReference || absl::StartsWith(name, absl::StrCat(kReference, "+"))) {
    throw CLI::ValidationError(absl::StrCat("--shim may not be called '", name,
                                            "': so is the reference, which needs no shim"));
  }
  // The shell understands what people write, `cd there && FOO=1 ./shim` and `ssh host shim.exe`
  // included.
  const std::string command = argument.substr(equals + 1);
  const absl::string_view exec = IsSingleCommand(command) ? "exec " : "";
  return {.name = name, .command = {"/bin/sh", "-c", absl::StrCat(exec, command)}, .packages = {}};
}

}  // namespace

Subjects ChooseSubjects(const RunOptions& options) {
  Subjects subjects;
  for (const std::string& name : options.subjects) AddNamed(options, name, &subjects);
  for (const std::string& shim : options.shims) subjects.shims.push_back(ShimOf(shim));
  CheckNames(subjects.shims);
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
