// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/subject_list.h"

#include <set>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "conformance/files/file_bytes.h"
#include "conformance/subjects/external/json_members.h"

namespace ntlmatrix::conformance::external {
namespace {

constexpr size_t kMaxSubjectList = size_t{1} << 20;  // bytes

}  // namespace

absl::StatusOr<std::vector<ListedSubject>> ParseSubjectList(absl::string_view text) {
  const auto json =
      nlohmann::json::parse(text.begin(), text.end(), nullptr, /*allow_exceptions=*/false);
  if (json.is_discarded() || !json.is_object() || !json.contains("subjects") ||
      !json["subjects"].is_array()) {
    return absl::InvalidArgumentError("is no JSON object with a list `subjects`");
  }
  std::vector<ListedSubject> subjects;
  std::set<std::string> names;
  for (const nlohmann::json& entry : json["subjects"]) {
    JsonMembers members(entry, absl::StrCat("subject ", subjects.size() + 1));
    ListedSubject subject = {.name = members.Text("name"),
                             .command = members.Texts("command"),
                             .packages = members.Texts("packages")};
    if (members.ok() && subject.command.empty()) members.Fault("has an empty `command`");
    for (const std::string& unknown : members.Unknown()) {
      members.Fault(absl::StrCat("has a member `", unknown, "`, which is not known"));
    }
    if (members.ok() && !names.insert(subject.name).second) {
      members.Fault(absl::StrCat("is called '", subject.name, "' as one before it"));
    }
    if (!members.ok()) return members.status();
    subjects.push_back(std::move(subject));
  }
  return subjects;
}

absl::StatusOr<std::vector<ListedSubject>> ReadSubjectList(const std::string& path) {
  const auto file = files::ReadPath(path, kMaxSubjectList, files::OtherFiles::kRefuse);
  if (!file.ok()) {
    return absl::Status(file.status().code(), absl::StrCat(path, ": ", file.status().message()));
  }
  const std::string text(file->bytes().begin(), file->bytes().end());
  auto subjects = ParseSubjectList(text);
  if (subjects.ok()) return subjects;
  return absl::InvalidArgumentError(absl::StrCat(path, " ", subjects.status().message()));
}

}  // namespace ntlmatrix::conformance::external
