// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_STORE_FILE_H_
#define NTLMATRIX_CONFORMANCE_STORES_STORE_FILE_H_

#include <cstddef>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "conformance/files/folder.h"
#include "conformance/stores/policy_path.h"

namespace ntlmatrix::stores {

// Of the formats that a file may have.
size_t MaxStoreSize(const policy::StoreFormat* format);

// Whether these are the bytes of a registry hive, or of a transaction log of one.
bool LooksLikeHive(Bytes bytes);

// The name of the hive that a file of that name is a transaction log of, or empty: "SYSTEM" for
// "system.LOG1".
absl::string_view HiveOfLog(absl::string_view name);

// The bytes of a store and, of a hive, those of its transaction logs.
struct StoreFile {
  files::FileBytes bytes;
  std::vector<files::FileBytes> logs;
  std::vector<policy::PolicyFinding> findings;  // why a log can't be read
};

// A hive gets its transaction logs: those of the options, else those among `entries`, the entries
// of the folder that it lies in. One that can't be read is a finding of severity error.
StoreFile WithLogs(const std::string& path, files::FileBytes bytes, const PathOptions& options,
                   const files::Folder& folder, const std::vector<files::FolderEntry>& entries);

// The store at a path, or standard input for "-", with its logs.
absl::StatusOr<StoreFile> LoadStoreFile(const std::string& path, const PathOptions& options);

// What the reader of its format makes of it.
PolicyInput ReadStoreFile(const std::string& path, const StoreFile& file,
                          const PathOptions& options);

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_STORE_FILE_H_
