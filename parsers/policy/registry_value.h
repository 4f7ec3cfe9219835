// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_REGISTRY_VALUE_H_
#define NTLMATRIX_PARSERS_POLICY_REGISTRY_VALUE_H_

#include <cstdint>
#include <variant>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::policy {

// Registry value types, winnt.h.
inline constexpr uint32_t kRegSz = 1;
inline constexpr uint32_t kRegExpandSz = 2;
inline constexpr uint32_t kRegBinary = 3;
inline constexpr uint32_t kRegDword = 4;
inline constexpr uint32_t kRegMultiSz = 7;

// One registry value as a policy store states it: names and data exactly as written.
//
// The views live as long as the call of the sink. Nothing is checked or normalised.
struct RegistryValue {
  enum class Operation {
    kSet,
    kDelete,        // the value
    kDeleteValues,  // every value of the key; no name
    kDeleteKey,     // the key and all that is below it; no name
  };

  absl::string_view hive;  // "MACHINE", "HKLM:", "HKEY_LOCAL_MACHINE"
  absl::string_view key;   // between the separators after the hive and before the name
  absl::string_view name;  // begins with the surplus separators when the last one is repeated
  uint32_t type = 0;
  std::variant<Bytes, absl::string_view> data;  // text in stores that write data as text
  absl::string_view written;  // what stands in the store where `data` is a translation of it
  absl::string_view
      condition;  // why it holds on some computers only, as "only where ..."; or empty
  Operation operation = Operation::kSet;
  bool cut_off = false;    // the store ends before the end of the data is certain
  absl::string_view file;  // of a store of several files the one it stands in; empty otherwise
  Place where;
};

using RegistryValueSink = absl::FunctionRef<void(const RegistryValue&)>;

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_REGISTRY_VALUE_H_
