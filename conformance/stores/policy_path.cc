// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/policy_path.h"

#include <utility>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include <sys/stat.h>

#include "conformance/files/folder.h"
#include "conformance/stores/folder_walk.h"
#include "conformance/stores/store_file.h"

namespace ntlmatrix::stores {
namespace {

bool IsFolder(const std::string& path) {
  struct stat info = {};
  return stat(path.c_str(), &info) == 0 && S_ISDIR(info.st_mode);
}

std::string WithoutEndSlashes(absl::string_view path) {
  while (path.size() > 1 && absl::ConsumeSuffix(&path, "/")) {
  }
  return std::string(path);
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
  const auto file = LoadStoreFile(path, options);
  if (!file.ok()) return sink(UnreadablePolicyInput(name, file.status()));
  return sink(ReadStoreFile(name, *file, options));
}

}  // namespace ntlmatrix::stores
