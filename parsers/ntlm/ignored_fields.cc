// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/ignored_fields.h"

#include <algorithm>

#include "parsers/ntlm/message_layout.h"

namespace ntlmatrix::ntlm {

std::vector<uint8_t> WithoutIgnoredFields(Bytes message) {
  std::vector<uint8_t> copy(message.begin(), message.end());
  const auto layout = MessageLayout::Parse(message);
  if (!layout.ok()) return copy;
  for (const PlacedField& field : layout->fields()) {
    constexpr size_t kFieldsSize = 8;
    if (field.ignored && !field.fits) {
      std::fill_n(copy.begin() + static_cast<ptrdiff_t>(field.at), kFieldsSize, uint8_t{0});
    }
  }
  return copy;
}

}  // namespace ntlmatrix::ntlm
