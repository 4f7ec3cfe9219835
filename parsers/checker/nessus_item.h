// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_NESSUS_ITEM_H_
#define NTLMATRIX_PARSERS_CHECKER_NESSUS_ITEM_H_

#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "parsers/checker/checker_rule.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::checker {

// The fields of an <item>, <custom_item> or <report>.
struct NessusItem {
  struct Field {
    std::string key;    // "value_data"
    std::string value;  // as written, quotation marks included
  };

  std::vector<Field> fields;
  policy::Place where;

  // The first field of that name, without its quotation marks; empty where there is none.
  std::string Text(absl::string_view key) const;
  // The same as written.
  std::string Raw(absl::string_view key) const;
  bool Has(absl::string_view key) const;
};

// The test that an item makes. What it is not known how to evaluate is a test with a problem.
RegistryTest TestOf(const NessusItem& item);

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_NESSUS_ITEM_H_
