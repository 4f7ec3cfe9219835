// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/hive_listing.h"

#include <string>
#include <utility>
#include <vector>

#include "gtest/gtest.h"

#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::stores {
namespace {

namespace testing = policy::testing;
using Lines = std::vector<std::string>;

// What is listed, and what can't be read after "problem ".
Lines List(std::vector<uint8_t> hive) {
  const StoreFile file{files::FileBytes(std::move(hive)), {}, {}};
  Lines lines;
  const absl::Status status = ListHive(
      file, [&](absl::string_view line) { lines.emplace_back(line); },
      [&](absl::string_view problem) {
        lines.push_back("problem " + std::string(problem.substr(0, 20)));
      });
  EXPECT_TRUE(status.ok()) << status;
  return lines;
}

TEST(HiveListingTest, ListsKeysAndValues) {
  testing::HiveWriter writer;
  const auto key = writer.AddPath("A\\B");
  writer.AddDword(key, "Number", 0x20080000);
  writer.AddValue(key, "Text", policy::kRegSz, testing::SzData("some text"));
  writer.AddValue(key, "", policy::kRegBinary, std::vector<uint8_t>(70, 0xAB));
  std::string hex;
  for (int i = 0; i < 64; ++i) hex += "ab";
  EXPECT_EQ(List(writer.Write().bytes),
            (Lines{"[]", "[A]", "[A\\B]", "  Number  type 4  00000820",
                   "  Text  type 1  \"some text\"", "  (default)  type 3  " + hex + "..."}));
}

TEST(HiveListingTest, TellsWhatCannotBeRead) {
  testing::HiveWriter writer;
  const auto value =
      writer.AddValue(writer.AddPath("A"), "Text", policy::kRegSz, testing::SzData("some text"));
  testing::WrittenHive hive = writer.Write();
  hive.Set32(hive.values[value].value + 4 + 4, 0x100000);  // the size of the data
  EXPECT_EQ(List(hive.bytes),
            (Lines{"[]", "[A]", "  Text  type 1  unreadable", "problem [A]: key value (vk) "}));
}

TEST(HiveListingTest, TellsOfADirtyHive) {
  const Lines lines = List(testing::HiveWriter({.secondary_sequence = 2}).Write().bytes);
  EXPECT_EQ(lines, (Lines{"problem the hive is dirty, i", "[]"}));
}

TEST(HiveListingTest, RejectsWhatIsNoHive) {
  StoreFile file{files::FileBytes(std::vector<uint8_t>{'r', 'e', 'g', 'f'}), {}, {}};
  file.findings.push_back({"unreadable-log", Severity::kError, "a log", "", {}});
  std::vector<std::string> lines;
  const absl::Status status = ListHive(
      file, [&](absl::string_view line) { lines.emplace_back(line); },
      [&](absl::string_view problem) { lines.push_back("problem " + std::string(problem)); });
  EXPECT_EQ(status.code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(lines, std::vector<std::string>{"problem a log"});
}

}  // namespace
}  // namespace ntlmatrix::stores
