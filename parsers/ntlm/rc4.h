// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_RC4_H_
#define NTLMATRIX_PARSERS_NTLM_RC4_H_

#include "absl/types/span.h"
#include <nettle/arcfour.h>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::ntlm {

// A key state of RC4, which [MS-NLMP] 3.4 and 6 call a handle.
//
// A copy goes on from the same place in the key stream.
class Rc4 {
 public:
  // RC4Init, [MS-NLMP] 6, with a key of 1 to 256 bytes.
  explicit Rc4(Bytes key);

  // Encrypts or decrypts in place with the next bytes of the key stream.
  void Crypt(absl::Span<uint8_t> data);

 private:
  arcfour_ctx context_;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_RC4_H_
