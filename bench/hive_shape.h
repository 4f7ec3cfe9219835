// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_BENCH_HIVE_SHAPE_H_
#define NTLMATRIX_BENCH_HIVE_SHAPE_H_

#include <cstddef>
#include <cstdint>

// What stands in the SYSTEM hive that every program here reads, NTLMATRIX_BENCH_HIVE: whoever walks
// it has to come by as much.
namespace ntlmatrix::bench {

inline constexpr size_t kHiveKeys = 25242;
inline constexpr size_t kHiveValues = 94763;

// The settings: of Control\Lsa the level, of Control\Lsa\MSV1_0 the others. Select\Current is 1.
inline constexpr uint32_t kLmCompatibilityLevel = 5;
inline constexpr uint32_t kNtlmMinClientSec = 0x20080000;
inline constexpr uint32_t kNtlmMinServerSec = 0x20000000;

}  // namespace ntlmatrix::bench

#endif  // NTLMATRIX_BENCH_HIVE_SHAPE_H_
