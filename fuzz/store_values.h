// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_STORE_VALUES_H_
#define NTLMATRIX_FUZZ_STORE_VALUES_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::fuzz {

// A registry value that outlives the reader, without its place. The data of a deletion does not
// count.
struct StoreValue {
  absl::string_view hive;  // static storage
  std::string key;
  std::string name;
  uint32_t type = 0;
  std::string data;
  bool conditional = false;
  policy::RegistryValue::Operation operation = policy::RegistryValue::Operation::kSet;

  bool operator==(const StoreValue&) const = default;
};

using ReadStore = absl::Status (*)(const policy::StoreInput&, policy::RegistryValueSink,
                                   policy::PolicyFindingSink);

// The values of a store up to its end or to the first error; without the one that is cut off,
// unless `with_cut_off`.
inline std::vector<StoreValue> ValuesOf(ReadStore read, absl::string_view store,
                                        bool with_cut_off = true) {
  std::vector<StoreValue> values;
  const Bytes bytes(reinterpret_cast<const uint8_t*>(store.data()), store.size());
  const absl::Status status = read(
      {bytes},
      [&](const policy::RegistryValue& value) {
        if (value.cut_off && !with_cut_off) return;
        const bool set = value.operation == policy::RegistryValue::Operation::kSet;
        StoreValue& copy = values.emplace_back();
        copy.hive = value.hive;
        copy.key = std::string(value.key);
        copy.name = std::string(value.name);
        copy.type = set ? value.type : 0;
        copy.conditional = !value.condition.empty();
        copy.operation = value.operation;
        if (!set) return;
        std::visit([&](const auto& data) { copy.data.assign(data.begin(), data.end()); },
                   value.data);
      },
      [](const policy::PolicyFinding&) {});
  status.IgnoreError();
  return values;
}

// Whether a store that says `whole` says the first of it without its last `lost` bytes, and no
// more.
inline bool SaysTheBeginning(ReadStore read, absl::string_view store, size_t lost,
                             const std::vector<StoreValue>& whole) {
  const std::vector<StoreValue> rest =
      ValuesOf(read, store.substr(0, store.size() - std::min(lost, store.size())), false);
  return rest.size() <= whole.size() && std::equal(rest.begin(), rest.end(), whole.begin());
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_STORE_VALUES_H_
