// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "parsers/ntlm/message_signature.h"

// In each form 16 bytes and no other number parse, and are written again as they were.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using ntlmatrix::ntlm::MessageSignature;
  using enum ntlmatrix::ntlm::SignatureForm;
  const ntlmatrix::Bytes bytes(data, size);
  for (const auto form : {kWithoutExtendedSessionSecurity, kExtendedSessionSecurity, kDummy}) {
    const auto signature = MessageSignature::Parse(bytes, form);
    FUZZ_CHECK(signature.ok() == (size == 16));
    if (!signature.ok()) continue;
    FUZZ_CHECK(ntlmatrix::Bytes(signature->Serialize()) == bytes);
    signature->Validate();
  }
  return 0;
}
