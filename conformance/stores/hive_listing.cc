// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/hive_listing.h"

#include <algorithm>
#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

#include "parsers/policy/hive.h"
#include "parsers/policy/hive_log.h"
#include "parsers/policy/hive_walk.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::stores {
namespace {

constexpr size_t kMostBytes = 64;  // of data that are shown

std::string DataText(uint32_t type, Bytes data) {
  const bool is_string = type == policy::kRegSz || type == policy::kRegExpandSz;
  const Bytes shown = data.first(std::min(data.size(), kMostBytes));
  const std::string more = shown.size() < data.size() ? "..." : "";
  if (is_string && shown.size() % 2 == 0) {
    std::string text = policy::HiveName{shown, false}.Readable();
    while (!text.empty() && text.back() == '\0') text.pop_back();
    return absl::StrCat("\"", text, "\"", more);
  }
  return absl::StrCat(absl::BytesToHexString(std::string(shown.begin(), shown.end())), more);
}

std::string KeyText(policy::HivePath path) {
  return absl::StrCat("[", policy::HivePathText(path), "]");
}

}  // namespace

absl::Status ListHive(const StoreFile& file, absl::FunctionRef<void(absl::string_view)> lines,
                      absl::FunctionRef<void(absl::string_view)> problems) {
  for (const policy::PolicyFinding& finding : file.findings) problems(finding.message);
  std::vector<Bytes> logs;
  for (const files::FileBytes& log : file.logs) logs.push_back(log.bytes());
  const auto recovery =
      policy::RecoverHive(file.bytes.bytes(), logs, [&](const policy::PolicyFinding& finding) {
        if (finding.severity == Severity::kError) problems(finding.message);
      });
  if (!recovery.ok()) return recovery.status();
  const bool recovered = recovery->state == policy::HiveRecovery::State::kRecovered;
  const auto hive = policy::Hive::Open(recovered ? Bytes(recovery->bytes) : file.bytes.bytes());
  if (!hive.ok()) return hive.status();
  // Data that can't be read is a problem too, which the walk tells after the value.
  policy::WalkHive(
      *hive,
      {[&](policy::HivePath path, const policy::KeyNode&) { lines(KeyText(path)); },
       [&](policy::HivePath, const policy::KeyValue& value, const absl::StatusOr<Bytes>& data) {
         const std::string name = value.name.Readable();
         lines(absl::StrCat("  ", name.empty() ? "(default)" : name, "  type ", value.type, "  ",
                            data.ok() ? DataText(value.type, *data) : "unreadable"));
       },
       [&](policy::HivePath path, const absl::Status& problem) {
         problems(absl::StrCat(KeyText(path), ": ", std::string(problem.message())));
       }});
  return absl::OkStatus();
}

}  // namespace ntlmatrix::stores
