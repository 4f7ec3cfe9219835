// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/av_pair_reader.h"

#include <cstdint>

namespace ntlmatrix::ntlm {

bool AvPairReader::Next(AvPair* out) {
  if (terminated_ || reader_.done()) return false;
  const size_t offset = reader_.offset();
  uint16_t av_id = 0;
  uint16_t av_len = 0;
  Bytes value;
  if (!reader_.ReadU16(&av_id) || !reader_.ReadU16(&av_len) || !reader_.ReadBytes(av_len, &value)) {
    return false;
  }
  offset_ = offset;
  if (static_cast<AvId>(av_id) == AvId::kEol) {
    terminated_ = true;
    eol_value_ = value;
    return false;
  }
  *out = {static_cast<AvId>(av_id), value};
  return true;
}

}  // namespace ntlmatrix::ntlm
