// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_DER_WRITER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_DER_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "parsers/bytes/bytes.h"
#include "parsers/envelope/der_value.h"

namespace ntlmatrix::envelope {

// Writes DER back to front, so that the length of a value is known when its turn comes.
//
//   const size_t mark = out.size();
//   out.Prepend(DerTag::kOctetString, token);
//   out.Wrap(DerTag::kContext2, mark);  // [2] OCTET STRING
class DerWriter {
 public:
  // How much is written so far, for Wrap().
  size_t size() const { return reversed_.size(); }

  // Puts bytes in front of what is written.
  void Prepend(Bytes bytes);
  // Puts a value in front.
  void Prepend(DerTag tag, Bytes contents);
  // Puts identifier and length octets in front, for contents of this size.
  //
  // More than 0xFFFFFFFF bytes make Finish() fail with ResourceExhausted.
  void PrependHeader(DerTag tag, size_t contents_size);
  // Puts an ENUMERATED in front.
  void PrependEnumerated(int32_t value);

  // Makes what was written since size() was `mark` the contents of a value.
  void Wrap(DerTag tag, size_t mark) { PrependHeader(tag, size() - mark); }

  // The bytes, front to back; the writer is empty afterwards.
  absl::StatusOr<std::vector<uint8_t>> Finish();

 private:
  std::vector<uint8_t> reversed_;
  absl::Status status_;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_DER_WRITER_H_
