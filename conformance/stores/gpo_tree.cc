// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/gpo_tree.h"

#include <algorithm>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

namespace ntlmatrix::stores {

using files::EntryKind;
using files::FolderEntry;

namespace {

std::string Below(const std::string& folder, const std::string& name) {
  return folder.empty() ? name : absl::StrCat(folder, "/", name);
}

}  // namespace

GpoTree::GpoTree(files::Folder root, std::vector<files::FolderEntry> entries,
                 PolicyInputBuilder* builder)
    : builder_(builder) {
  root_.folder = std::move(root);
  root_.entries = std::move(entries);
  CheckEntries(root_);
}

void GpoTree::Report(absl::string_view id, std::string file, std::string message, std::string fix) {
  builder_->Report({id, Severity::kError, std::move(message), std::move(fix), {}, std::move(file)});
}

void GpoTree::List(Node* node) {
  auto entries = node->folder->List();
  if (!entries.ok()) {
    node->folder.reset();
    return Report("unreadable-folder", node->path, std::string(entries.status().message()),
                  "make it readable");
  }
  node->entries = *std::move(entries);
  CheckEntries(*node);
}

void GpoTree::CheckEntries(const Node& node) {
  for (size_t i = 0; i < node.entries.size(); ++i) {
    const FolderEntry& entry = node.entries[i];
    const std::string path = Below(node.path, entry.name);
    if (i > 0 && absl::EqualsIgnoreCase(node.entries[i - 1].name, entry.name)) {
      Report("case-twins", path,
             absl::StrCat("differs from `", policy::Shown(node.entries[i - 1].name),
                          "` in letter case only; Windows would see one of them"),
             "keep the one that belongs to the GPO");
    }
    if (entry.kind == EntryKind::kSymbolicLink || entry.kind == EntryKind::kOther) {
      Report(entry.kind == EntryKind::kSymbolicLink ? "symbolic-link" : "no-file", path,
             std::string(files::NotReadError(entry.kind).message()), "put a copy in its place");
    }
  }
}

GpoTree::Node* GpoTree::Child(Node* parent, const std::string& name) {
  const FolderEntry* const entry = files::FindEntry(parent->entries, name);
  if (entry == nullptr || entry->kind == EntryKind::kFile) return nullptr;
  std::unique_ptr<Node>& child = parent->children[entry->name];
  if (child != nullptr) return child.get();
  child = std::make_unique<Node>();
  child->path = Below(parent->path, entry->name);
  if (entry->kind != EntryKind::kFolder) return child.get();  // reported by List
  auto folder = parent->folder->OpenFolder(entry->name);
  if (folder.ok()) {
    child->folder = *std::move(folder);
    List(child.get());
  } else {
    Report("unreadable-folder", child->path, std::string(folder.status().message()),
           "make it readable");
  }
  return child.get();
}

GpoTree::Node* GpoTree::FolderAt(Path path) {
  Node* node = &root_;
  for (const std::string& name : path) {
    if (!node->folder.has_value()) return node;
    node = Child(node, name);
    if (node == nullptr) return nullptr;
  }
  return node;
}

GpoTree::Presence GpoTree::Find(Path path) {
  const Node* const parent = FolderAt(path.first(path.size() - 1));
  if (parent == nullptr) return Presence::kAbsent;
  if (!parent->folder.has_value()) return Presence::kTrouble;
  const FolderEntry* const entry = files::FindEntry(parent->entries, path.back());
  if (entry == nullptr) return Presence::kAbsent;
  if (entry->kind == EntryKind::kFile) return Presence::kFile;
  return entry->kind == EntryKind::kFolder ? Presence::kFolder : Presence::kTrouble;
}

bool GpoTree::HoldsFiles(Path path) {
  Node* const node = FolderAt(path);
  return node != nullptr && HoldsFiles(node, 0);
}

bool GpoTree::HoldsFiles(Node* node, size_t depth) {
  constexpr size_t kMaxDepth = 64;
  if (!node->folder.has_value() || depth > kMaxDepth) return true;
  return std::any_of(node->entries.begin(), node->entries.end(), [&](const FolderEntry& entry) {
    return entry.kind != EntryKind::kFolder || HoldsFiles(Child(node, entry.name), depth + 1);
  });
}

std::optional<GpoTree::File> GpoTree::Read(Path path, size_t max_size, Severity unreadable) {
  const Presence presence = Find(path);
  if (presence == Presence::kAbsent || presence == Presence::kTrouble) return std::nullopt;
  const Node* const parent = FolderAt(path.first(path.size() - 1));
  const FolderEntry* const entry = files::FindEntry(parent->entries, path.back());
  std::string name = Below(parent->path, entry->name);
  auto bytes = presence == Presence::kFile
                   ? parent->folder->ReadFile(entry->name, max_size)
                   : absl::InvalidArgumentError("a folder where a file belongs");
  if (bytes.ok()) return File{std::move(name), *std::move(bytes)};
  builder_->Report({"unreadable-file",
                    unreadable,
                    std::string(bytes.status().message()),
                    "make it readable, or put a copy in its place",
                    {},
                    std::move(name)});
  return std::nullopt;
}

}  // namespace ntlmatrix::stores
