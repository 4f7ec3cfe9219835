// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/value_place.h"

#include "parsers/bytes/utf16.h"

namespace ntlmatrix::ntlm {

void ValidateUnicode(Bytes text, const ValuePlace& place, RuleId odd_length, RuleId not_utf16,
                     FindingList* findings) {
  if (text.size() % 2 != 0) {
    findings->Add(odd_length, place.fields);
  } else if (const size_t at = FindInvalidUtf16(text); at != text.size()) {
    findings->Add(not_utf16, place.At(at));
  }
}

}  // namespace ntlmatrix::ntlm
