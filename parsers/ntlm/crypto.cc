// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/crypto.h"

#include <algorithm>
#include <cstddef>

#include <nettle/des.h>
#include <nettle/hmac.h>
#include <nettle/md4.h>
#include <nettle/md5.h>

#include "parsers/ntlm/rc4.h"

namespace ntlmatrix::ntlm {

Hash Md4(absl::Span<const Bytes> parts) {
  md4_ctx context;
  md4_init(&context);
  for (const Bytes part : parts) md4_update(&context, part.size(), part.data());
  Hash hash;
  md4_digest(&context, hash.size(), hash.data());
  return hash;
}

Hash Md5(absl::Span<const Bytes> parts) {
  md5_ctx context;
  md5_init(&context);
  for (const Bytes part : parts) md5_update(&context, part.size(), part.data());
  Hash hash;
  md5_digest(&context, hash.size(), hash.data());
  return hash;
}

Hash HmacMd5(const Hash& key, absl::Span<const Bytes> parts) {
  hmac_md5_ctx context;
  hmac_md5_set_key(&context, key.size(), key.data());
  for (const Bytes part : parts) hmac_md5_update(&context, part.size(), part.data());
  Hash hash;
  hmac_md5_digest(&context, hash.size(), hash.data());
  return hash;
}

Challenge Des(const std::array<uint8_t, 7>& key, const Challenge& block) {
  uint64_t bits = 0;
  for (const uint8_t byte : key) bits = bits << 8 | byte;
  // Seven bits a byte, from the highest; the lowest bit is parity, which DES does not use.
  std::array<uint8_t, DES_KEY_SIZE> spread;
  for (size_t i = 0; i < spread.size(); ++i) {
    spread[i] = static_cast<uint8_t>((bits >> (49 - 7 * i) & 0x7F) << 1);
  }
  des_ctx context;
  // Zero says that the key is weak (the one of an empty password is); it is set all the same.
  static_cast<void>(des_set_key(&context, spread.data()));
  Challenge out;
  des_encrypt(&context, out.size(), out.data(), block.data());
  return out;
}

Response24 Desl(const Hash& key, const Challenge& challenge) {
  std::array<uint8_t, 21> padded = {};
  std::copy(key.begin(), key.end(), padded.begin());
  Response24 response;
  auto out = response.begin();
  for (size_t part = 0; part < 3; ++part) {
    std::array<uint8_t, 7> des_key;
    for (size_t i = 0; i < des_key.size(); ++i) des_key[i] = padded[7 * part + i];
    const Challenge block = Des(des_key, challenge);
    out = std::copy(block.begin(), block.end(), out);
  }
  return response;
}

Hash Rc4K(const Hash& key, const Hash& data) {
  Hash out = data;
  Rc4(key).Crypt(absl::MakeSpan(out));
  return out;
}

}  // namespace ntlmatrix::ntlm
