// SPDX-License-Identifier: Apache-2.0

// Real policy stores, which are not part of the project: NTLMATRIX_SAMPLES names their folder. What
// they say stands in samples.tsv, a row for each, reviewed by hand:
//
//   file      a hive with logs beside it has a second row, with "+LOG1+LOG2"
//   format    that is guessed, or - for none
//   status    "ok", or place and message of the error
//   NtlmMinClientSec, NtlmMinServerSec, LmCompatibilityLevel    value@place, or the state
//   findings  ids, after ! for an error, ? for a warning and . for a note

#include <fstream>
#include <map>
#include <string>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "gtest/gtest.h"

#include "parsers/policy/test_stores.h"

namespace ntlmatrix::policy::test {
namespace {

// The row of a sample without its name.
std::string Row(const std::string& name) {
  const StoreFiles files = LoadSample(name);
  const StoreFormat* format = GuessStoreFormat(files.bytes);
  if (format == nullptr) return "-\t-\t-\t-\t-\t-";
  const StoreAnswer answer = Ask(*format, files.bytes, files.logs);
  const std::string place = PlaceText(PlaceOf(answer.status));
  std::string row = absl::StrCat(
      format->name, "\t",
      answer.status.ok() ? std::string("ok")
                         : absl::StrCat(place, place.empty() ? "" : ": ", answer.status.message()));
  for (const PolicySetting& setting : answer.settings)
    absl::StrAppend(&row, "\t", Described(setting));
  return absl::StrCat(row, "\t", Described(answer.findings));
}

// The table by file, without its header.
std::map<std::string, std::string> Table() {
  std::map<std::string, std::string> rows;
  std::ifstream table(NTLMATRIX_SAMPLES_TABLE);
  std::string line;
  std::getline(table, line);
  while (std::getline(table, line)) {
    const size_t tab = line.find('\t');
    EXPECT_TRUE(rows.emplace(line.substr(0, tab), line.substr(tab + 1)).second)
        << "twice: " << line;
  }
  return rows;
}

TEST(SamplesTest, SayWhatTheTableSays) {
  if (!HaveSamples()) GTEST_SKIP() << "NTLMATRIX_SAMPLES is not set";
  std::map<std::string, std::string> rows = Table();
  for (const std::string& name : SampleNames()) {
    const std::string expected = rows[name];
    rows.erase(name);
    EXPECT_EQ(Row(name), expected) << name;
  }
  for (const auto& [name, row] : rows) ADD_FAILURE() << "no such sample: " << name;
}

// Files of a GPO that are no stores must not be read as ones without the settings.
TEST(SamplesTest, RejectsFilesThatAreNoStores) {
  if (!HaveSamples()) GTEST_SKIP() << "NTLMATRIX_SAMPLES is not set";
  for (const char* name :
       {"gpo_backup/msft-ws1909-Backup.xml", "gpo_backup/msft-ws1909-audit.csv",
        "gpo_backup/msft-ws1909-bkupInfo.xml", "gpo_backup/msft-ws1909-comment.cmtx",
        "gpo_backup/nsacyber-win10-Backup.xml", "gpo_backup/nsacyber-win10-bkupInfo.xml",
        "gpt_ini/samba-generalized-GPT.INI"}) {
    const StoreFiles files = LoadSample(name);
    const StoreFormat* format = GuessStoreFormat(files.bytes);
    if (format == nullptr) continue;
    const StoreAnswer answer = Ask(*format, files.bytes);
    EXPECT_FALSE(answer.status.ok()) << name << " as " << format->name;
  }
}

}  // namespace
}  // namespace ntlmatrix::policy::test
