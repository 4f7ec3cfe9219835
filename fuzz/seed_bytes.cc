// SPDX-License-Identifier: Apache-2.0

#include "fuzz/seed_bytes.h"

#include <algorithm>
#include <utility>

namespace ntlmatrix::fuzz {

Data Copy(Bytes bytes) { return Data(bytes.begin(), bytes.end()); }

Data Join(std::initializer_list<Bytes> parts) {
  Data all;
  for (const Bytes part : parts) all.insert(all.end(), part.begin(), part.end());
  return all;
}

Data Repeat(const Data& data, int count) {
  Data all;
  for (int i = 0; i < count; ++i) all.insert(all.end(), data.begin(), data.end());
  return all;
}

Data Zeros(size_t size) { return Data(size); }

Data Cut(Data data, size_t size) {
  data.resize(size);
  return data;
}

Data Set(Data data, size_t offset, std::initializer_list<uint8_t> bytes) {
  std::copy(bytes.begin(), bytes.end(), data.begin() + static_cast<ptrdiff_t>(offset));
  return data;
}

uint8_t Byte(size_t value, int index) { return static_cast<uint8_t>(value >> (8 * index)); }

Data SetFields(Data data, size_t at, size_t len, size_t offset) {
  return Set(std::move(data), at,
             {Byte(len, 0), Byte(len, 1), Byte(len, 0), Byte(len, 1), Byte(offset, 0),
              Byte(offset, 1), Byte(offset, 2), Byte(offset, 3)});
}

Data Append(Data data, size_t at, Bytes value) {
  const size_t offset = data.size();
  data.insert(data.end(), value.begin(), value.end());
  return SetFields(std::move(data), at, value.size(), offset);
}

Data SetFlags(Data data, size_t at, uint32_t flags) {
  return Set(std::move(data), at, {Byte(flags, 0), Byte(flags, 1), Byte(flags, 2), Byte(flags, 3)});
}

Data Pair(uint16_t av_id, Bytes value) {
  const Data header = {Byte(av_id, 0), Byte(av_id, 1), Byte(value.size(), 0),
                       Byte(value.size(), 1)};
  return Join({header, value});
}

}  // namespace ntlmatrix::fuzz
