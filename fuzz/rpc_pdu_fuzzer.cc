// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "parsers/envelope/rpc_pdu.h"
#include "parsers/envelope/rpc_pdu_reader.h"

// A stream is given fragment by fragment and no byte twice; a fragment that parses can be judged,
// and is written again byte for byte.
//
// A fragment has one encoding, so equal bytes may be claimed.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using ntlmatrix::Bytes;
  using ntlmatrix::envelope::RpcPdu;
  ntlmatrix::envelope::RpcPduReader reader(Bytes(data, size));
  size_t given = 0;
  for (Bytes fragment; reader.Next(&fragment);) {
    FUZZ_CHECK(reader.offset() == given && fragment.size() >= 16);
    given += fragment.size();
    const auto pdu = RpcPdu::Parse(fragment);
    if (!pdu.ok()) continue;
    pdu->Validate();
    const auto bytes = pdu->Serialize();
    FUZZ_CHECK(bytes.ok() && Bytes(*bytes) == fragment);
    const auto again = RpcPdu::Parse(*bytes);
    FUZZ_CHECK(again.ok() && *again == *pdu);
  }
  FUZZ_CHECK(given <= size && (given == size) == reader.status().ok());
  return 0;
}
