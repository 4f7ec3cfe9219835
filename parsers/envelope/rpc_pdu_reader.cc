// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_pdu_reader.h"

#include "absl/status/statusor.h"
#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/envelope/rpc_header.h"

namespace ntlmatrix::envelope {

bool RpcPduReader::Next(Bytes* fragment) {
  if (!status_.ok() || next_ == stream_.size()) return false;
  ByteReader in(stream_);
  Bytes rest;
  if (!in.ReadAt(next_, stream_.size() - next_, &rest)) return false;
  const absl::StatusOr<RpcHeader> header = RpcHeader::Parse(rest);
  if (!header.ok()) {
    status_ = absl::Status(
        header.status().code(),
        absl::StrCat(header.status().message(), " (header at offset ", next_, " of the stream)"));
    return false;
  }
  if (!in.ReadAt(next_, header->frag_length, fragment)) return false;
  offset_ = next_;
  next_ += header->frag_length;
  return true;
}

}  // namespace ntlmatrix::envelope
