// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/policy_path.h"

#include <algorithm>
#include <cstddef>
#include <utility>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include <sys/stat.h>

#include "conformance/files/file_bytes.h"
#include "conformance/files/folder.h"
#include "conformance/stores/folder_walk.h"
#include "conformance/stores/store_file.h"

namespace ntlmatrix::stores {
namespace {

bool IsFolder(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

absl::StatusOr<files::FileBytes> ReadNamed(const std::string& path, size_t max_size) {
  if (path != "-") return files::ReadPath(path, max_size, files::OtherFiles::kPipes);
  auto bytes = files::ReadStandardInput(max_size);
  if (!bytes.ok()) return bytes.status();
  return files::FileBytes(*std::move(bytes));
}

std::string WithoutEndSlashes(absl::string_view path) {
  while (path.size() > 1 && absl::ConsumeSuffix(&path, "/")) {
  }
  return std::string(path);
}

std::string ParentOf(const std::string& path) {
  const size_t slash = path.rfind('/');
  if (slash == std::string::npos) return ".";
  return path.substr(0, std::max<size_t>(slash, 1));
}

// With the logs beside it. Where the folder can't be listed, the hive says whether it needs any.
PolicyInput ReadHive(const std::string& path, const files::FileBytes& file,
                     const PathOptions& options) {
  const auto folder = files::Folder::Open(ParentOf(path));
  if (!folder.ok()) return ReadStoreFile(path, file, options, nullptr, {});
  const auto entries = folder->List();
  if (!entries.ok()) return ReadStoreFile(path, file, options, nullptr, {});
  return ReadStoreFile(path, file, options, &*folder, *entries);
}

}  // namespace

bool ReadPolicyPath(const std::string& path, const PathOptions& options, PolicyInputSink sink) {
  if (path != "-" && IsFolder(path)) {
    const std::string shown = WithoutEndSlashes(path);
    if (!options.logs.empty()) {
      return sink(UnreadablePolicyInput(
          shown,
          absl::InvalidArgumentError("--log belongs to one registry hive, and this is a folder")));
    }
    auto folder = files::Folder::Open(path);
    if (!folder.ok()) return sink(UnreadablePolicyInput(shown, folder.status()));
    bool empty = true;
    const bool all = WalkFolder(*std::move(folder), shown, options, [&](PolicyInput input) {
      empty = false;
      return sink(std::move(input));
    });
    // Silence would read as a policy without settings.
    return all && (!empty || sink(UnreadablePolicyInput(
                                 shown, absl::NotFoundError("no policy store in this folder"))));
  }
  const std::string name = path == "-" ? "standard input" : path;
  const auto file = ReadNamed(path, MaxStoreSize(options.format));
  if (!file.ok()) return sink(UnreadablePolicyInput(name, file.status()));
  const bool hive = path != "-" && options.logs.empty() && LooksLikeHive(file->bytes());
  return sink(hive ? ReadHive(path, *file, options)
                   : ReadStoreFile(name, *file, options, nullptr, {}));
}

}  // namespace ntlmatrix::stores
