// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/folder_walk.h"

#include <optional>
#include <set>
#include <utility>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/str_cat.h"

#include "conformance/stores/gpo_folder.h"
#include "conformance/stores/passed_over.h"
#include "conformance/stores/store_file.h"
#include "parsers/policy/gpo_backup.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::stores {
namespace {

using files::EntryKind;
using files::Folder;
using files::FolderEntry;

constexpr size_t kMostPassedOverNamed = 5;

class Walker {
 public:
  Walker(const PathOptions& options, PolicyInputSink sink) : options_(options), sink_(sink) {}

  bool Walk(Folder folder, const std::string& path, absl::string_view name, size_t depth) {
    auto entries = folder.List();
    if (!entries.ok()) return Unreadable(path, entries.status());
    const GpoKind kind = GpoKindOf(name, *entries);
    if (kind != GpoKind::kNone) {
      return sink_(ReadGpo(std::move(folder), *std::move(entries), path, kind, options_.scope));
    }
    if (depth == 0 && options_.progress != nullptr) {
      options_.progress->done = 0;
      options_.progress->total = entries->size();
    }
    if (!CheckManifest(folder, *entries, path)) return false;
    std::set<std::string> hives;
    for (const FolderEntry& entry : *entries) {
      if (!Entry(folder, *entries, entry, path, depth, &hives)) return false;
      if (depth == 0 && options_.progress != nullptr) ++options_.progress->done;
    }
    return true;
  }

 private:
  bool Unreadable(const std::string& path, absl::Status status, std::string name = "") {
    PolicyInput input = UnreadablePolicyInput(path, std::move(status));
    input.name = std::move(name);
    return sink_(std::move(input));
  }

  bool Entry(const Folder& folder, const std::vector<FolderEntry>& entries,
             const FolderEntry& entry, const std::string& parent, size_t depth,
             std::set<std::string>* hives) {
    const std::string path = absl::StrCat(parent, "/", entry.name);
    switch (entry.kind) {
      case EntryKind::kFile:
        return File(folder, entries, entry.name, path, hives);
      case EntryKind::kFolder:
        break;
      default:
        return Unreadable(path, files::NotReadError(entry.kind));
    }
    if (depth == kMaxFolderDepth) {
      return Unreadable(path, absl::ResourceExhaustedError(absl::StrCat(
                                  "more than ", kMaxFolderDepth, " folders in each other")));
    }
    auto child = folder.OpenFolder(entry.name);
    if (!child.ok()) return Unreadable(path, child.status());
    return Walk(*std::move(child), path, entry.name, depth + 1);
  }

  bool File(const Folder& folder, const std::vector<FolderEntry>& entries, const std::string& name,
            const std::string& path, std::set<std::string>* hives) {
    if (hives->count(absl::AsciiStrToLower(HiveOfLog(name))) > 0) return true;
    auto file = folder.ReadFile(name, MaxStoreSize(options_.format));
    if (!file.ok()) return Unreadable(path, file.status());
    if (LooksLikeHive(file->bytes())) hives->insert(absl::AsciiStrToLower(name));
    if (policy::LooksLikeBackupManifest(file->bytes())) return true;  // CheckManifest has read it
    const StoreFile store = WithLogs(path, *std::move(file), options_, folder, entries);
    PolicyInput input = ReadStoreFile(path, store, options_);
    if (options_.format == nullptr && IsNoStore(input)) {
      const absl::Status may = MayPassOver(name, store.bytes.bytes());
      if (may.ok()) {
        PassOver(path);
        return true;
      }
      if (!HasStoreName(name)) input.status = may;
    }
    return sink_(std::move(input));
  }

  // Whether the file as a whole is none of the known formats.
  static bool IsNoStore(const PolicyInput& input) {
    return absl::IsInvalidArgument(input.status) &&
           policy::PlaceOf(input.status) == policy::Place();
  }

  void PassOver(const std::string& path) {
    if (options_.progress == nullptr) return;
    WalkProgress& progress = *options_.progress;
    if (++progress.passed_over <= kMostPassedOverNamed) progress.passed_over_first.push_back(path);
  }

  // Holds a folder to manifest.xml of backups, where it has one.
  bool CheckManifest(const Folder& folder, const std::vector<FolderEntry>& entries,
                     const std::string& path) {
    const FolderEntry* const entry = files::FindEntry(entries, "manifest.xml");
    if (entry == nullptr || entry->kind != EntryKind::kFile) return true;
    const std::string manifest = absl::StrCat(path, "/", entry->name);
    const auto file = folder.ReadFile(entry->name, policy::kMaxXmlStoreSize);
    if (!file.ok()) return true;  // said when its turn comes
    if (!policy::LooksLikeBackupManifest(file->bytes())) return true;
    const auto backups =
        policy::ReadBackupManifest(file->bytes(), [](const policy::PolicyFinding&) {});
    if (!backups.ok()) return Unreadable(manifest, backups.status());
    for (const policy::GpoBackupInfo& backup : *backups) {
      const FolderEntry* const there = files::FindEntry(entries, backup.id);
      if (there != nullptr && there->kind != EntryKind::kFile) continue;
      const bool gone =
          Unreadable(absl::StrCat(path, "/", backup.id),
                     absl::NotFoundError("manifest.xml names this backup, and it is not there"),
                     backup.display_name);
      if (!gone) return false;
    }
    return true;
  }

  const PathOptions& options_;
  PolicyInputSink sink_;
};

absl::string_view BaseName(absl::string_view path) {
  const size_t slash = path.rfind('/');
  return slash == absl::string_view::npos ? path : path.substr(slash + 1);
}

}  // namespace

bool WalkFolder(Folder folder, const std::string& path, const PathOptions& options,
                PolicyInputSink sink) {
  return Walker(options, sink).Walk(std::move(folder), path, BaseName(path), 0);
}

}  // namespace ntlmatrix::stores
