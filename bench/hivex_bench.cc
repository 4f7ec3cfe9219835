// SPDX-License-Identifier: Apache-2.0

// libhivex, which checks the header of every hive bin and notes each cell in use when it opens.

#include <cstddef>
#include <cstdint>

#include <hivex.h>

#include "bench/hive_shape.h"
#include "bench/require.h"
#include "benchmark/benchmark.h"

namespace ntlmatrix::bench {
namespace {

class OpenHive {
 public:
  OpenHive() : hive_(hivex_open(NTLMATRIX_BENCH_HIVE, 0)) {
    Require(hive_ != nullptr, "hivex_open failed");
  }
  OpenHive(const OpenHive&) = delete;
  OpenHive& operator=(const OpenHive&) = delete;
  ~OpenHive() { hivex_close(hive_); }

  hive_h* get() { return hive_; }

  hive_node_h Child(hive_node_h node, const char* name) {
    const hive_node_h child = hivex_node_get_child(hive_, node, name);
    Require(child != 0, "hivex_node_get_child failed");
    return child;
  }

  uint32_t Dword(hive_node_h node, const char* name) {
    const hive_value_h value = hivex_node_get_value(hive_, node, name);
    Require(value != 0, "hivex_node_get_value failed");
    return static_cast<uint32_t>(hivex_value_dword(hive_, value));
  }

 private:
  hive_h* hive_;
};

void Settings(benchmark::State& state) {
  for (auto _ : state) {
    OpenHive hive;
    const hive_node_h root = hivex_root(hive.get());
    Require(hive.Dword(hive.Child(root, "Select"), "Current") == 1, "hivex: another control set");
    const hive_node_h control = hive.Child(hive.Child(root, "ControlSet001"), "Control");
    const hive_node_h lsa = hive.Child(control, "Lsa");
    const hive_node_h msv1_0 = hive.Child(lsa, "MSV1_0");
    Require(hive.Dword(msv1_0, "NtlmMinClientSec") == kNtlmMinClientSec &&
                hive.Dword(msv1_0, "NtlmMinServerSec") == kNtlmMinServerSec &&
                hive.Dword(lsa, "LmCompatibilityLevel") == kLmCompatibilityLevel,
            "hivex: other settings");
  }
}

struct Totals {
  size_t keys = 0;
  size_t values = 0;
};

int CountKey(hive_h*, void* totals, hive_node_h, const char*) {
  ++static_cast<Totals*>(totals)->keys;
  return 0;
}

int CountValue(hive_h*, void* totals, hive_node_h, hive_value_h, hive_type, size_t, const char*,
               const char*) {
  ++static_cast<Totals*>(totals)->values;
  return 0;
}

// value_any spares it the conversion of texts, which the callbacks for each type are given.
void Walk(benchmark::State& state) {
  OpenHive hive;
  hivex_visitor visitor = {};
  visitor.node_start = CountKey;
  visitor.value_any = CountValue;
  for (auto _ : state) {
    Totals totals;
    Require(hivex_visit(hive.get(), &visitor, sizeof visitor, &totals, 0) == 0,
            "hivex_visit failed");
    Require(totals.keys == kHiveKeys && totals.values == kHiveValues,
            "hivex_visit came by other keys or values");
  }
}

BENCHMARK(Settings)->Name("hive-settings");
BENCHMARK(Walk)->Name("hive-walk");

}  // namespace
}  // namespace ntlmatrix::bench

BENCHMARK_MAIN();
