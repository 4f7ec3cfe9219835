// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"

#include "fuzz/check.h"
#include "parsers/policy/hive_walk.h"

// Below each key that a walk visits, look-ups find what it visits, with the same data, or report
// damage; and the walk reads no byte of the hive for two cells.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  using namespace ntlmatrix::policy;
  const auto hive = Hive::Open(Bytes(data, size));
  if (!hive.ok()) return 0;
  std::vector<KeyNode> way;  // from the root to the key that was visited last
  const auto visit_key = [&](HivePath path, const KeyNode& key) {
    way.resize(path.size());
    way.push_back(key);
    if (path.empty()) return;
    const auto name = key.name.Utf8();
    if (!name.ok()) return;
    const HiveLookup<KeyNode> lookup = hive->FindSubkey(way[path.size() - 1], *name);
    FUZZ_CHECK(lookup.found.has_value() ? lookup.found->cell == key.cell : !lookup.damage.ok());
  };
  const auto visit_value = [&](HivePath, const KeyValue& value, const absl::StatusOr<Bytes>& seen) {
    const auto name = value.name.Utf8();
    if (!name.ok()) return;
    const HiveLookup<KeyValue> lookup = hive->FindValue(way.back(), *name);
    FUZZ_CHECK(lookup.found.has_value() ? lookup.found->cell == value.cell : !lookup.damage.ok());
    std::vector<uint8_t> joined;
    const auto again = hive->Data(value, &joined);
    FUZZ_CHECK(!seen.ok() || (again.ok() && *again == *seen));
  };
  const auto totals =
      WalkHive(*hive, {visit_key, visit_value, [](HivePath, const absl::Status&) {}});
  FUZZ_CHECK(totals.cell_bytes <= size && totals.keys + totals.values <= totals.cells);
  return 0;
}
