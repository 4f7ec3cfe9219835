// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_CRYPTO_H_
#define NTLMATRIX_PARSERS_NTLM_CRYPTO_H_

#include <array>
#include <cstdint>

#include "absl/types/span.h"

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::ntlm {

// MD4 over the concatenation of `parts`.
Hash Md4(absl::Span<const Bytes> parts);

// MD5 over the concatenation of `parts`.
Hash Md5(absl::Span<const Bytes> parts);

// HMAC_MD5, [MS-NLMP] 6, over the concatenation of `parts`.
Hash HmacMd5(const Hash& key, absl::Span<const Bytes> parts);

// DES of one block with a key of 56 bits, [MS-NLMP] 6. Weak keys are keys like others.
Challenge Des(const std::array<uint8_t, 7>& key, const Challenge& block);

// DESL, [MS-NLMP] 6: DES with bytes 0..6, 7..13 and 14..15 (zero-padded) of the key.
Response24 Desl(const Hash& key, const Challenge& challenge);

// RC4K, [MS-NLMP] 6: a fresh RC4 key stream over `data`; its own inverse.
Hash Rc4K(const Hash& key, const Hash& data);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_CRYPTO_H_
