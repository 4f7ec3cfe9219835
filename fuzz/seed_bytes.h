// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_SEED_BYTES_H_
#define NTLMATRIX_FUZZ_SEED_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <initializer_list>
#include <vector>

#include "parsers/bytes/bytes.h"

// How seeds are put together. Nothing here goes through the parsers' own writers, which the seeds
// are there to test.
namespace ntlmatrix::fuzz {

using Data = std::vector<uint8_t>;

// The source of a seed that no document and no bug names.
inline constexpr char kByHand[] = "built by hand";

Data Copy(Bytes bytes);
Data Join(std::initializer_list<Bytes> parts);
Data Repeat(const Data& data, int count);
Data Zeros(size_t size);

// The first `size` bytes.
Data Cut(Data data, size_t size);

// `data` with other bytes at an offset.
Data Set(Data data, size_t offset, std::initializer_list<uint8_t> bytes);

// Byte `index` of a number, the lowest first.
uint8_t Byte(size_t value, int index);

// Sets Len, MaxLen and BufferOffset of the Fields at `at`, [MS-NLMP] 2.2.1.
Data SetFields(Data data, size_t at, size_t len, size_t offset);

// Puts `value` at the end and points the Fields at `at` to it.
Data Append(Data data, size_t at, Bytes value);

// Sets the little-endian 32-bit number at `at`.
Data SetFlags(Data data, size_t at, uint32_t flags);

// An AV_PAIR, [MS-NLMP] 2.2.2.1.
Data Pair(uint16_t av_id, Bytes value);

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_SEED_BYTES_H_
