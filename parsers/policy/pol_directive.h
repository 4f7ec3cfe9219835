// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_POL_DIRECTIVE_H_
#define NTLMATRIX_PARSERS_POLICY_POL_DIRECTIVE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::policy {

// What an entry of a Registry.pol does whose value name begins with `**`; Win32, "Registry Policy
// File Format".
struct PolDirective {
  enum class Kind : uint8_t {
    kUnknown,
    kDeleteValue,      // **Del.NAME
    kDeleteAllValues,  // **DelVals
    kDeleteValues,     // **DeleteValues, names in the data
    kDeleteKeys,       // **DeleteKeys, names in the data
    kSetIfAbsent,      // **Soft.NAME
    kSecureKey,        // **SecureKey, access to the key
  };

  Kind kind = Kind::kUnknown;
  absl::string_view name;  // NAME
};

// The directive that a value name is, in any case of letters. One of those that take no NAME may
// end in a dot, as the editors write it, or in a blank, which the page allows.
PolDirective PolDirectiveOf(absl::string_view value_name);

// The list in the data of **DeleteValues or **DeleteKeys as UTF-8, with `;` between the names:
// UTF-16LE up to the NULs at its end. Nothing when it has no name, a control character, or is no
// text.
std::optional<std::string> PolDirectiveList(Bytes data);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_POL_DIRECTIVE_H_
