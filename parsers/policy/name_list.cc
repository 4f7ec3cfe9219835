// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/name_list.h"

#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"

#include "parsers/policy/place.h"

namespace ntlmatrix::policy {

absl::Status NameLists::Count(const RegistryValue& value, absl::string_view name) {
  work_ += value.key.size() + name.size();
  if (work_ <= kMaxNameListWork) return absl::OkStatus();
  return AtPlace(
      absl::ResourceExhaustedError(absl::StrCat("the lists of names to delete stand for more than ",
                                                kMaxNameListWork, " bytes of keys and names")),
      value.where);
}

absl::Status NameLists::DeleteKeys(absl::string_view list, RegistryValue value, Deliver deliver) {
  value.operation = RegistryValue::Operation::kDeleteKey;
  value.name = "";
  std::string path = absl::StrCat(value.key, value.key.empty() ? "" : "\\");
  const size_t parent = path.size();
  for (const absl::string_view name : absl::StrSplit(list, ';', absl::SkipEmpty())) {
    path.resize(parent);
    absl::StrAppend(&path, name);
    value.key = path;
    if (absl::Status status = Count(value, name); !status.ok()) return status;
    if (absl::Status status = deliver(value); !status.ok()) return status;
  }
  return absl::OkStatus();
}

absl::Status NameLists::DeleteValues(absl::string_view list, RegistryValue value, Deliver deliver) {
  value.operation = RegistryValue::Operation::kDelete;
  for (const absl::string_view name : absl::StrSplit(list, ';', absl::SkipEmpty())) {
    value.name = name;
    if (absl::Status status = Count(value, name); !status.ok()) return status;
    if (absl::Status status = deliver(value); !status.ok()) return status;
  }
  return absl::OkStatus();
}

}  // namespace ntlmatrix::policy
