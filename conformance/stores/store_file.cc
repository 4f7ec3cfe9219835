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

void AddLog(const std::string& path, absl::StatusOr<files::FileBytes> log, StoreFile* file) {
  if (log.ok()) {
    file->logs.push_back(*std::move(log));
    return;
  }
  file->findings.push_back({"unreadable-log",
                            Severity::kError,
                            absl::StrCat("the transaction log ", policy::Shown(BaseName(path)),
                                         " can't be read: ", std::string(log.status().message())),
                            "give a copy of it with --log",
                            {}});
}

// Those of the command line.
void AddNamedLogs(const std::vector<std::string>& paths, StoreFile* file) {
  for (const std::string& path : paths) {
    AddLog(path, files::ReadPath(path, MaxStoreSize(nullptr), files::OtherFiles::kPipes), file);
  }
  if (LooksLikeHive(file->bytes.bytes())) return;
  file->findings.push_back({"log-without-hive",
                            Severity::kError,
                            "--log is given, and this is no registry hive",
                            "give the hive that the log belongs to",
                            {}});
}

void AddLogsBeside(absl::string_view hive, const files::Folder& folder,
                   const std::vector<files::FolderEntry>& entries, StoreFile* file) {
  for (const absl::string_view end : kLogEnds) {
    const auto* const log = files::FindEntry(entries, absl::StrCat(hive, end));
    if (log == nullptr) continue;
    AddLog(log->name,
           log->kind == files::EntryKind::kFile ? folder.ReadFile(log->name, MaxStoreSize(nullptr))
                                                : files::NotReadError(log->kind),
           file);
  }
}

absl::StatusOr<files::FileBytes> ReadNamed(const std::string& path, size_t max_size) {
  if (path != "-") return files::ReadPath(path, max_size, files::OtherFiles::kPipes);
  auto bytes = files::ReadStandardInput(max_size);
  if (!bytes.ok()) return bytes.status();
  return files::FileBytes(*std::move(bytes));
}

std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return path.substr(0, std::max<size_t>(slash, 1));
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

StoreFile WithLogs(const std::string& path, files::FileBytes bytes, const PathOptions& options,
                   const files::Folder& folder, const std::vector<files::FolderEntry>& entries) {
  StoreFile file{std::move(bytes), {}, {}};
  if (!options.logs.empty()) {
    AddNamedLogs(options.logs, &file);
  } else if (LooksLikeHive(file.bytes.bytes())) {
    AddLogsBeside(BaseName(path), folder, entries, &file);
  }
  return file;
}

absl::StatusOr<StoreFile> LoadStoreFile(const std::string& path, const PathOptions& options) {
  auto bytes = ReadNamed(path, MaxStoreSize(options.format));
  if (!bytes.ok()) return bytes.status();
  StoreFile file{*std::move(bytes), {}, {}};
  if (!options.logs.empty()) {
    AddNamedLogs(options.logs, &file);
  } else if (path != "-" && LooksLikeHive(file.bytes.bytes())) {
    // Where the folder can't be listed, the hive says whether it needs a log.
    const auto folder = files::Folder::Open(ParentOf(path));
    if (!folder.ok()) return file;
    const auto entries = folder->List();
    if (entries.ok()) AddLogsBeside(BaseName(path), *folder, *entries, &file);
  }
  return file;
}

PolicyInput ReadStoreFile(const std::string& path, const StoreFile& file,
                          const PathOptions& options) {
  std::vector<Bytes> logs;
  for (const files::FileBytes& log : file.logs) logs.push_back(log.bytes());
  PolicyInput input =
      ReadPolicyInput(path, {file.bytes.bytes(), logs}, options.format, options.scope);
  for (const policy::PolicyFinding& finding : file.findings) {
    input.findings.push_back(finding);
    input.torn = true;
  }
  return input;
}

}  // namespace ntlmatrix::stores
