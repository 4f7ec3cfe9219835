// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_BENCH_MEASURE_H_
#define NTLMATRIX_BENCH_MEASURE_H_

#include <cstddef>

#include "bench/require.h"
#include "benchmark/benchmark.h"

namespace ntlmatrix::bench {

// How often this program has called operator new.
extern size_t allocations;

// Measures `operation`, which says whether it succeeded, and counts what it allocates once.
template <typename Operation>
void Measure(benchmark::State& state, Operation operation) {
  const size_t before = allocations;
  Require(operation(), "ntlmatrix: an operation failed");
  state.counters["allocations"] = static_cast<double>(allocations - before);
  for (auto _ : state) {
    bool done = operation();
    benchmark::DoNotOptimize(done);
  }
}

}  // namespace ntlmatrix::bench

#endif  // NTLMATRIX_BENCH_MEASURE_H_
