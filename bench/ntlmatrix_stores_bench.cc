// SPDX-License-Identifier: Apache-2.0

// What this project's own readers of policy stores take, from the bytes to the settings.

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/status/status.h"

#include "bench/hive_shape.h"
#include "bench/measure.h"
#include "bench/stores.h"
#include "benchmark/benchmark.h"
#include "conformance/files/file_bytes.h"
#include "parsers/bytes/bytes.h"
#include "parsers/policy/hive.h"
#include "parsers/policy/hive_walk.h"
#include "parsers/policy/interpreter.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/reg_file.h"
#include "parsers/policy/registry_pol.h"
#include "parsers/policy/security_template.h"
#include "parsers/policy/system_hive.h"

namespace ntlmatrix::bench {
namespace {

using policy::PolicyFinding;
using policy::PolicySetting;
using policy::RegistryValue;

bool Is(const PolicySetting& setting, uint32_t value) {
  return setting.state == policy::SettingState::kDefined && setting.value == value;
}

// Whether the store can be read, without any error, and defines the settings.
template <typename Reader>
bool ReadSettings(Reader read, Bytes bytes) {
  policy::Interpreter interpreter("store");
  size_t errors = 0;
  const absl::Status status = read(
      {bytes}, [&interpreter](const RegistryValue& value) { interpreter.Add(value); },
      [&errors](const PolicyFinding& finding) {
        errors += finding.severity == Severity::kError ? size_t{1} : size_t{0};
      });
  const std::vector<PolicySetting> settings = interpreter.Settings();
  return status.ok() && errors == 0 && Is(settings[0], kNtlmMinClientSec) &&
         Is(settings[1], kNtlmMinServerSec) && Is(settings[2], kLmCompatibilityLevel);
}

// Opening and mapping the file is a part of it, as for those it is compared with.
void HiveSettings(benchmark::State& state) {
  Measure(state, [] {
    const auto file = files::ReadPath(NTLMATRIX_BENCH_HIVE, policy::kMaxSystemHiveSize,
                                      files::OtherFiles::kRefuse);
    return file.ok() && ReadSettings(policy::ReadSystemHive, file->bytes());
  });
}

void HiveWalk(benchmark::State& state) {
  const auto file =
      files::ReadPath(NTLMATRIX_BENCH_HIVE, policy::kMaxSystemHiveSize, files::OtherFiles::kRefuse);
  Require(file.ok(), "ntlmatrix: the hive can't be read");
  const auto hive = policy::Hive::Open(file->bytes());
  Require(hive.ok(), "ntlmatrix: the hive can't be opened");
  Measure(state, [&hive] {
    size_t keys = 0;
    size_t values = 0;
    const policy::HiveWalkTotals totals = policy::WalkHive(
        *hive,
        {[&keys](policy::HivePath, const policy::KeyNode&) { ++keys; },
         [&values](policy::HivePath, const policy::KeyValue&, const absl::StatusOr<Bytes>& data) {
           values += data.ok() ? size_t{1} : size_t{0};
         },
         [](policy::HivePath, const absl::Status&) {}});
    return totals.problems == 0 && keys == kHiveKeys && values == kHiveValues;
  });
}

template <typename Reader>
void ReadText(benchmark::State& state, Reader read, const std::vector<uint8_t>& store) {
  state.counters["bytes"] = static_cast<double>(store.size());
  Measure(state, [read, &store] { return ReadSettings(read, store); });
}

void ReadTemplate(benchmark::State& state) {
  static const std::vector<uint8_t> store = SecurityTemplateOf(policy::kMaxSecurityTemplateSize);
  ReadText(state, policy::ReadSecurityTemplate, store);
}

void ReadReg(benchmark::State& state) {
  static const std::vector<uint8_t> store = RegFileOf(policy::kMaxRegFileSize);
  ReadText(state, policy::ReadRegFile, store);
}

void ReadPol(benchmark::State& state) {
  static const std::vector<uint8_t> store = RegistryPolOf(policy::kMaxRegistryPolSize);
  ReadText(state, policy::ReadRegistryPol, store);
}

BENCHMARK(HiveSettings)->Name("hive-settings");
BENCHMARK(HiveWalk)->Name("hive-walk");
BENCHMARK(ReadTemplate)->Name("read-template");
BENCHMARK(ReadReg)->Name("read-reg");
BENCHMARK(ReadPol)->Name("read-pol");

}  // namespace
}  // namespace ntlmatrix::bench
