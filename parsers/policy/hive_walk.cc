// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_walk.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::policy {
namespace {

class Walk {
 public:
  Walk(const Hive& hive, const HiveVisitor& visitor)
      : map_(hive.bins().size()), hive_(hive.Claiming(&map_)), visitor_(visitor) {}

  HiveWalkTotals Run();

 private:
  // A key that is still to be visited, below `depth` others.
  struct Pending {
    KeyNode key;
    size_t depth;
  };

  void Visit(const Pending& pending);
  void VisitValues(const KeyNode& key);
  void CollectSubkeys(const Pending& parent);
  void Report(const absl::Status& problem) {
    ++totals_.problems;
    visitor_.problem(path_, problem);
  }

  HiveCellMap map_;
  Hive hive_;
  const HiveVisitor& visitor_;
  HiveWalkTotals totals_;
  std::vector<Pending> pending_;
  std::vector<HiveName> path_;
  std::vector<uint8_t> joined_;
};

HiveWalkTotals Walk::Run() {
  if (const absl::Status status = hive_.bins().CheckHeaders(); !status.ok()) Report(status);
  if (const absl::StatusOr<KeyNode> root = hive_.Root(); root.ok()) {
    pending_.push_back({*root, 0});
  } else {
    Report(root.status());
  }
  while (!pending_.empty()) {
    const Pending next = pending_.back();
    pending_.pop_back();
    Visit(next);
  }
  totals_.cells = map_.cells();
  totals_.cell_bytes = map_.bytes();
  return totals_;
}

void Walk::Visit(const Pending& pending) {
  // The name of the root is that of the hive and no part of a path.
  path_.resize(pending.depth == 0 ? 0 : pending.depth - 1);
  if (pending.depth > 0) path_.push_back(pending.key.name);
  ++totals_.keys;
  visitor_.key(path_, pending.key);
  VisitValues(pending.key);
  CollectSubkeys(pending);
}

void Walk::VisitValues(const KeyNode& key) {
  // What counts values in other keys is the handle in one of these.
  if (key.is_predefined_handle()) return;
  const absl::Status status = hive_.ForEachValue(key, [&](const absl::StatusOr<KeyValue>& value) {
    if (!value.ok()) {
      Report(value.status());
      return;
    }
    ++totals_.values;
    const absl::StatusOr<Bytes> data = hive_.Data(*value, &joined_);
    visitor_.value(path_, *value, data);
    if (!data.ok()) Report(data.status());
  });
  if (!status.ok()) Report(status);
}

void Walk::CollectSubkeys(const Pending& parent) {
  if (parent.key.subkey_count > 0 && parent.depth == kMaxHiveDepth) {
    Report(HiveCellError(
        "key node (nk)", parent.key.cell,
        absl::StrCat("its subkeys are more than ", kMaxHiveDepth, " keys below the root")));
    return;
  }
  const size_t first = pending_.size();
  const absl::Status status =
      hive_.ForEachSubkey(parent.key, [&](const absl::StatusOr<KeyNode>& subkey) {
        if (subkey.ok()) {
          hive_.bins().Prefetch(subkey->values_list);
          hive_.bins().Prefetch(subkey->subkeys_list);
          pending_.push_back({*subkey, parent.depth + 1});
        } else {
          Report(subkey.status());
        }
      });
  std::reverse(pending_.begin() + static_cast<std::ptrdiff_t>(first), pending_.end());
  if (!status.ok()) Report(status);
}

}  // namespace

std::string HivePathText(HivePath path) {
  std::string text;
  for (const HiveName& name : path) {
    absl::StrAppend(&text, text.empty() ? "" : "\\", name.Readable());
  }
  return text;
}

HiveWalkTotals WalkHive(const Hive& hive, const HiveVisitor& visitor) {
  return Walk(hive, visitor).Run();
}

}  // namespace ntlmatrix::policy
