// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_GPO_TREE_H_
#define NTLMATRIX_CONFORMANCE_STORES_GPO_TREE_H_

#include <cstddef>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/files/folder.h"
#include "conformance/stores/policy_input.h"

namespace ntlmatrix::stores {

// The files of one GPO by their paths in any letter case, as Windows finds them.
//
// Paths, in findings too, are relative to the folder of the GPO. What a path can't be trusted for
// is reported once, as an error: a symbolic link or pipe in a folder on the way, two names that
// differ in case only, a folder that can't be listed.
class GpoTree {
 public:
  using Path = absl::Span<const std::string>;

  // `entries` are those of the root. `builder` takes the findings and must outlive the tree.
  GpoTree(files::Folder root, std::vector<files::FolderEntry> entries, PolicyInputBuilder* builder);

  struct File {
    std::string path;  // letters as they are
    files::FileBytes bytes;
  };

  // A regular file; nothing when it is absent, or can't be read, which is then reported with the
  // given severity.
  std::optional<File> Read(Path path, size_t max_size, Severity unreadable = Severity::kError);

  // What stands at a path; kTrouble where that can't be said, which has been reported.
  enum class Presence { kAbsent, kFile, kFolder, kTrouble };
  Presence Find(Path path);

  // Whether any file is in a folder or those in it; what can't be listed counts as one.
  bool HoldsFiles(Path path);

 private:
  struct Node {
    std::string path;                     // empty for the folder of the GPO
    std::optional<files::Folder> folder;  // empty in case of trouble
    std::vector<files::FolderEntry> entries;
    std::map<std::string, std::unique_ptr<Node>> children;  // by name as it is
  };

  // The node of a folder; null when absent. In case of trouble its folder is empty.
  Node* FolderAt(Path path);
  Node* Child(Node* parent, const std::string& name);
  bool HoldsFiles(Node* node, size_t depth);
  void List(Node* node);
  void CheckEntries(const Node& node);
  void Report(absl::string_view id, std::string file, std::string message, std::string fix);

  Node root_;
  PolicyInputBuilder* builder_;
};

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_GPO_TREE_H_
