// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_READER_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_READER_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::envelope {

// Walks over the fragments of one direction of a connection, as they follow each other in the
// stream; what one of them holds is left to RpcPdu::Parse().
//
// Looks at 16 bytes of each fragment and gives no byte twice.
class RpcPduReader {
 public:
  // Reads from bytes that it does not own.
  explicit RpcPduReader(Bytes stream) : stream_(stream) {}

  // Gives a view of the next fragment. False at the end, and for ever where a header can not be
  // read or its frag_length is less than 16 or passes the end: status() then says why.
  [[nodiscard]] bool Next(Bytes* fragment);

  // Where the fragment given last begins, in bytes from the start of the stream.
  size_t offset() const { return offset_; }

  // OK while fragments are given and at a clean end; otherwise what RpcHeader::Parse() says, with
  // the offset of the header in the stream.
  const absl::Status& status() const { return status_; }

 private:
  Bytes stream_;
  size_t offset_ = 0;
  size_t next_ = 0;
  absl::Status status_;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_READER_H_
