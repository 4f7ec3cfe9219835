// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_FILES_FOLDER_H_
#define NTLMATRIX_CONFORMANCE_FILES_FOLDER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "conformance/files/descriptor.h"
#include "conformance/files/file_bytes.h"

namespace ntlmatrix::files {

enum class EntryKind : uint8_t {
  kFile,
  kFolder,
  kSymbolicLink,
  kOther,  // pipes, sockets, devices
};

struct FolderEntry {
  std::string name;
  EntryKind kind = EntryKind::kOther;
};

// An open folder, from which one gets to what is in it and nowhere else: names are single
// components, and no symbolic link is followed.
class Folder {
 public:
  static constexpr size_t kMaxEntries = 1'000'000;

  // The folder at a path, through symbolic links: whoever names it knows them.
  static absl::StatusOr<Folder> Open(const std::string& path);

  // A folder in this one.
  absl::StatusOr<Folder> OpenFolder(const std::string& name) const;

  // The bytes of a regular file in this folder.
  absl::StatusOr<FileBytes> ReadFile(const std::string& name, size_t max_size) const;

  // What is in it, names that differ in ASCII letter case only side by side; ResourceExhausted for
  // more than kMaxEntries.
  absl::StatusOr<std::vector<FolderEntry>> List() const;

 private:
  explicit Folder(int descriptor) : descriptor_(descriptor) {}

  Descriptor descriptor_;
};

// The first of these entries, ordered as by List, with that name in any ASCII letter case, or null.
const FolderEntry* FindEntry(const std::vector<FolderEntry>& entries, absl::string_view name);

// Why an entry of neither kind is not read: "a symbolic link, which is not followed".
absl::Status NotReadError(EntryKind kind);

}  // namespace ntlmatrix::files

#endif  // NTLMATRIX_CONFORMANCE_FILES_FOLDER_H_
