// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_RULES_H_
#define NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_RULES_H_

#include <cstddef>
#include <vector>

#include "parsers/bytes/finding.h"
#include "parsers/envelope/rpc_pdu.h"

namespace ntlmatrix::envelope {

// Appends the departures that header, body and sec_trailer show together, and those of
// sec_trailer; `stub_offset` is where stub data begins.
void ValidatePdu(const RpcPdu& pdu, size_t stub_offset, std::vector<Finding>* findings);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_RPC_PDU_RULES_H_
