// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_AV_PAIR_READER_H_
#define NTLMATRIX_PARSERS_NTLM_AV_PAIR_READER_H_

#include <cstddef>
#include <cstdint>

#include "absl/status/status.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/av_pair.h"

namespace ntlmatrix::ntlm {

// Walks a list of AV_PAIRs, [MS-NLMP] 2.2.2.1, and allocates nothing.
//
//   AvPairReader reader(target_info);
//   for (AvPair pair; reader.Next(&pair);) …
//   if (!reader.ok()) return reader.error();
//
// A list that ends without MsvAvEOL is readable; terminated() tells it apart.
class AvPairReader {
 public:
  explicit AvPairReader(Bytes list) : reader_(list) {}

  // The next pair before MsvAvEOL; false at MsvAvEOL, at the end and from the first failure on.
  [[nodiscard]] bool Next(AvPair* out);

  // Where the pair that was read last begins, MsvAvEOL included.
  size_t offset() const { return offset_; }

  bool terminated() const { return terminated_; }
  // The value of MsvAvEOL, which must be empty.
  Bytes eol_value() const { return eol_value_; }
  // The bytes not read; after MsvAvEOL nothing is.
  size_t remaining() const { return reader_.remaining(); }

  // Whether no pair read so far passes the end.
  bool ok() const { return reader_.ok(); }
  // OK, or InvalidArgument with the offset of the pair that passes the end.
  absl::Status error() const { return reader_.error("AV_PAIR"); }

 private:
  ByteReader reader_;
  size_t offset_ = 0;
  bool terminated_ = false;
  Bytes eol_value_;
};

inline bool AvPairReader::Next(AvPair* out) {
  if (terminated_ || reader_.done()) return false;
  const size_t offset = reader_.offset();
  uint32_t id_and_len = 0;
  Bytes value;
  if (!reader_.ReadU32(&id_and_len) || !reader_.ReadBytes(id_and_len >> 16, &value)) return false;
  offset_ = offset;
  const auto av_id = static_cast<AvId>(id_and_len & 0xFFFF);
  if (av_id == AvId::kEol) {
    terminated_ = true;
    eol_value_ = value;
    return false;
  }
  *out = {av_id, value};
  return true;
}

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_AV_PAIR_READER_H_
