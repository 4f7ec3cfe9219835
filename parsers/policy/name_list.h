// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_NAME_LIST_H_
#define NTLMATRIX_PARSERS_POLICY_NAME_LIST_H_

#include <cstddef>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/policy/registry_value.h"

namespace ntlmatrix::policy {

// Bytes of keys and names that the lists of one store may stand for: each name of a list stands for
// its key too, so that a long key with a long list would stand for the product of both.
inline constexpr size_t kMaxNameListWork = size_t{64} << 20;

// Takes the lists of names with `;` between them, by which some stores delete, apart.
class NameLists {
 public:
  using Deliver = absl::FunctionRef<absl::Status(const RegistryValue&)>;

  // Delivers `value` once for every name of the list that is not empty: as the deletion of the key
  // of that name below value.key, or of the value of that name in it. ResourceExhausted over
  // kMaxNameListWork; else the first error of `deliver`.
  absl::Status DeleteKeys(absl::string_view list, RegistryValue value, Deliver deliver);
  absl::Status DeleteValues(absl::string_view list, RegistryValue value, Deliver deliver);

 private:
  absl::Status Count(const RegistryValue& value, absl::string_view name);

  size_t work_ = 0;
};

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_NAME_LIST_H_
