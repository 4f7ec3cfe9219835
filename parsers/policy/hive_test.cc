// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive.h"

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

// Offsets in the cells that tests change, their size field included.
constexpr size_t kNodeFlags = 6, kNodeSubkeyCount = 24, kNodeSubkeysList = 32;
constexpr size_t kNodeValueCount = 40, kNodeValuesList = 44, kNodeNameLength = 76, kNodeName = 80;
constexpr size_t kValueDataSize = 8, kValueDataOffset = 12;
constexpr size_t kListCount = 6, kListFirst = 8, kListFirstHint = 12;
constexpr size_t kBaseMinor = 24, kBaseType = 28, kBaseRoot = 36, kBaseBinsSize = 40;

Hive Open(const WrittenHive& image) {
  const auto hive = Hive::Open(image.bytes);
  EXPECT_TRUE(hive.ok()) << hive.status();
  return *hive;
}

// The subkey of that name as "found", "damage: message", both, or "absent".
template <typename Record>
std::string Text(const HiveLookup<Record>& lookup) {
  if (!lookup.found.has_value() && lookup.damage.ok()) return "absent";
  return absl::StrCat(lookup.found.has_value() ? "found " : "", lookup.damage.message());
}

std::string FindSubkey(const WrittenHive& image, absl::string_view name) {
  const Hive hive = Open(image);
  return Text(hive.FindSubkey(hive.Root().value(), name));
}

std::string FindValue(const WrittenHive& image, absl::string_view name) {
  const Hive hive = Open(image);
  return Text(hive.FindValue(hive.Root().value(), name));
}

// The data of the first value of the root, or the error.
std::string DataText(const WrittenHive& image) {
  const Hive hive = Open(image);
  std::string text;
  const absl::Status list =
      hive.ForEachValue(hive.Root().value(), [&](const absl::StatusOr<KeyValue>& value) {
        Data joined;
        const auto data = hive.Data(value.value(), &joined);
        text =
            data.ok() ? absl::StrCat(data->size(), " bytes") : std::string(data.status().message());
        if (data.ok() && data->size() <= 4) {
          for (const uint8_t byte : *data) absl::StrAppend(&text, " ", absl::Hex(byte));
        }
      });
  EXPECT_TRUE(list.ok()) << list;
  return text;
}

std::string At(size_t cell) { return absl::StrCat(" at 0x", absl::Hex(cell), ": "); }

// Root with the subkeys A, b and C.
HiveWriter ThreeSubkeys(HiveForm form = {}) {
  HiveWriter writer(form);
  for (const char* name : {"C", "A", "b"}) writer.AddKey(HiveWriter::kRoot, name);
  return writer;
}

WrittenHive OneValue(Data data, HiveForm form = {}) {
  HiveWriter writer(form);
  writer.AddValue(HiveWriter::kRoot, "V", 3, std::move(data));
  return writer.Write();
}

TEST(HiveTest, FindsSubkeysInEveryKindOfList) {
  for (const char* list : {"li", "lf", "lh"}) {
    for (const size_t leaf_size : {size_t{0}, size_t{1}, size_t{2}}) {
      HiveForm form;
      form.list = list;
      form.leaf_size = leaf_size;
      const WrittenHive image = ThreeSubkeys(form).Write();
      EXPECT_EQ(FindSubkey(image, "a"), "found ") << list << leaf_size;
      EXPECT_EQ(FindSubkey(image, "B"), "found ") << list << leaf_size;
      EXPECT_EQ(FindSubkey(image, "C"), "found ") << list << leaf_size;
      EXPECT_EQ(FindSubkey(image, "D"), "absent") << list << leaf_size;
      EXPECT_EQ(FindSubkey(image, ""), "absent") << list << leaf_size;
    }
  }
}

TEST(HiveTest, FindsNamesInBothEncodings) {
  HiveWriter writer;
  writer.AddKey(HiveWriter::kRoot, "Latin \xE9");
  writer.AddKey(HiveWriter::kRoot, u"Utf-16 \u20AC");
  writer.AddKey(HiveWriter::kRoot, u"ascii");
  writer.AddValue(HiveWriter::kRoot, "", 1, {});
  writer.AddValue(HiveWriter::kRoot, u"Wert \u20AC", 4, DwordData(1));
  const WrittenHive image = writer.Write();
  EXPECT_EQ(FindSubkey(image, "LATIN \xC3\xA9"), "found ");
  EXPECT_EQ(FindSubkey(image, "utf-16 \xE2\x82\xAC"), "found ");
  EXPECT_EQ(FindSubkey(image, "ASCII"), "found ");
  EXPECT_EQ(FindSubkey(image, "\xFF"), "malformed UTF-8 at byte offset 0");
  EXPECT_EQ(FindValue(image, "wert \xE2\x82\xAC"), "found ");
  EXPECT_EQ(FindValue(image, ""), "found ");
  EXPECT_EQ(FindValue(image, "\xFF"), "malformed UTF-8 at byte offset 0");
}

TEST(HiveTest, OpensPrimaryFilesOnly) {
  WrittenHive image = HiveWriter().Write();
  EXPECT_TRUE(Hive::Open(image.bytes).ok());
  image.Set32(kBaseType, 6);
  EXPECT_EQ(Hive::Open(image.bytes).status().message(),
            "hive: this is a transaction log of a hive and not the hive itself");
  image.Set32(kBaseType, 3);
  EXPECT_EQ(Hive::Open(image.bytes).status().code(), absl::StatusCode::kUnimplemented);
}

TEST(HiveTest, TruncationAtEveryByteIsAnError) {
  const WrittenHive image = ThreeSubkeys().Write();
  ASSERT_EQ(image.bytes.size(), 8192u);
  for (size_t size = 0; size < image.bytes.size(); ++size) {
    EXPECT_FALSE(Hive::Open(Bytes(image.bytes).first(size)).ok()) << size;
  }
}

TEST(HiveTest, IgnoresWhatFollowsTheHiveBins) {
  WrittenHive image = ThreeSubkeys().Write();
  image.bytes.resize(image.bytes.size() + 12345);
  EXPECT_EQ(FindSubkey(image, "A"), "found ");
}

TEST(HiveTest, RejectsRootThatIsNoKey) {
  WrittenHive image = HiveWriter().Write();
  image.Set32(kBaseRoot, kNoHiveCell);
  EXPECT_FALSE(Open(image).Root().ok());
  image.Set32(kBaseRoot, 0);
  EXPECT_EQ(Open(image).Root().status().message(),
            "key node (nk) at 0x1000: its cell is free");  // "hbin" as a size
  image.Set32(kBaseBinsSize, 0);
  EXPECT_EQ(PlaceOf(Hive::Open(image.bytes).status()), Place::Offset(kBaseBinsSize));
}

TEST(HiveTest, ReportsCountsThatLie) {
  WrittenHive image = ThreeSubkeys().Write();
  const size_t root = image.keys[0].node, list = image.keys[0].subkeys_list;
  const std::string key = absl::StrCat("key node (nk)", At(root));
  image.Set32(root + kNodeSubkeyCount, 4);
  EXPECT_EQ(FindSubkey(image, "A"),
            absl::StrCat("found ", key,
                         "it says that it has 4 subkeys, and its list lacks 1 of "
                         "them"));
  image.Set32(root + kNodeSubkeyCount, 2);
  EXPECT_EQ(
      FindSubkey(image, "A"),
      absl::StrCat("subkeys list", At(list), "it has 3 elements, and the key has 2 subkeys more"));
  for (const uint32_t count : {52u, 0x20000000u, 0xFFFFFFFFu}) {
    image.Set32(root + kNodeSubkeyCount, count);
    EXPECT_EQ(FindSubkey(image, "A"), absl::StrCat(key, "it says that it has ", count,
                                                   " subkeys, more than fit into the hive"));
  }
  image.Set32(root + kNodeSubkeyCount, 0);
  EXPECT_EQ(FindSubkey(image, "A"),
            absl::StrCat(key, "it says that it has 0 subkeys, and names a list of them"));
  image.Set32(root + kNodeSubkeysList, kNoHiveCell);
  EXPECT_EQ(FindSubkey(image, "A"), "absent");
}

TEST(HiveTest, ReportsCountsOfValuesThatLie) {
  WrittenHive image = OneValue(DwordData(1));
  const size_t root = image.keys[0].node;
  const std::string key = absl::StrCat("key node (nk)", At(root));
  for (const uint32_t count : {2u, 0x40000001u, 0xFFFFFFFFu}) {
    image.Set32(root + kNodeValueCount, count);
    EXPECT_EQ(FindValue(image, "V"), absl::StrCat(key, "it says that it has ", count,
                                                  " values, and its list has room for 1"));
  }
  image.Set32(root + kNodeValueCount, 0);
  EXPECT_EQ(FindValue(image, "V"),
            absl::StrCat(key, "it says that it has 0 values, and names a list of them"));
  image.Set32(root + kNodeValueCount, 1);
  image.Set32(root + kNodeValuesList, kNoHiveCell);
  EXPECT_EQ(FindValue(image, "V"),
            "key values list at 0x100000fff: it is past the 4096 bytes of hive bins data");
}

TEST(HiveTest, RejectsIndexRootsBelowIndexRoots) {
  HiveForm form;
  form.leaf_size = 1;
  WrittenHive image = ThreeSubkeys(form).Write();
  const size_t list = image.keys[0].subkeys_list;
  image.Point(list + kListFirst, list);  // "An Index root can't point to another Index root."
  EXPECT_EQ(FindSubkey(image, "A"),
            absl::StrCat("subkeys list", At(list), "an index root (ri) below an index root"));
}

TEST(HiveTest, RejectsLeavesWithoutElements) {
  HiveForm form;
  form.leaf_size = 1;
  WrittenHive image = ThreeSubkeys(form).Write();
  image.Set16(image.keys[0].leaves[1] + kListCount, 0);
  EXPECT_EQ(FindSubkey(image, "A"),
            absl::StrCat("found subkeys list", At(image.keys[0].leaves[1]), "it has no elements"));
}

TEST(HiveTest, RejectsLeafThatIsListedOverAndOver) {
  HiveForm form;
  form.leaf_size = 1;
  WrittenHive image = ThreeSubkeys(form).Write();
  for (size_t i = 0; i < 3; ++i) {
    image.Point(image.keys[0].subkeys_list + kListFirst + 4 * i, image.keys[0].leaves[0]);
  }
  EXPECT_EQ(FindSubkey(image, "A"), absl::StrCat("key node (nk)", At(image.keys[2].node),
                                                 "its name is that of another subkey of the same "
                                                 "key"));
}

// An index root that names one leaf of n elements n times: n * n subkeys, if anybody believes it.
TEST(HiveTest, VisitsNotMoreSubkeysThanTheHiveHasRoomFor) {
  for (const size_t n : std::vector<size_t>{32, 64, 128, 256}) {
    HiveWriter writer;
    for (size_t i = 0; i < n; ++i) writer.AddKey(HiveWriter::kRoot, absl::StrCat("k", 1000 + i));
    writer.AddValue(HiveWriter::kRoot, "becomes a list", 3, Data(4 + 4 * n));
    WrittenHive image = writer.Write();
    const size_t leaf = image.keys[0].subkeys_list, root_list = image.values[0].data;
    image.Set32(root_list + 4, static_cast<uint32_t>('r' | 'i' << 8 | n << 16));
    for (size_t i = 0; i < n; ++i) image.Point(root_list + kListFirst + 4 * i, leaf);
    image.Point(image.keys[0].node + kNodeSubkeysList, root_list);
    const size_t most = (image.bytes.size() - kHiveBaseBlockSize) / 80;
    ASSERT_LT(most, n * n);
    image.Set32(image.keys[0].node + kNodeSubkeyCount, static_cast<uint32_t>(most));
    const Hive hive = Open(image);
    size_t visited = 0;
    const absl::Status status =
        hive.ForEachSubkey(hive.Root().value(), [&](const absl::StatusOr<KeyNode>&) { ++visited; });
    EXPECT_FALSE(status.ok());
    EXPECT_LE(visited, most);
    EXPECT_GE(visited, n);
  }
}

TEST(HiveTest, ReportsSubkeysThatCannotBeRead) {
  WrittenHive image = ThreeSubkeys().Write();
  const size_t other = image.keys[3].node;
  image.Set32(other, 0);
  const std::string damage = absl::StrCat("key node (nk)", At(other), "its cell has size 0");
  EXPECT_EQ(FindSubkey(image, "A"), absl::StrCat("found ", damage));
  EXPECT_EQ(FindSubkey(image, "b"), damage);  // not "absent"
  EXPECT_EQ(FindSubkey(image, "D"), damage);
}

TEST(HiveTest, TrustsNoHint) {
  for (const char* list : {"lf", "lh"}) {
    HiveForm form;
    form.list = list;
    WrittenHive image = ThreeSubkeys(form).Write();
    image.Set32(image.keys[0].subkeys_list + kListFirstHint, 0x12345678);
    const std::string damage = absl::StrCat(
        "key node (nk)", At(image.keys[2].node),
        "the list that names it has another hint for it, by which Windows may not find it");
    EXPECT_EQ(FindSubkey(image, "A"), absl::StrCat("found ", damage));
    EXPECT_EQ(FindSubkey(image, "D"), damage);
  }
}

// One bit of its flags makes another name of it, whose hash only the table of Windows tells.
TEST(HiveTest, ReportsAnotherNameUnderTheHintOfTheNameLookedFor) {
  WrittenHive image = ThreeSubkeys().Write();
  const size_t node = image.keys[2].node;
  image.bytes[node + kNodeName] = 0xC1;
  const std::string damage =
      absl::StrCat("key node (nk)", At(node),
                   "the list that names it has the hint of A for it, and it has another name");
  EXPECT_EQ(FindSubkey(image, "A"), damage);
  EXPECT_EQ(FindSubkey(image, "D"), "absent");
}

TEST(HiveTest, TrustsNoOrder) {
  HiveForm form;
  form.sorted = false;
  const WrittenHive image = ThreeSubkeys(form).Write();
  EXPECT_EQ(FindSubkey(image, "A"),
            absl::StrCat("found key node (nk)", At(image.keys[2].node),
                         "it stands out of order in its list, where Windows may not find it"));
}

// The same in a fast leaf, whose hint is known of every name.
TEST(HiveTest, ReportsNameThatIsNotThatOfItsHint) {
  HiveForm form;
  form.list = "lf";
  HiveWriter writer(form);
  const auto key = writer.AddKey(HiveWriter::kRoot, "MSV1_0");
  WrittenHive image = writer.Write();
  image.Set16(image.keys[key].node + kNodeFlags, 0);
  EXPECT_EQ(FindSubkey(image, "MSV1_0"),
            absl::StrCat("key node (nk)", At(image.keys[key].node),
                         "the list that names it has another hint for it, by which Windows may "
                         "not find it"));
}

TEST(HiveTest, FindsNothingWhereTwoHaveTheName) {
  HiveWriter writer;
  writer.AddKey(HiveWriter::kRoot, "Lsa");
  writer.AddKey(HiveWriter::kRoot, u"LSA");
  writer.AddValue(HiveWriter::kRoot, "V", 4, DwordData(1));
  writer.AddValue(HiveWriter::kRoot, "v", 4, DwordData(2));
  const WrittenHive image = writer.Write();
  EXPECT_EQ(FindSubkey(image, "Lsa"), absl::StrCat("key node (nk)", At(image.keys[2].node),
                                                   "its name is that of another subkey of the "
                                                   "same key"));
  EXPECT_EQ(FindValue(image, "V"), absl::StrCat("key value (vk)", At(image.values[1].value),
                                                "its name is that of another value of the same "
                                                "key"));
}

TEST(HiveTest, ReportsNulInNameOfSubkey) {
  HiveWriter writer;
  writer.AddKey(HiveWriter::kRoot, std::string("Lsa\0", 4));
  const WrittenHive image = writer.Write();
  EXPECT_EQ(FindSubkey(image, "Lsa"),
            absl::StrCat("key node (nk)", At(image.keys[1].node), "its name has a NUL in it"));
}

TEST(HiveTest, ReportsValuesThatCannotBeRead) {
  HiveWriter writer;
  writer.AddDword(HiveWriter::kRoot, "A", 1);
  writer.AddDword(HiveWriter::kRoot, "B", 2);
  WrittenHive image = writer.Write();
  image.bytes[image.values[0].value + 4] = 'x';
  const std::string damage = absl::StrCat("key value (vk)", At(image.values[0].value),
                                          "its data: unexpected byte at offset 0");
  EXPECT_EQ(FindValue(image, "B"), absl::StrCat("found ", damage));
  EXPECT_EQ(FindValue(image, "A"), damage);
}

TEST(HiveTest, HasNoValuesOfPredefinedHandles) {
  WrittenHive image = OneValue(DwordData(1));
  image.Set16(image.keys[0].node + kNodeFlags, KeyNode::kPredefHandle | KeyNode::kCompName);
  EXPECT_EQ(FindValue(image, "V"),
            absl::StrCat("key node (nk)", At(image.keys[0].node),
                         "it is a predefined handle, which stands for another key and has no "
                         "values of its own"));
}

TEST(HiveTest, ReadsDataInTheValue) {
  EXPECT_EQ(DataText(OneValue({})), "0 bytes");
  EXPECT_EQ(DataText(OneValue({1, 2})), "2 bytes 1 2");
  EXPECT_EQ(DataText(OneValue({1, 2, 3, 4})), "4 bytes 1 2 3 4");
  WrittenHive image = OneValue({1, 2, 3, 4});
  for (const uint32_t size : {5u, 0x7FFFFFFFu}) {
    image.Set32(image.values[0].value + kValueDataSize, 0x80000000 | size);
    EXPECT_EQ(DataText(image), absl::StrCat("key value (vk)", At(image.values[0].value),
                                            "it says that its data has ", size,
                                            " bytes, and only 4 fit into its cell"));
  }
  image.Set32(image.values[0].value + kValueDataSize, 0);
  EXPECT_EQ(DataText(image), "0 bytes");  // "can be 0 (value isn't set)", whatever the offset
}

TEST(HiveTest, ReadsDataInACell) {
  WrittenHive image = OneValue({1, 2, 3, 4, 5, 6, 7, 8});
  const size_t value = image.values[0].value;
  EXPECT_EQ(DataText(image), "8 bytes");
  image.Set32(value + kValueDataSize, 2);
  EXPECT_EQ(DataText(image), "2 bytes 1 2");
  image.Set32(value + kValueDataSize, 13);
  EXPECT_EQ(DataText(image),
            absl::StrCat("key value (vk)", At(value),
                         "it says that its data has 13 bytes, and the cell that it names has 12"));
  for (const uint32_t size : {4097u, 0x7FFFFFFFu}) {
    image.Set32(value + kValueDataSize, size);
    EXPECT_EQ(DataText(image),
              absl::StrCat("key value (vk)", At(value), "it says that its data has ", size,
                           " bytes, more than the hive has"));
  }
  image.Set32(value + kValueDataSize, 8);
  image.Set32(value + kValueDataOffset, kNoHiveCell);
  EXPECT_EQ(DataText(image),
            "value data at 0x100000fff: it is past the 4096 bytes of hive bins data");
}

TEST(HiveTest, ReadsBigDataFromSegments) {
  EXPECT_EQ(DataText(OneValue(Data(16344))), "16344 bytes");
  for (const size_t size : {size_t{16345}, size_t{2 * 16344}, size_t{100000}}) {
    Data data(size);
    for (size_t i = 0; i < size; ++i) data[i] = static_cast<uint8_t>(i * 31 >> 4);
    for (const uint32_t minor : {3u, 4u, 5u}) {
      HiveForm form;
      form.minor_version = minor;
      const WrittenHive image = OneValue(data, form);
      EXPECT_EQ(image.values[0].segments.empty(), minor == 3);
      const Hive hive = Open(image);
      Data joined;
      const auto read = hive.Data(*hive.FindValue(*hive.Root(), "V").found, &joined);
      ASSERT_TRUE(read.ok()) << read.status();
      EXPECT_TRUE(*read == Bytes(data)) << size << " " << minor;
    }
  }
}

TEST(HiveTest, RejectsBigDataThatLies) {
  const WrittenHive whole = OneValue(Data(40000));
  const testing::HiveValuePlace& place = whole.values[0];
  const auto with = [&](size_t offset, uint32_t number) {
    WrittenHive image = whole;
    image.Set32(offset, number);
    return DataText(image);
  };
  const std::string vk = absl::StrCat("key value (vk)", At(place.value));
  EXPECT_EQ(with(place.data + 4, 'd' | 'b' << 8 | 2 << 16),
            absl::StrCat(vk, "its data of 40000 bytes needs 3 segments, and there are 2"));
  EXPECT_EQ(with(place.data + 4, 'd' | 'b' << 8 | 0xFFFFu << 16),
            absl::StrCat(vk, "its data of 40000 bytes needs 3 segments, and there are 65535"));
  EXPECT_EQ(with(place.data + 4, 'x'),
            absl::StrCat("big data (db)", At(place.data), "its data: unexpected byte at offset 0"));
  EXPECT_EQ(with(place.data + 8, kNoHiveCell),
            "list of segments of big data at 0x100000fff: it is past the 45056 bytes of hive bins "
            "data");
  EXPECT_EQ(with(place.segments_list, 0u - 8),
            absl::StrCat("list of segments of big data", At(place.segments_list),
                         "its data: cannot read 4 bytes at offset 4 of 4"));
  EXPECT_EQ(with(place.segments_list + 8, 0x20),
            "data segment of big data at 0x1020: its data: cannot read 16344 bytes at offset 0 of "
            "84");
  EXPECT_EQ(with(place.segments[1], 0),
            absl::StrCat("data segment of big data", At(place.segments[1]), "its cell has size 0"));
  WrittenHive image = whole;
  image.Set32(kBaseMinor, 3);
  EXPECT_EQ(DataText(image), absl::StrCat(vk,
                                          "it says that its data has 40000 bytes, and the cell "
                                          "that it names has 12"));
}

TEST(HiveTest, ReadsSecurity) {
  const WrittenHive image = ThreeSubkeys().Write();
  const Hive hive = Open(image);
  const auto security = hive.Security(hive.Root().value());
  ASSERT_TRUE(security.ok()) << security.status();
  EXPECT_EQ(security->reference_count, 4u);
  EXPECT_EQ(security->descriptor.size(), 20u);
}

TEST(HiveTest, LooksOnlyAtTheCellsItNeeds) {
  HiveForm form;
  HiveWriter writer(form);
  const auto key = writer.AddPath("A\\B");
  const auto other = writer.AddPath("X");
  for (int i = 0; i < 100; ++i) writer.AddKey(other, absl::StrCat("Y", i));
  writer.AddDword(key, "V", 7);
  WrittenHive image = writer.Write();
  ASSERT_GT(image.bins.size(), 2u);
  // Neither another hive bin nor the subkeys of another key matter.
  image.Set32(image.bins.back(), 0);
  image.Set32(image.keys[other].subkeys_list, 0);
  const Hive hive = Open(image);
  const auto a = hive.FindSubkey(*hive.Root(), "A");
  EXPECT_EQ(Text(a), "found ");
  EXPECT_EQ(Text(hive.FindSubkey(*a.found, "B")), "found ");
}

TEST(HiveTest, NamesOverTheLimitAreErrors) {
  HiveWriter writer;
  writer.AddKey(HiveWriter::kRoot, std::string(513, 'x'));
  writer.AddKey(HiveWriter::kRoot, std::string(512, 'y'));
  const WrittenHive image = writer.Write();
  EXPECT_EQ(FindSubkey(image, std::string(512, 'Y')),
            absl::StrCat("found key node (nk)", At(image.keys[1].node),
                         "a name of 513 bytes is over the limit of 512"));
  EXPECT_EQ(image.bytes[image.keys[1].node + kNodeNameLength], 1);
}

}  // namespace
}  // namespace ntlmatrix::policy
