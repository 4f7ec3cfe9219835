// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_walk.h"

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/place.h"
#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::policy {
namespace {

using testing::DwordData;
using testing::HiveForm;
using testing::HiveWriter;
using testing::WrittenHive;
using Data = std::vector<uint8_t>;
using Strings = std::vector<std::string>;

struct Seen {
  Strings keys_and_values;  // "path" or "path|name=size"
  Strings problems;         // "path: message"
  HiveWalkTotals totals;
};

Seen WalkBytes(Bytes bytes) {
  const auto hive = Hive::Open(bytes);
  EXPECT_TRUE(hive.ok()) << hive.status();
  Seen seen;
  seen.totals = WalkHive(
      *hive,
      {[&](HivePath path, const KeyNode&) { seen.keys_and_values.push_back(HivePathText(path)); },
       [&](HivePath path, const KeyValue& value, const absl::StatusOr<Bytes>& data) {
         seen.keys_and_values.push_back(
             absl::StrCat(HivePathText(path), "|", value.name.Readable(), "=",
                          data.ok() ? absl::StrCat(data->size()) : "unreadable"));
       },
       [&](HivePath path, const absl::Status& problem) {
         EXPECT_NE(PlaceOf(problem), Place());
         seen.problems.push_back(absl::StrCat(HivePathText(path), ": ", problem.message()));
       }});
  EXPECT_EQ(seen.totals.problems, seen.problems.size());
  EXPECT_EQ(seen.totals.keys + seen.totals.values, seen.keys_and_values.size());
  return seen;
}

Seen WalkImage(const WrittenHive& image) { return WalkBytes(image.bytes); }

std::string At(size_t cell) { return absl::StrCat(" at 0x", absl::Hex(cell), ": "); }

constexpr char kTaken[] = "its bytes belong to another cell, or it was seen before";

TEST(HiveWalkTest, VisitsEveryKeyAndValueInOrder) {
  for (const size_t leaf_size : std::vector<size_t>{0, 1, 2}) {
    HiveForm form;
    form.leaf_size = leaf_size;
    HiveWriter writer(form);
    const auto b = writer.AddPath("b");
    const auto deep = writer.AddPath("A\\C\\D");
    writer.AddDword(HiveWriter::kRoot, "R", 1);
    writer.AddValue(deep, "V", 3, Data(20000));
    writer.AddValue(deep, "", 1, {});
    writer.AddValue(b, u"W\u20AC", 3, Data(5));
    const Seen seen = WalkImage(writer.Write());
    EXPECT_EQ(seen.problems, Strings());
    EXPECT_EQ(seen.keys_and_values, Strings({"", "|R=4", "A", "A\\C", "A\\C\\D", "A\\C\\D|V=20000",
                                             "A\\C\\D|=0", "b", "b|W\xE2\x82\xAC=5"}));
    EXPECT_EQ(seen.totals.keys, 5u);
    EXPECT_EQ(seen.totals.values, 4u);
  }
}

TEST(HiveWalkTest, ReportsZeroBytesBehindTheLastHiveBin) {
  WrittenHive image = HiveWriter().Write();
  image.bytes.resize(image.bytes.size() + 4096);
  EXPECT_EQ(WalkImage(image).problems, Strings());  // past the end of the hive bins data
  image.Set32(40, static_cast<uint32_t>(image.bytes.size() - 4096));
  EXPECT_EQ(WalkImage(image).problems, Strings({": hive bin at 0x2000: no header"}));
}

TEST(HiveWalkTest, VisitsNoKeyTwice) {
  HiveWriter writer;
  const auto a = writer.AddPath("A");
  const auto b = writer.AddPath("A\\B");
  WrittenHive image = writer.Write();
  // The list of A names A itself, then the root.
  for (const size_t target : {a, HiveWriter::kRoot}) {
    image.Point(image.keys[a].subkeys_list + 8, image.keys[target].node);
    const Seen seen = WalkImage(image);
    EXPECT_EQ(seen.keys_and_values, Strings({"", "A"}));
    EXPECT_EQ(seen.problems,
              Strings({absl::StrCat("A: key node (nk)", At(image.keys[target].node), kTaken)}));
  }
  // B has the list of A.
  image = writer.Write();
  image.Point(image.keys[b].node + 32, image.keys[a].subkeys_list);
  image.Set32(image.keys[b].node + 24, 1);
  EXPECT_EQ(WalkImage(image).problems,
            Strings({absl::StrCat("A\\B: subkeys list", At(image.keys[a].subkeys_list), kTaken)}));
}

TEST(HiveWalkTest, ReportsListThatNamesItself) {
  HiveForm form;
  form.leaf_size = 1;
  HiveWriter writer(form);
  writer.AddPath("A");
  WrittenHive image = writer.Write();
  const size_t list = image.keys[0].subkeys_list;
  image.Point(list + 8, list);
  const Seen seen = WalkImage(image);
  EXPECT_EQ(seen.keys_and_values, Strings({""}));
  EXPECT_EQ(seen.problems, Strings({absl::StrCat(": subkeys list", At(list), kTaken)}));
}

TEST(HiveWalkTest, ReportsCellsThatOverlap) {
  HiveWriter writer;
  writer.AddValue(HiveWriter::kRoot, "A", 3, Data(100));
  writer.AddValue(HiveWriter::kRoot, "B", 3, Data(100));
  WrittenHive image = writer.Write();
  // The data of B begin in those of A, with a size field of their own.
  const size_t inside = image.values[0].data + 16;
  image.Set32(inside, 0u - 80);
  image.Set32(image.values[1].value + 8, 60);
  image.Point(image.values[1].value + 12, inside);
  const Seen seen = WalkImage(image);
  EXPECT_EQ(seen.keys_and_values, Strings({"", "|A=100", "|B=unreadable"}));
  EXPECT_EQ(seen.problems, Strings({absl::StrCat(": value data", At(inside), kTaken)}));
}

TEST(HiveWalkTest, GoesOnBehindProblems) {
  HiveWriter writer;
  const auto a = writer.AddPath("A");
  const auto b = writer.AddPath("B");
  writer.AddDword(a, "V", 1);
  writer.AddDword(a, "W", 1);
  writer.AddDword(b, "X", 1);
  WrittenHive image = writer.Write();
  image.Set32(image.values[0].value, 0);
  EXPECT_EQ(WalkImage(image).keys_and_values, Strings({"", "A", "A|W=4", "B", "B|X=4"}));
  image.Set32(image.keys[a].values_list, 8);
  EXPECT_EQ(WalkImage(image).keys_and_values, Strings({"", "A", "B", "B|X=4"}));
  image.Set32(image.keys[a].node, 0);
  EXPECT_EQ(WalkImage(image).keys_and_values, Strings({"", "B", "B|X=4"}));
  image.Set32(image.keys[0].subkeys_list, 0);
  EXPECT_EQ(WalkImage(image).keys_and_values, Strings({""}));
  image.Set32(image.keys[0].node, 0);
  const Seen seen = WalkImage(image);
  EXPECT_EQ(seen.keys_and_values, Strings());
  EXPECT_EQ(seen.problems, Strings({": key node (nk) at 0x1020: its cell has size 0"}));
}

TEST(HiveWalkTest, HasNoValuesOfPredefinedHandles) {
  HiveWriter writer;
  const auto key = writer.AddKey(HiveWriter::kRoot, "009", KeyNode::kPredefHandle);
  WrittenHive image = writer.Write();
  image.Set32(image.keys[key].node + 40, 0x80000004);  // HKEY_PERFORMANCE_DATA
  EXPECT_EQ(WalkImage(image).problems, Strings());
}

TEST(HiveWalkTest, StopsAtTheLimitOfDepth) {
  std::string path = "k";
  for (size_t i = 1; i < kMaxHiveDepth; ++i) path += "\\k";
  HiveWriter writer;
  writer.AddPath(path);
  EXPECT_EQ(WalkImage(writer.Write()).problems, Strings());
  const auto last = writer.AddPath(path);
  writer.AddPath(path + "\\k");
  const WrittenHive image = writer.Write();
  const Seen seen = WalkImage(image);
  EXPECT_EQ(seen.totals.keys, kMaxHiveDepth + 1);
  EXPECT_EQ(seen.problems, Strings({absl::StrCat(path, ": key node (nk)", At(image.keys[last].node),
                                                 "its subkeys are more than 512 keys below the "
                                                 "root")}));
}

// A hive whose lists all name one another's keys: whatever they say, a byte is read once.
TEST(HiveWalkTest, WorkIsBoundedBySizeWhateverListsSay) {
  size_t last_work = 0;
  for (const size_t keys : std::vector<size_t>{100, 200, 400, 800}) {
    HiveWriter writer;
    for (size_t i = 0; i < keys; ++i) {
      const auto key = writer.AddKey(HiveWriter::kRoot, absl::StrCat("k", 1000 + i));
      writer.AddKey(key, "below");
      writer.AddDword(key, "V", 1);
    }
    WrittenHive image = writer.Write();
    for (size_t i = 1; i < image.keys.size(); i += 2) {
      image.Set32(image.keys[i].node + 24, static_cast<uint32_t>(keys));
      image.Point(image.keys[i].node + 32, image.keys[0].subkeys_list);
      image.Point(image.keys[i].node + 44, image.keys[1].values_list);
    }
    const Seen seen = WalkImage(image);
    const size_t work = seen.totals.keys + seen.totals.values + seen.totals.problems;
    EXPECT_LE(seen.totals.cells, image.bytes.size() / 8);
    EXPECT_LE(seen.totals.cell_bytes, image.bytes.size());
    EXPECT_LE(work, 4 * keys + 4);
    if (last_work != 0) {
      EXPECT_LE(work, 2 * last_work + 16);
    }
    last_work = work;
  }
}

TEST(HiveWalkTest, AnyByteOfASmallHiveMayBeAnything) {
  HiveWriter writer;
  const auto key = writer.AddPath("A\\B");
  writer.AddDword(key, "V", 1);
  writer.AddValue(key, "W", 3, Data(100));
  const WrittenHive image = writer.Write();
  const size_t end = image.keys[0].subkeys_list + 16;
  for (size_t at = image.bins[0]; at < end; ++at) {
    for (const uint8_t byte : Data({0x00, 0x01, 0x7F, 0x80, 0xFF})) {
      Data bytes = image.bytes;
      bytes[at] = byte;
      const auto hive = Hive::Open(bytes);
      if (!hive.ok()) continue;
      const Seen seen = WalkBytes(bytes);
      EXPECT_LE(seen.totals.keys, 3u);
      EXPECT_LE(seen.totals.values, 2u);
      EXPECT_LE(seen.totals.cell_bytes, bytes.size());
    }
  }
}

}  // namespace
}  // namespace ntlmatrix::policy
