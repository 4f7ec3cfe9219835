// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/store_file.h"

#include <filesystem>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "conformance/stores/test_folder.h"
#include "conformance/stores/unknown_store.h"

namespace ntlmatrix::stores {
namespace {

namespace fs = std::filesystem;

std::vector<uint8_t> BytesOf(absl::string_view text) { return {text.begin(), text.end()}; }

TEST(StoreFileTest, KnowsHivesAndTheirLogs) {
  EXPECT_TRUE(LooksLikeHive(BytesOf("regf\1")));
  EXPECT_FALSE(LooksLikeHive(BytesOf("reg")));
  EXPECT_EQ(HiveOfLog("SYSTEM.LOG1"), "SYSTEM");
  EXPECT_EQ(HiveOfLog("a.b.log"), "a.b");
  EXPECT_EQ(HiveOfLog("SYSTEM.LOG3"), "");
  EXPECT_EQ(HiveOfLog("LOG"), "");
}

TEST(StoreFileTest, MaxSizeIsThatOfTheLargestFormatOrTheForcedOne) {
  const policy::StoreFormat* const inf = policy::FindStoreFormat("security-template");
  EXPECT_EQ(MaxStoreSize(inf), inf->max_size);
  EXPECT_GE(MaxStoreSize(nullptr), inf->max_size);
}

// Without a reader of hives nothing is known of their values, but the logs are.
TEST(StoreFileTest, ALogThatCannotBeReadIsAnError) {
  const TestFolder folder;
  folder.Write("SYSTEM", "regf");
  folder.Write("system.log1", "");
  fs::create_symlink("x", folder / "System.LOG2");
  const auto has_error = [](const PolicyInput& input) {
    for (const policy::PolicyFinding& finding : input.findings) {
      if (finding.id == "unreadable-log") return finding.message;
    }
    return std::string();
  };
  EXPECT_EQ(has_error(ReadOne(folder / "SYSTEM")),
            "the transaction log System.LOG2 can't be read: a symbolic link, which is not "
            "followed");
  fs::remove(folder / "System.LOG2");
  EXPECT_EQ(has_error(ReadOne(folder / "SYSTEM")), "");
  PathOptions options;
  options.logs = {folder / "missing"};
  EXPECT_EQ(has_error(ReadAll(folder / "SYSTEM", options)[0]),
            "the transaction log missing can't be read: No such file or directory");
}

TEST(StoreFileTest, LogsAreNoInputsOfTheirOwn) {
  const TestFolder folder;
  folder.Write("SYSTEM", "regf");
  folder.Write("system.log1", "regf");
  folder.Write("other.log", "text");
  const auto inputs = ReadAll(folder.path());
  ASSERT_EQ(inputs.size(), 1u);
  EXPECT_FALSE(absl::EndsWith(inputs[0].path, "log1"));
}

TEST(StoreFileTest, AFileOverTheLimitOfItsFormatIsAnError) {
  const TestFolder folder;
  folder.Write(
      "a.inf",
      Template({}) + std::string(policy::FindStoreFormat("security-template")->max_size, ' '));
  EXPECT_EQ(ReadOne(folder / "a.inf").status.code(), absl::StatusCode::kResourceExhausted);
}

TEST(StoreFileTest, WhatIsNotThereIsAnUnreadableInput) {
  const TestFolder folder;
  const PolicyInput input = ReadOne(folder / "missing");
  EXPECT_EQ(input.status.message(), "No such file or directory");
  EXPECT_TRUE(input.torn);
}

TEST(UnknownStoreTest, NamesWhatItIs) {
  const auto message = [](absl::string_view text) {
    return std::string(UnknownStoreError(BytesOf(text)).message());
  };
  EXPECT_EQ(message(""), "the file is empty");
  EXPECT_EQ(message("PK\x03\x04..."), "a zip archive: unpack it and give the files or the folder");
  EXPECT_EQ(message(absl::StrCat(std::string(257, 'x'), "ustar")),
            "a tar archive: unpack it and give the files or the folder");
  EXPECT_EQ(message(absl::string_view("\1\3\2\0 a precompiled inf", 22)),
            "a precompiled .inf (.PNF): give the .inf file that it was made of");
  EXPECT_EQ(message(absl::string_view("\xFF\xFE<\0h\0t\0m\0l\0>\0", 14)),
            "an HTML report: give it as XML (gpresult /x FILE.xml, Get-GPOReport -ReportType Xml)");
  EXPECT_TRUE(
      absl::StartsWith(message("\r\nHKEY_LOCAL_MACHINE\\A\r\n    x    REG_DWORD    0x1\r\n"),
                       "output of `reg query`, which can't be read reliably"));
  EXPECT_EQ(message("text"),
            "not a policy store that is known here; --format NAME reads it as one all the same");
}

// In folders, what can hold no store is passed over.
TEST(UnknownStoreTest, TellsWhatMayHoldAStore) {
  for (const char* text : {"PK\x03\x04", "MSCF", "\x1F\x8B", "BZh9", "....\xEF\xCD\xAB\x89",
                           "HKEY_LOCAL_MACHINE\\A\n    x    REG_DWORD    0x1\n"}) {
    EXPECT_EQ(UnknownStoreError(BytesOf(text)).code(), absl::StatusCode::kUnimplemented) << text;
  }
  for (const char* text : {"%PDF-1.7", "MZ", "<!DOCTYPE html>", "{\\rtf1", "text", ""}) {
    EXPECT_EQ(UnknownStoreError(BytesOf(text)).code(), absl::StatusCode::kInvalidArgument) << text;
  }
  const std::string office =
      absl::StrCat("PK\x03\x04", std::string(26, 'x'), "[Content_Types].xml");
  EXPECT_EQ(UnknownStoreError(BytesOf(office)).message(), "an Office document");
}

}  // namespace
}  // namespace ntlmatrix::stores
