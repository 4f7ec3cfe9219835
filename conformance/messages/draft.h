// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_DRAFT_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_DRAFT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/messages/piece.h"

namespace ntlmatrix::conformance::messages {

// A value of a payload, and what the Fields that point to it say.
struct DraftValue {
  std::string name;  // "TargetName"; its Fields are "TargetNameFields"
  Pieces content;
  bool placed = true;  // false: it has no place in the payload, its Fields say Len 0
  size_t gap = 0;      // bytes of padding before it

  // What the Fields say instead of the truth.
  std::optional<uint16_t> len = {};
  std::optional<uint16_t> max_len = {};
  std::optional<uint32_t> offset = {};
};

// A message before its values have places. Nothing here goes through the parsers' own writers,
// which the messages are there to test.
struct Draft {
  Pieces header;                   // Fields without bytes
  std::vector<DraftValue> values;  // in the order of the payload
  size_t padding = 0;              // bytes after the last value

  // The parts with this name; they must be there.
  Piece& Header(absl::string_view name);
  DraftValue& Value(absl::string_view name);

  // Removes members from the header: this one and what follows it.
  void EndHeaderBefore(absl::string_view name);

  // Makes this value the last of the payload.
  void MoveToEnd(absl::string_view name);

  // Where the value of this name begins, and the size of the whole message.
  size_t OffsetOf(absl::string_view name) const;
  size_t Size() const;

  // The message, field by field.
  Pieces Lay() const;
};

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_DRAFT_H_
