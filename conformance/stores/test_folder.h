// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_STORES_TEST_FOLDER_H_
#define NTLMATRIX_CONFORMANCE_STORES_TEST_FOLDER_H_

#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <initializer_list>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "conformance/stores/policy_input.h"
#include "conformance/stores/policy_path.h"

// Folders of GPOs for tests.
namespace ntlmatrix::stores {

// A temporary folder, gone at the end of the test.
class TestFolder {
 public:
  TestFolder() {
    std::string pattern = testing::TempDir() + "/stores_test.XXXXXX";
    root_ = mkdtemp(pattern.data());
  }
  ~TestFolder() { std::filesystem::remove_all(root_); }
  TestFolder(const TestFolder&) = delete;
  TestFolder& operator=(const TestFolder&) = delete;

  std::filesystem::path operator/(const std::string& name) const { return root_ / name; }
  std::string path() const { return root_; }

  // Creates the folders on the way.
  void Write(const std::string& name, absl::string_view content) const {
    std::filesystem::create_directories((root_ / name).parent_path());
    std::ofstream(root_ / name, std::ios::binary) << std::string(content);
  }

 private:
  std::filesystem::path root_;
};

// A security template with these values, in UTF-16 with byte order mark as Windows writes it.
inline std::string Template(std::initializer_list<absl::string_view> values) {
  std::string text =
      "[Unicode]\r\nUnicode=yes\r\n[Version]\r\nsignature=\"$CHICAGO$\"\r\nRevision=1\r\n"
      "[Registry Values]\r\n";
  for (const absl::string_view value : values) {
    absl::StrAppend(&text, "MACHINE\\System\\CurrentControlSet\\Control\\Lsa\\", value, "\r\n");
  }
  std::string utf16 = "\xFF\xFE";
  for (const char c : text) utf16.append({c, '\0'});
  return utf16;
}

inline constexpr char kClientBoth[] = "MSV1_0\\NTLMMinClientSec=4,537395200";

// A Registry.pol with one REG_DWORD below the key Lsa.
inline std::string RegistryPol(absl::string_view key, absl::string_view name, uint32_t value) {
  std::string bytes("PReg\1\0\0\0", 8);
  const auto unit = [&](char c) { bytes.append({c, '\0'}); };
  const auto text = [&](absl::string_view ascii) {
    for (const char c : ascii) unit(c);
  };
  const auto number = [&](uint32_t n) {
    for (int i = 0; i < 4; ++i) bytes += static_cast<char>(n >> (8 * i) & 0xFF);
  };
  text("[System\\CurrentControlSet\\Control\\Lsa");
  text(key);
  unit('\0');
  text(";");
  text(name);
  unit('\0');
  text(";");
  number(4);
  text(";");
  number(4);
  text(";");
  number(value);
  text("]");
  return bytes;
}

inline std::string RegistryPolBoth() {
  return RegistryPol("\\MSV1_0", "NtlmMinClientSec", 0x20080000);
}

// All inputs at a path.
inline std::vector<PolicyInput> ReadAll(const std::string& path, PathOptions options = {}) {
  std::vector<PolicyInput> inputs;
  EXPECT_TRUE(ReadPolicyPath(path, options, [&](PolicyInput input) {
    inputs.push_back(std::move(input));
    return true;
  }));
  return inputs;
}

// The one input at a path.
inline PolicyInput ReadOne(const std::string& path) {
  std::vector<PolicyInput> inputs = ReadAll(path);
  EXPECT_EQ(inputs.size(), 1u);
  return inputs.empty() ? PolicyInput() : std::move(inputs.front());
}

// Its findings, "severity id file" each.
inline std::vector<std::string> FindingsOf(const PolicyInput& input) {
  std::vector<std::string> findings;
  for (const policy::PolicyFinding& finding : input.findings) {
    findings.push_back(
        absl::StrCat(SeverityName(finding.severity), " ", finding.id, " ", finding.file));
  }
  return findings;
}

inline policy::SettingState StateOf(const PolicyInput& input, policy::SettingId id) {
  return input.settings[static_cast<size_t>(id)].state;
}

}  // namespace ntlmatrix::stores

#endif  // NTLMATRIX_CONFORMANCE_STORES_TEST_FOLDER_H_
