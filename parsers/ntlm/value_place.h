// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_VALUE_PLACE_H_
#define NTLMATRIX_PARSERS_NTLM_VALUE_PLACE_H_

#include <cstddef>
#include <optional>

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/rules.h"

namespace ntlmatrix::ntlm {

// Where findings about a value point to.
struct ValuePlace {
  size_t fields = 0;            // its Fields in the header
  std::optional<size_t> value;  // its first byte, where the layout is known

  // A byte of the value, or its Fields where the layout is not known.
  size_t At(size_t offset) const { return value.has_value() ? *value + offset : fields; }
};

// The place of a value by the place of its Fields in header_fields.h; kNoLayout knows none.
inline ValuePlace PlaceOf(const MessageLayout& layout, size_t index, size_t fields) {
  if (index >= layout.field_count) return {fields, std::nullopt};
  return {fields, layout.header_fields[index].buffer_offset};
}

// Adds what is wrong with a string that the flags call Unicode: half a code unit, else a lone
// surrogate.
void ValidateUnicode(Bytes text, const ValuePlace& place, RuleId odd_length, RuleId not_utf16,
                     FindingList* findings);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_VALUE_PLACE_H_
