// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/spnego_writer.h"

namespace ntlmatrix::envelope {

void WriteMember(DerTag member, DerTag type, const std::optional<Bytes>& value, DerWriter* out) {
  if (!value.has_value()) return;
  const size_t mark = out->size();
  out->Prepend(type, *value);
  out->Wrap(member, mark);
}

void WriteChoice(DerTag choice, const std::optional<Bytes>& this_mech, DerWriter* out) {
  out->Wrap(DerTag::kSequence, 0);
  out->Wrap(choice, 0);
  if (!this_mech.has_value()) return;
  out->Prepend(DerTag::kObjectIdentifier, *this_mech);
  out->Wrap(DerTag::kApplication0, 0);
}

}  // namespace ntlmatrix::envelope
