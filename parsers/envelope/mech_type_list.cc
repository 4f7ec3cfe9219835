// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/mech_type_list.h"

#include "parsers/envelope/der_writer.h"

namespace ntlmatrix::envelope {

MechTypeReader::MechTypeReader(const MechTypeList& list) : der_(list.encoding) {
  DerRange all = der_.all();
  DerValue sequence;
  if (der_.Read(DerTag::kSequence, &all, &sequence)) in_ = sequence.range();
}

bool MechTypeReader::Next(Bytes* mech_type) {
  DerValue value;
  if (in_.empty() || !der_.Read(DerTag::kObjectIdentifier, &in_, &value)) return false;
  offset_ = value.offset;
  *mech_type = value.contents;
  return true;
}

absl::StatusOr<std::vector<uint8_t>> SerializeMechTypeList(absl::Span<const Bytes> mech_types) {
  DerWriter out;
  for (auto mech_type = mech_types.rbegin(); mech_type != mech_types.rend(); ++mech_type) {
    out.Prepend(DerTag::kObjectIdentifier, *mech_type);
  }
  out.Wrap(DerTag::kSequence, 0);
  return out.Finish();
}

}  // namespace ntlmatrix::envelope
