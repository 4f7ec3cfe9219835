// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_MECH_TYPE_LIST_H_
#define NTLMATRIX_PARSERS_ENVELOPE_MECH_TYPE_LIST_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/envelope/der_reader.h"
#include "parsers/envelope/der_value.h"

namespace ntlmatrix::envelope {

// MechTypeList, [RFC 4178] 4.1: mechanisms in decreasing preference.
struct MechTypeList {
  // The list as it was sent, with its own identifier and length octets, without those of [0].
  // These are the bytes that mechListMIC is computed over, [RFC 4178] 5 a).
  Bytes encoding;

  bool operator==(const MechTypeList&) const = default;
};

// Walks a MechTypeList and allocates nothing.
//
//   MechTypeReader reader(list);
//   for (Bytes mech_type; reader.Next(&mech_type);) …
//   if (!reader.ok()) return reader.error();
class MechTypeReader {
 public:
  explicit MechTypeReader(const MechTypeList& list);

  // The next mechanism; false at the end and from the first failure on.
  [[nodiscard]] bool Next(Bytes* mech_type);

  // Where the object identifier that was read last begins, from the start of the encoding.
  size_t offset() const { return offset_; }

  // Never false for the list of a token that Parse() has read.
  bool ok() const { return der_.ok(); }
  absl::Status error() const { return der_.error("MechTypeList"); }

 private:
  DerReader der_;
  DerRange in_;
  size_t offset_ = 0;
};

// The encoding of a list of mechanisms; ResourceExhausted when it is longer than 4 GiB.
absl::StatusOr<std::vector<uint8_t>> SerializeMechTypeList(absl::Span<const Bytes> mech_types);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_MECH_TYPE_LIST_H_
