// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_BENCH_STORES_H_
#define NTLMATRIX_BENCH_STORES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

// Policy stores of at most `size` bytes, and not much less: values of all kinds that policies have,
// with the settings of hive_shape.h last.
namespace ntlmatrix::bench {

// In UTF-16LE with byte order mark, lines ending in CRLF.
std::vector<uint8_t> SecurityTemplateOf(size_t size);
std::vector<uint8_t> RegFileOf(size_t size);

std::vector<uint8_t> RegistryPolOf(size_t size);

}  // namespace ntlmatrix::bench

#endif  // NTLMATRIX_BENCH_STORES_H_
