// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_YAML_TREE_H_
#define NTLMATRIX_PARSERS_CHECKER_YAML_TREE_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

namespace ntlmatrix::checker {

// The documents of a YAML stream. An alias is the node it stands for and costs nothing, so that
// walking the tree may take longer than reading it: count while walking.
class YamlTree {
 public:
  static constexpr size_t kMaxNodes = 1'000'000;
  static constexpr size_t kMaxDepth = 64;
  static constexpr size_t kMaxAnchors = 1000;

  struct Node {
    enum class Kind : uint8_t { kScalar, kSequence, kMapping };

    Kind kind = Kind::kScalar;
    std::string scalar;
    std::vector<uint32_t> children;  // of a mapping key and value in turn
    uint64_t line = 0;               // on which it begins, from 1
  };

  // Reads UTF-8. The status names the line; directives are Unimplemented, and an alias to a node
  // that holds it is an error.
  static absl::StatusOr<YamlTree> Parse(absl::string_view text);

  const Node& at(uint32_t index) const { return nodes_[index]; }
  const std::vector<uint32_t>& documents() const { return documents_; }

  // The value of the first such key of a mapping, or null.
  const Node* Find(const Node& mapping, absl::string_view key) const;

  // A scalar's text under that key; empty where there is none.
  std::string Text(const Node& mapping, absl::string_view key) const;

 private:
  friend class YamlBuilder;

  std::vector<Node> nodes_;
  std::vector<uint32_t> documents_;
};

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_YAML_TREE_H_
