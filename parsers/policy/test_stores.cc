// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/test_stores.h"

#include <algorithm>
#include <cstddef>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"
#include "gtest/gtest.h"

#include "parsers/policy/interpreter.h"

#ifndef NTLMATRIX_SAMPLES
#define NTLMATRIX_SAMPLES ""
#endif

namespace ntlmatrix::policy::test {
namespace {

namespace fs = std::filesystem;
using Data = std::vector<uint8_t>;

Data ReadWhole(const fs::path& path) {
  std::ifstream file(path, std::ios::binary);
  EXPECT_TRUE(file.is_open()) << path;
  return Data{std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

Data Decompressed(const fs::path& path) {
  Data data;
  FILE* pipe = popen(absl::StrCat("xz -dc -- '", path.string(), "'").c_str(), "r");
  if (pipe == nullptr) return data;
  uint8_t block[size_t{1} << 16];
  for (size_t got; (got = fread(block, 1, sizeof block, pipe)) > 0;) {
    data.insert(data.end(), block, block + got);
  }
  EXPECT_EQ(pclose(pipe), 0) << "xz -dc " << path;
  return data;
}

Data Load(const fs::path& path) {
  return path.extension() == ".xz" ? Decompressed(path) : ReadWhole(path);
}

std::vector<std::string> FilesBelow(const fs::path& folder) {
  std::vector<std::string> names;
  for (const auto& entry : fs::recursive_directory_iterator(folder)) {
    if (entry.is_regular_file()) names.push_back(fs::relative(entry.path(), folder).string());
  }
  std::sort(names.begin(), names.end());
  return names;
}

constexpr const char* kLogs[] = {"LOG1", "LOG2"};

// The name of a log of a hive: "regf/A.hiv" -> "regf/A.LOG1", "regf/A.xz" -> "regf/A.LOG1.xz".
std::string LogName(absl::string_view hive, const char* log) {
  if (absl::ConsumeSuffix(&hive, ".xz")) return absl::StrCat(hive, ".", log, ".xz");
  absl::ConsumeSuffix(&hive, ".hiv");
  return absl::StrCat(hive, ".", log);
}

}  // namespace

bool HaveSamples() { return !std::string(NTLMATRIX_SAMPLES).empty(); }

std::vector<std::string> SampleNames() {
  std::vector<std::string> names = FilesBelow(NTLMATRIX_SAMPLES);
  names.erase(std::remove(names.begin(), names.end(), "MANIFEST.tsv"), names.end());
  const std::set<std::string> known(names.begin(), names.end());
  for (const std::string& name : known) {
    const bool has_logs = std::all_of(std::begin(kLogs), std::end(kLogs), [&](const char* log) {
      return known.count(LogName(name, log)) > 0;
    });
    if (has_logs) names.push_back(name + "+LOG1+LOG2");
  }
  std::sort(names.begin(), names.end());
  return names;
}

StoreFiles LoadSample(const std::string& name) {
  const fs::path folder = NTLMATRIX_SAMPLES;
  const std::pair<std::string, std::string> parts = absl::StrSplit(name, absl::MaxSplits('+', 1));
  StoreFiles files{name, Load(folder / parts.first)};
  if (parts.second.empty()) return files;
  for (const char* log : kLogs) files.logs.push_back(Load(folder / LogName(parts.first, log)));
  return files;
}

std::vector<StoreFiles> Seeds(const std::string& folder) {
  const fs::path path = fs::path(NTLMATRIX_CORPUS) / folder;
  std::vector<StoreFiles> seeds;
  for (const std::string& name : FilesBelow(path)) {
    if (absl::EndsWith(name, "SOURCES.tsv")) continue;
    Data bytes = ReadWhole(path / name);
    // The first byte tells the fuzz target where to cut.
    if (folder == "dsc_mof" && !bytes.empty()) bytes.erase(bytes.begin());
    seeds.push_back({(fs::path(folder) / name).string(), std::move(bytes)});
  }
  return seeds;
}

std::string SeedFolder(const StoreFormat& format) {
  const absl::string_view name = format.name;
  if (name == "gpo-report" || name == "gpp-registry" || name == "policy-rules") return "policy_xml";
  if (name == "reg") return "reg_file";
  std::string folder(name);
  std::replace(folder.begin(), folder.end(), '-', '_');
  return folder;
}

bool StoreAnswer::IsError() const {
  const auto is_error = [](const PolicyFinding& one) { return one.severity == Severity::kError; };
  const auto is_odd = [](const PolicySetting& setting) {
    return setting.state != SettingState::kDefined && setting.state != SettingState::kNotDefined;
  };
  return !status.ok() || std::any_of(findings.begin(), findings.end(), is_error) ||
         std::any_of(settings.begin(), settings.end(), is_odd);
}

bool StoreAnswer::SaysTheSame(const StoreAnswer& other) const {
  return std::equal(settings.begin(), settings.end(), other.settings.begin(), other.settings.end(),
                    [](const PolicySetting& one, const PolicySetting& two) {
                      return one.state == two.state && one.value == two.value;
                    });
}

StoreAnswer Ask(const StoreFormat& format, Bytes bytes, const std::vector<Data>& logs) {
  StoreAnswer answer;
  Interpreter interpreter("store");
  const std::vector<Bytes> views(logs.begin(), logs.end());
  answer.status = format.read(
      {bytes, views}, [&](const RegistryValue& value) { interpreter.Add(value); },
      [&](PolicyFinding finding) { answer.findings.push_back(std::move(finding)); });
  answer.settings = interpreter.Settings();
  for (PolicyFinding& finding : interpreter.Findings()) {
    answer.findings.push_back(std::move(finding));
  }
  return answer;
}

std::string Described(const PolicySetting& setting) {
  std::vector<std::string> places;
  for (const SettingSource& source : setting.sources) places.push_back(PlaceText(source.place));
  return absl::StrCat(setting.state == SettingState::kDefined
                          ? absl::StrCat("0x", absl::Hex(setting.value))
                          : std::string(SettingStateName(setting.state)),
                      places.empty() ? "" : "@", absl::StrJoin(places, ","));
}

std::string Described(const std::vector<PolicyFinding>& findings) {
  std::set<std::string> ids;
  for (const PolicyFinding& finding : findings) {
    const char* mark = finding.severity == Severity::kError     ? "!"
                       : finding.severity == Severity::kWarning ? "?"
                                                                : ".";
    ids.insert(absl::StrCat(mark, finding.id));
  }
  return ids.empty() ? "-" : absl::StrJoin(ids, " ");
}

}  // namespace ntlmatrix::policy::test
