// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_NO_BODY_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_NO_BODY_H_

#include <cstddef>
#include <vector>

#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_reader.h"
#include "parsers/envelope/rpc_writer.h"

namespace ntlmatrix::envelope {

// What follows the header of a co_cancel, orphaned or shutdown: nothing, [C706] 12.6.4.6, 12.6.4.8
// and 12.6.4.11. The first two may have a sec_trailer.
struct RpcNoBody {
  [[nodiscard]] bool Read(const RpcHeader&, RpcReader*) { return true; }
  void Write(RpcWriter*) const {}
  size_t size() const { return 0; }
  void Validate(const RpcHeader&, std::vector<Finding>*) const {}

  bool operator==(const RpcNoBody&) const = default;
};

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_NO_BODY_H_
