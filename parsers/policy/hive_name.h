// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_HIVE_NAME_H_
#define NTLMATRIX_PARSERS_POLICY_HIVE_NAME_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::policy {

// The name of a key or value as a hive stores it: a view, in one of two encodings.
//
// Only ASCII letters are compared without case. Windows does that with its table of upper-case
// letters, which no name that matters here needs.
struct HiveName {
  Bytes bytes;                // an even number of them in UTF-16LE
  bool is_compressed = true;  // one byte for each of U+0000 to U+00FF; else UTF-16LE

  size_t size() const { return is_compressed ? bytes.size() : bytes.size() / 2; }  // in code units
  uint16_t unit(size_t i) const {
    if (is_compressed) return bytes[i];
    return static_cast<uint16_t>(bytes[2 * i] | bytes[2 * i + 1] << 8);
  }

  // An ASCII letter as upper-case letter, and anything else as it is.
  static uint16_t Upper(uint16_t unit) {
    return unit >= 'a' && unit <= 'z' ? static_cast<uint16_t>(unit - 'a' + 'A') : unit;
  }

  // InvalidArgument for a lone surrogate, which Windows allows in a name.
  absl::StatusOr<std::string> Utf8() const;

  // The same with U+FFFD instead of what can't be written as UTF-8.
  std::string Readable() const;

  bool Equals(std::u16string_view name) const;

  // What one look at every character tells.
  struct Facts {
    bool is_ascii = true;
    bool has_nul = false;
    uint32_t hash = 0;  // "Name hash" of a hash leaf, if it is ASCII
  };
  Facts Examine() const;

  // Whether it stands before the other in a list of subkeys; of ASCII names, since the order of
  // others needs the table.
  bool IsBefore(const HiveName& other) const;
};

// UTF-8 as what HiveName::Equals takes; InvalidArgument when it is malformed.
absl::StatusOr<std::u16string> HiveNameUnits(absl::string_view utf8);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_HIVE_NAME_H_
