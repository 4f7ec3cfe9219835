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

// The place of a value; a layout without Fields, MessageLayout(), knows none.
inline ValuePlace PlaceOf(const MessageLayout& layout, absl::string_view name, size_t fields) {
  const PlacedField* const field = layout.Find(name);
  if (field == nullptr) return {fields, std::nullopt};
  return {fields, field->fields.buffer_offset};
}

// Adds what is wrong with a string that the flags call Unicode: half a code unit, else a lone
// surrogate.
void ValidateUnicode(Bytes text, const ValuePlace& place, RuleId odd_length, RuleId not_utf16,
                     FindingList* findings);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_VALUE_PLACE_H_
