// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_DER_READER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_DER_READER_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/bytes.h"
#include "parsers/envelope/der_departures.h"
#include "parsers/envelope/der_value.h"

namespace ntlmatrix::envelope {

// Reads the part of DER, [X.690], that SPNEGO needs, from an input it does not own.
//
// A DerRange is the cursor: a read moves its begin behind the value. Nesting is a range inside
// another, so there is no recursion and every offset counts from the start of the input.
//
// A read that fails returns false, leaves its outputs untouched and is remembered; every later
// read fails too. error() then says what could not be read, and where. Lengths and numbers that
// are longer than needed, and bytes behind the end, are read and kept in departures().
class DerReader {
 public:
  explicit DerReader(Bytes input) : input_(input) {}

  DerRange all() const { return {0, input_.size()}; }

  [[nodiscard]] bool ReadAny(DerRange* in, DerValue* out) { return ReadOneOf({}, in, out); }
  [[nodiscard]] bool Read(DerTag tag, DerRange* in, DerValue* out);
  // A value with one of these tags; with any, when there are none.
  [[nodiscard]] bool ReadOneOf(absl::Span<const DerTag> tags, DerRange* in, DerValue* out);

  // The one value with this tag in the contents of `outer`.
  [[nodiscard]] bool ReadOnly(DerTag tag, const DerValue& outer, DerValue* out);
  // Its contents.
  [[nodiscard]] bool ReadOnly(DerTag tag, const DerValue& outer, Bytes* contents);
  // The one ENUMERATED in the contents of `outer`, of at most four bytes.
  [[nodiscard]] bool ReadOnlyEnumerated(const DerValue& outer, int32_t* out);
  // The one BIT STRING in the contents of `outer`; unused_bits is as it was sent.
  [[nodiscard]] bool ReadOnlyBitString(const DerValue& outer, uint8_t* unused_bits, Bytes* octets);

  // Reads to the end of `in` values that have this tag.
  [[nodiscard]] bool ReadToEnd(DerTag tag, DerRange in);

  // A view of a range that a read has given.
  [[nodiscard]] bool View(DerRange range, Bytes* out);

  // Remembers that nothing should be in this range; an empty one is as it should be.
  void ExpectEmpty(DerRange range);

  const DerDepartures& departures() const { return departures_; }

  bool ok() const { return failure_ == Failure::kNone; }
  // The first failure, begun with `what`; OK without one.
  //
  // InvalidArgument for a value that passes the end of its parent and for another tag than the
  // wanted one. Unimplemented for what BER has and DER or this reader has not: indefinite lengths,
  // lengths of more than four bytes, numbers of more than four bytes, tag numbers above 30,
  // constructed strings.
  absl::Status error(absl::string_view what) const;

 private:
  enum class Failure {
    kNone,
    kBytes,
    kTag,
    kConstructed,
    kTagNumber,
    kIndefinite,
    kLength,
    kNumber,
    kEmpty
  };

  bool Fail(Failure failure, size_t offset, uint8_t found);
  bool FailBytes(const ByteReader& reader);
  bool CheckTag(uint8_t tag, size_t offset, absl::Span<const DerTag> tags);
  bool ReadLength(ByteReader* reader, size_t* out);

  Bytes input_;
  DerDepartures departures_;
  Failure failure_ = Failure::kNone;
  size_t failure_offset_ = 0;
  uint8_t found_ = 0;
  DerTag wanted_ = DerTag::kSequence;
  ByteReader failed_{Bytes()};
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_DER_READER_H_
