// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/store_file.h"

#include <algorithm>
#include <cstdint>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ntlmatrix::stores {
namespace {

constexpr absl::string_view kLogEnds[] = {".LOG", ".LOG1", ".LOG2"};

absl::string_view BaseName(absl::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == absl::string_view::npos ? path : path.substr(slash + 1);
}

// The logs of a hive, and what is wrong with those that can't be read.
struct Logs {
  std::vector<files::FileBytes> files;
  std::vector<policy::PolicyFinding> findings;

  void Add(const std::string& path, absl::StatusOr<files::FileBytes> file) {
    if (file.ok()) {
      files.push_back(*std::move(file));
      return;
    }
    findings.push_back({"unreadable-log",
                        Severity::kError,
                        absl::StrCat("the transaction log ", policy::Shown(BaseName(path)),
                                     " can't be read: ", std::string(file.status().message())),
                        "give a copy of it with --log",
                        {}});
  }
};

Logs NamedLogs(const std::vector<std::string>& paths, size_t max_size) {
  Logs logs;
  for (const std::string& path : paths) {
    logs.Add(path, files::ReadPath(path, max_size, files::OtherFiles::kPipes));
  }
  return logs;
}

Logs LogsBeside(const std::string& path, const files::Folder& folder,
                const std::vector<files::FolderEntry>& entries, size_t max_size) {
  const absl::string_view hive = BaseName(path);
  Logs logs;
  for (const absl::string_view end : kLogEnds) {
    const auto* const log = files::FindEntry(entries, absl::StrCat(hive, end));
    if (log == nullptr) continue;
    const std::string log_path =
        absl::StrCat(absl::string_view(path).substr(0, path.size() - hive.size()), log->name);
    logs.Add(log_path, log->kind == files::EntryKind::kFile ? folder.ReadFile(log->name, max_size)
                                                            : files::NotReadError(log->kind));
  }
  return logs;
}

}  // namespace

size_t MaxStoreSize(const policy::StoreFormat* format) {
  if (format != nullptr) return format->max_size;
  size_t max_size = 0;
  for (const policy::StoreFormat& one : policy::StoreFormats()) {
    max_size = std::max(max_size, one.max_size);
  }
  return max_size;
}

bool LooksLikeHive(Bytes bytes) {
  constexpr uint8_t kSignature[] = {'r', 'e', 'g', 'f'};
  return bytes.size() >= std::size(kSignature) &&
         std::equal(std::begin(kSignature), std::end(kSignature), bytes.begin());
}

absl::string_view HiveOfLog(absl::string_view name) {
  for (const absl::string_view end : kLogEnds) {
    if (absl::EndsWithIgnoreCase(name, end)) return name.substr(0, name.size() - end.size());
  }
  return "";
}

PolicyInput ReadStoreFile(const std::string& path, const files::FileBytes& file,
                          const PathOptions& options, const files::Folder* folder,
                          const std::vector<files::FolderEntry>& entries) {
  Logs logs;
  if (!options.logs.empty()) {
    logs = NamedLogs(options.logs, MaxStoreSize(nullptr));
    if (!LooksLikeHive(file.bytes())) {
      logs.findings.push_back({"log-without-hive",
                               Severity::kError,
                               "--log is given, and this is no registry hive",
                               "give the hive that the log belongs to",
                               {}});
    }
  } else if (folder != nullptr && LooksLikeHive(file.bytes())) {
    logs = LogsBeside(path, *folder, entries, MaxStoreSize(nullptr));
  }
  std::vector<Bytes> log_bytes;
  for (const files::FileBytes& log : logs.files) log_bytes.push_back(log.bytes());
  PolicyInput input =
      ReadPolicyInput(path, {file.bytes(), log_bytes}, options.format, options.scope);
  for (policy::PolicyFinding& finding : logs.findings) {
    input.findings.push_back(std::move(finding));
    input.torn = true;
  }
  return input;
}

}  // namespace ntlmatrix::stores
