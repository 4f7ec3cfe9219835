// SPDX-License-Identifier: Apache-2.0

// libregf. Names are not asked for, so that it need not convert them.

#include <cstddef>
#include <cstdint>
#include <vector>

#include <libregf.h>

#include "bench/hive_shape.h"
#include "bench/require.h"
#include "benchmark/benchmark.h"

namespace ntlmatrix::bench {
namespace {

struct Totals {
  size_t keys = 0;
  size_t values = 0;
};

class OpenHive {
 public:
  OpenHive() {
    Require(libregf_file_initialize(&file_, nullptr) == 1 &&
                libregf_file_open(file_, NTLMATRIX_BENCH_HIVE, libregf_get_access_flags_read(),
                                  nullptr) == 1,
            "libregf_file_open failed");
  }
  OpenHive(const OpenHive&) = delete;
  OpenHive& operator=(const OpenHive&) = delete;
  ~OpenHive() {
    libregf_file_close(file_, nullptr);
    libregf_file_free(&file_, nullptr);
  }

  Totals Walk() {
    Totals totals;
    libregf_key_t* root = nullptr;
    Require(libregf_file_get_root_key(file_, &root, nullptr) == 1,
            "libregf_file_get_root_key failed");
    VisitAndFree(root, &totals);
    return totals;
  }

 private:
  // The hive is one of our own, a few keys deep.
  // NOLINTNEXTLINE(misc-no-recursion)
  void VisitAndFree(libregf_key_t* key, Totals* totals) {
    ++totals->keys;
    int values = 0;
    int subkeys = 0;
    Require(libregf_key_get_number_of_values(key, &values, nullptr) == 1 &&
                libregf_key_get_number_of_sub_keys(key, &subkeys, nullptr) == 1,
            "libregf gave no number of values or subkeys");
    for (int i = 0; i < values; ++i) {
      libregf_value_t* value = nullptr;
      Require(libregf_key_get_value(key, i, &value, nullptr) == 1, "libregf_key_get_value failed");
      ReadData(value);
      libregf_value_free(&value, nullptr);
      ++totals->values;
    }
    for (int i = 0; i < subkeys; ++i) {
      libregf_key_t* subkey = nullptr;
      Require(libregf_key_get_sub_key(key, i, &subkey, nullptr) == 1,
              "libregf_key_get_sub_key failed");
      VisitAndFree(subkey, totals);
    }
    libregf_key_free(&key, nullptr);
  }

  void ReadData(libregf_value_t* value) {
    size_t size = 0;
    Require(libregf_value_get_value_data_size(value, &size, nullptr) == 1,
            "libregf_value_get_value_data_size failed");
    data_.resize(size);
    Require(size == 0 || libregf_value_get_value_data(value, data_.data(), size, nullptr) == 1,
            "libregf_value_get_value_data failed");
  }

  libregf_file_t* file_ = nullptr;
  std::vector<uint8_t> data_;
};

void Walk(benchmark::State& state) {
  OpenHive hive;
  for (auto _ : state) {
    const Totals totals = hive.Walk();
    Require(totals.keys == kHiveKeys && totals.values == kHiveValues,
            "libregf came by other keys or values");
  }
}

BENCHMARK(Walk)->Name("hive-walk");

}  // namespace
}  // namespace ntlmatrix::bench

BENCHMARK_MAIN();
