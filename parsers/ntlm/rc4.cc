// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/rc4.h"

namespace ntlmatrix::ntlm {

Rc4::Rc4(Bytes key) { arcfour_set_key(&context_, key.size(), key.data()); }

void Rc4::Crypt(absl::Span<uint8_t> data) {
  arcfour_crypt(&context_, data.size(), data.data(), data.data());
}

}  // namespace ntlmatrix::ntlm
