// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_PLACE_H_
#define NTLMATRIX_PARSERS_POLICY_PLACE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/status/status.h"

namespace ntlmatrix::policy {

// Where in a store something stands: a line counted from 1, a byte offset, or the store as a whole.
struct Place {
  enum class Kind { kWholeStore, kLine, kOffset };

  static Place Line(uint64_t line) { return {Kind::kLine, line}; }
  static Place Offset(uint64_t offset) { return {Kind::kOffset, offset}; }

  Kind kind = Kind::kWholeStore;
  uint64_t number = 0;

  bool operator==(const Place&) const = default;
};

// "12" for a line, "offset 0x1c" for an offset, "" for the whole store.
std::string PlaceText(const Place& place);

// The status with a place attached, and back.
absl::Status AtPlace(absl::Status status, const Place& place);
Place PlaceOf(const absl::Status& status);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_PLACE_H_
