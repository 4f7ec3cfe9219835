// SPDX-License-Identifier: Apache-2.0

// Real templates, which are not part of the project: NTLMATRIX_SAMPLES names their folder.

#include <cstdint>
#include <fstream>
#include <iterator>
#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/interpreter.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {
namespace {

#ifndef NTLMATRIX_SAMPLES
#define NTLMATRIX_SAMPLES ""
#endif

// "value@line" per setting, or the state, of a store without findings.
std::string Answer(const std::string& name, const char* folder = "gpttmpl") {
  std::ifstream file(absl::StrCat(NTLMATRIX_SAMPLES, "/", folder, "/", name), std::ios::binary);
  const std::vector<uint8_t> bytes{std::istreambuf_iterator<char>(file),
                                   std::istreambuf_iterator<char>()};
  Interpreter interpreter(name);
  int findings = 0;
  const StoreFormat* format = GuessStoreFormat(bytes);
  if (format == nullptr) return "unknown format";
  const absl::Status status = format->read(
      {bytes}, [&](const RegistryValue& value) { interpreter.Add(value); },
      [&](const PolicyFinding&) { ++findings; });
  if (!status.ok()) return std::string(status.message());
  std::string text;
  for (const PolicySetting& setting : interpreter.Settings()) {
    absl::StrAppend(&text, text.empty() ? "" : " ");
    if (setting.state == SettingState::kDefined) {
      absl::StrAppend(&text, "0x", absl::Hex(setting.value), "@",
                      PlaceText(setting.sources.front().place));
    } else {
      absl::StrAppend(&text, SettingStateName(setting.state));
    }
  }
  EXPECT_EQ(findings + static_cast<int>(interpreter.Findings().size()), 0) << name;
  return text;
}

TEST(SamplesTest, ReadsRealTemplates) {
  if (std::string(NTLMATRIX_SAMPLES).empty()) GTEST_SKIP() << "NTLMATRIX_SAMPLES is not set";
  EXPECT_EQ(Answer("msft-ws1909-member.inf"), "0x20080000@48 0x20080000@46 0x5@49");
  EXPECT_EQ(Answer("baselinemgmt-test.inf"), "0x20080000@48 0x20080000@46 0x5@49");
  EXPECT_EQ(Answer("nsacyber-win10.inf"), "0x20080000@35 0x20080000@36 0x5@33");
  EXPECT_EQ(Answer("applocker-230.inf"), "not-defined not-defined not-defined");
  EXPECT_EQ(Answer("empty-preamble-only.inf"), "not-defined not-defined not-defined");
}

TEST(SamplesTest, ReadsRealReports) {
  if (std::string(NTLMATRIX_SAMPLES).empty()) GTEST_SKIP() << "NTLMATRIX_SAMPLES is not set";
  EXPECT_EQ(Answer("msft-ws1909-gpreport.xml", "gpo_backup"),
            "0x20080000@408 0x20080000@426 0x5@390");
  EXPECT_EQ(Answer("nsacyber-win10-gpreport.xml", "gpo_backup"),
            "0x20080000@542 0x20080000@560 0x5@524");
  EXPECT_EQ(Answer("baselinemgmt-Registry.xml", "gpp_registry"),
            "not-defined not-defined not-defined");
}

TEST(SamplesTest, ReadsRealMof) {
  if (std::string(NTLMATRIX_SAMPLES).empty()) GTEST_SKIP() << "NTLMATRIX_SAMPLES is not set";
  EXPECT_EQ(Answer("msft-ws1909-localhost.mof", "dsc_mof"),
            "0x20080000@864 0x20080000@969 0x5@834");
}

}  // namespace
}  // namespace ntlmatrix::policy
