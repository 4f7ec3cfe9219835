// SPDX-License-Identifier: Apache-2.0

#include "conformance/files/folder.h"

#include <algorithm>
#include <cerrno>
#include <memory>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"
#include <dirent.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace ntlmatrix::files {
namespace {

struct CloseDir {
  void operator()(DIR* dir) const { closedir(dir); }
};

EntryKind KindOf(int folder, const dirent& entry) {
  unsigned char type = entry.d_type;
  if (type == DT_UNKNOWN) {
    struct stat info = {};
    if (fstatat(folder, entry.d_name, &info, AT_SYMLINK_NOFOLLOW) == 0) {
      type = IFTODT(info.st_mode);
    }
  }
  switch (type) {
    case DT_REG:
      return EntryKind::kFile;
    case DT_DIR:
      return EntryKind::kFolder;
    case DT_LNK:
      return EntryKind::kSymbolicLink;
    default:
      return EntryKind::kOther;
  }
}

// Below, at or above zero as `a` comes before, with or after `b` in the order without ASCII case.
int CompareFolded(absl::string_view a, absl::string_view b) {
  const size_t common = std::min(a.size(), b.size());
  for (size_t i = 0; i < common; ++i) {
    const int x = absl::ascii_tolower(static_cast<unsigned char>(a[i])) & 0xFF;
    const int y = absl::ascii_tolower(static_cast<unsigned char>(b[i])) & 0xFF;
    if (x != y) return x - y;
  }
  return a.size() == b.size() ? 0 : a.size() < b.size() ? -1 : 1;
}

bool Before(const FolderEntry& a, const FolderEntry& b) {
  const int order = CompareFolded(a.name, b.name);
  return order != 0 ? order < 0 : a.name < b.name;
}

bool IsSelfOrParent(absl::string_view name) { return name == "." || name == ".."; }

}  // namespace

absl::StatusOr<Folder> Folder::Open(const std::string& path) {
  Folder folder(open(path.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (folder.descriptor_.get() < 0) return SystemError();
  return folder;
}

absl::StatusOr<Folder> Folder::OpenFolder(const std::string& name) const {
  Folder folder(
      openat(descriptor_.get(), name.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC));
  if (folder.descriptor_.get() < 0) return SystemError();
  return folder;
}

absl::StatusOr<FileBytes> Folder::ReadFile(const std::string& name, size_t max_size) const {
  // Without O_NONBLOCK a pipe that has taken the place of the file would hang the run.
  const Descriptor file(openat(descriptor_.get(), name.c_str(),
                               O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC));
  if (file.get() < 0)
    return errno == ELOOP ? NotReadError(EntryKind::kSymbolicLink) : SystemError();
  return ReadDescriptor(file.get(), max_size, OtherFiles::kRefuse);
}

absl::StatusOr<std::vector<FolderEntry>> Folder::List() const {
  // A descriptor of its own: a list begins where the last one from the same descriptor ended.
  const int descriptor = openat(descriptor_.get(), ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor < 0) return SystemError();
  const std::unique_ptr<DIR, CloseDir> dir(fdopendir(descriptor));
  if (dir == nullptr) {
    close(descriptor);
    return SystemError();
  }
  std::vector<FolderEntry> entries;
  while (true) {
    errno = 0;
    const dirent* const entry = readdir(dir.get());
    if (entry == nullptr) break;
    if (IsSelfOrParent(entry->d_name)) continue;
    if (entries.size() == kMaxEntries) {
      return absl::ResourceExhaustedError(
          absl::StrCat("a folder of more than ", kMaxEntries, " entries"));
    }
    entries.push_back({entry->d_name, KindOf(descriptor, *entry)});
  }
  if (errno != 0) return SystemError();
  std::sort(entries.begin(), entries.end(), Before);
  return entries;
}

const FolderEntry* FindEntry(const std::vector<FolderEntry>& entries, absl::string_view name) {
  const auto found = std::lower_bound(entries.begin(), entries.end(), name,
                                      [](const FolderEntry& entry, absl::string_view wanted) {
                                        return CompareFolded(entry.name, wanted) < 0;
                                      });
  const bool same = found != entries.end() && CompareFolded(found->name, name) == 0;
  return same ? &*found : nullptr;
}

absl::Status NotReadError(EntryKind kind) {
  return absl::InvalidArgumentError(kind == EntryKind::kSymbolicLink
                                        ? "a symbolic link, which is not followed"
                                        : "neither a file nor a folder");
}

}  // namespace ntlmatrix::files
