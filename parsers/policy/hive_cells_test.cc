// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_cells.h"

#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"

#include "parsers/policy/hive_base_block.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

using Data = std::vector<uint8_t>;

constexpr uint32_t kFirstCell = 0x20;  // behind the header of the first hive bin

// A file of two hive bins, 4096 and 8192 bytes, whose cells are all zero.
struct File {
  Data bytes = Data(kHiveBaseBlockSize + 3 * kHiveBinAlignment);

  File() {
    Header(0, 0x1000);
    Header(0x1000, 0x2000);
  }

  void Put(size_t offset, const Data& data) {
    for (size_t i = 0; i < data.size(); ++i) bytes.at(kHiveBaseBlockSize + offset + i) = data[i];
  }
  void Put32(size_t offset, uint32_t number) {
    Put(offset, {static_cast<uint8_t>(number), static_cast<uint8_t>(number >> 8),
                 static_cast<uint8_t>(number >> 16), static_cast<uint8_t>(number >> 24)});
  }
  void Header(size_t offset, uint32_t size) {
    Put(offset, {'h', 'b', 'i', 'n'});
    Put32(offset + 4, static_cast<uint32_t>(offset));
    Put32(offset + 8, size);
  }
  void Cell(size_t offset, int32_t size, const Data& data = {}) {
    Put32(offset, static_cast<uint32_t>(size));
    Put(offset + 4, data);
  }
  HiveBins Bins() const { return HiveBins::Open(bytes, 0x3000).value(); }
};

// The message of an error, or the number of bytes.
std::string Read(const HiveBins& bins, uint32_t cell, size_t max_size = 0x10000) {
  const auto data = bins.Cell(cell, "it", max_size);
  if (data.ok()) return absl::StrCat(data->size());
  EXPECT_EQ(data.status().code(), absl::StatusCode::kInvalidArgument);
  EXPECT_EQ(PlaceOf(data.status()), Place::Offset(0x1000 + uint64_t{cell}));
  return std::string(data.status().message());
}

TEST(HiveBinsTest, ReadsAllocatedCell) {
  File file;
  file.Cell(kFirstCell, -16, {1, 2, 3});
  const auto data = file.Bins().Cell(kFirstCell, "it", 16);
  ASSERT_TRUE(data.ok()) << data.status();
  EXPECT_EQ(*data, Bytes(Data({1, 2, 3, 0, 0, 0, 0, 0, 0, 0, 0, 0})));
}

TEST(HiveBinsTest, RejectsSizesThatAreNoCells) {
  File file;
  const auto with_size = [&](int32_t size) {
    file.Cell(kFirstCell, size);
    return Read(file.Bins(), kFirstCell, size_t{1} << 32);
  };
  // nt-hive's fuzzer found a cell of size 0 whose data would have -4 bytes.
  EXPECT_EQ(with_size(0), "it at 0x1020: its cell has size 0");
  EXPECT_EQ(with_size(16), "it at 0x1020: its cell is free");
  EXPECT_EQ(with_size(INT32_MAX), "it at 0x1020: its cell is free");
  EXPECT_EQ(with_size(-4), "it at 0x1020: its cell has 4 bytes, no multiple of 8");
  EXPECT_EQ(with_size(-1), "it at 0x1020: its cell has 1 bytes, no multiple of 8");
  EXPECT_EQ(with_size(-8), "4");
  EXPECT_EQ(
      with_size(INT32_MIN),
      "it at 0x1020: its cell has 2147483648 bytes, and 12256 are left of the hive bins data");
}

TEST(HiveBinsTest, RejectsOffsetsThatAreNoCells) {
  const File file;
  const HiveBins bins = file.Bins();
  EXPECT_EQ(Read(bins, 0x3000), "it at 0x4000: it is past the 12288 bytes of hive bins data");
  EXPECT_EQ(Read(bins, 0x2FFD), "it at 0x3ffd: it is past the 12288 bytes of hive bins data");
  EXPECT_EQ(Read(bins, kNoHiveCell),
            "it at 0x100000fff: it is past the 12288 bytes of hive bins data");
  EXPECT_EQ(Read(bins, 0x24), "it at 0x1024: its offset is no multiple of 8");
}

TEST(HiveBinsTest, RejectsCellThatRunsIntoAnotherHiveBin) {
  File file;
  file.Cell(0xFF0, -16);
  EXPECT_EQ(Read(file.Bins(), 0xFF0), "12");
  file.Cell(0xFF0, -24);
  EXPECT_EQ(Read(file.Bins(), 0xFF0),
            "it at 0x1ff0: its cell has 24 bytes and runs into the hive bin at 0x2000");
  file.Cell(0x1FF0, -24);
  EXPECT_EQ(Read(file.Bins(), 0x1FF0), "20");  // both pages are of one bin
  file.Cell(0x2FF0, -24);
  EXPECT_EQ(Read(file.Bins(), 0x2FF0),
            "it at 0x3ff0: its cell has 24 bytes, and 16 are left of the hive bins data");
}

TEST(HiveBinsTest, RejectsCellInHeaderOfHiveBin) {
  File file;
  file.Cell(0x1008, -16);
  EXPECT_EQ(Read(file.Bins(), 0x1008), "it at 0x2008: it points into the header of a hive bin");
  file.Cell(0x2008, -16);
  EXPECT_EQ(Read(file.Bins(), 0x2008), "12");  // in the middle of a bin there is no header
}

TEST(HiveBinsTest, RejectsCellOverTheLimit) {
  File file;
  file.Cell(kFirstCell, -32);
  EXPECT_EQ(Read(file.Bins(), kFirstCell, 32), "28");
  EXPECT_EQ(Read(file.Bins(), kFirstCell, 24),
            "it at 0x1020: its cell has 32 bytes, over the limit of 24");
}

TEST(HiveBinsTest, ClaimsEachByteOnce) {
  File file;
  file.Cell(kFirstCell, -0xFE0);
  file.Cell(0x100, -16);
  file.Cell(0x1020, -0x1FE0);
  HiveCellMap map(0x3000);
  const HiveBins bins = file.Bins().Claiming(&map);
  constexpr char kTaken[] = ": its bytes belong to another cell, or it was seen before";
  EXPECT_EQ(Read(bins, 0x100), "12");
  EXPECT_EQ(Read(bins, 0x100), absl::StrCat("it at 0x1100", kTaken));
  EXPECT_EQ(Read(bins, kFirstCell), absl::StrCat("it at 0x1020", kTaken));
  EXPECT_EQ(map.cells(), 1u);
  EXPECT_EQ(Read(bins, 0x1020), "8156");
  EXPECT_EQ(map.cells(), 2u);
  EXPECT_EQ(map.bytes(), 16u + 0x1FE0u);
  EXPECT_EQ(Read(file.Bins(), 0x100), "12");
}

TEST(HiveCellMapTest, RefusesEveryOverlap) {
  for (size_t offset = 0; offset < 0x1000; offset += 8) {
    HiveCellMap map(0x2000);
    ASSERT_TRUE(map.Claim(0x600, 0x400));
    const bool free = offset + 0x200 <= 0x600 || offset >= 0xA00;
    EXPECT_EQ(map.Claim(offset, 0x200), free) << offset;
    EXPECT_EQ(map.bytes(), free ? 0x600u : 0x400u);
  }
}

TEST(HiveBinsTest, OpensWholeFilesOnly) {
  const File file;
  const auto open = [](const Data& bytes, uint32_t size) {
    const auto bins = HiveBins::Open(bytes, size);
    return bins.ok() ? "" : std::string(bins.status().message());
  };
  EXPECT_EQ(open(file.bytes, 0x3000), "");
  EXPECT_EQ(open(file.bytes, 0x1000), "");  // what follows is a remnant
  constexpr char kNoSize[] = " at offset 40 is not a multiple of 4096 above 0";
  EXPECT_EQ(open(file.bytes, 0), absl::StrCat("hive base block: hive bins data size 0", kNoSize));
  EXPECT_EQ(open(file.bytes, 0x1001),
            absl::StrCat("hive base block: hive bins data size 4097", kNoSize));
  EXPECT_EQ(open(file.bytes, 0xFFFFF000),
            "hive: the base block promises 4294967296 bytes and the file has 16384; its end is cut "
            "off");
  Data cut = file.bytes;
  cut.pop_back();
  EXPECT_EQ(open(cut, 0x3000),
            "hive: the base block promises 16384 bytes and the file has 16383; its end is cut off");
  EXPECT_EQ(open(Data(0x4000), 0x3000), "hive bin at 0x1000: no header");
}

TEST(HiveBinsTest, ChecksEveryHeader) {
  const auto check = [](const File& file) {
    const absl::Status status = file.Bins().CheckHeaders();
    return std::string(status.message());
  };
  File file;
  EXPECT_EQ(check(file), "");
  file.Header(0x1000, 0x1000);
  EXPECT_EQ(check(file), "hive bin at 0x3000: no header");  // zero bytes behind the last one
  for (const uint32_t size : {0u, 0x800u, 0x3000u, 0xFFFFF000u}) {
    file.Header(0x1000, size);
    EXPECT_EQ(check(file), absl::StrCat("hive bin at 0x2000: size ", size,
                                        " is not a multiple of 4096 in the 8192 bytes that are "
                                        "left"));
  }
  file.Header(0x1000, 0x2000);
  file.Put32(0x1004, 0x2000);
  EXPECT_EQ(check(file), "hive bin at 0x2000: no header");
}

const Data kKeyNodeData = {
    'n',  'k',                           // signature
    0x20, 0,                             // flags: KEY_COMP_NAME
    0,    0,    0,    0,    0, 0, 0, 0,  // last written timestamp
    3,    0x82, 0,    0,                 // access bits, layer: inherit class, IsSupersedeLocal
    0x78, 0x56, 0x34, 0x12,              // parent
    2,    0,    0,    0,                 // number of subkeys
    9,    0,    0,    0,                 // number of volatile subkeys
    0x40, 0,    0,    0,                 // subkeys list
    9,    9,    9,    9,                 // volatile subkeys list
    1,    0,    0,    0,                 // number of key values
    0x50, 0,    0,    0,                 // key values list
    0x60, 0,    0,    0,                 // key security
    0xFF, 0xFF, 0xFF, 0xFF,              // class name
    0,    0,    0,    0,    0, 0, 0, 0,  // largest subkey name and class name
    0,    0,    0,    0,    0, 0, 0, 0,  // largest value name and data
    0,    0,    0,    0,                 // WorkVar
    3,    0,    0,    0,                 // key name length, class name length
    'L',  's',  'a',
};

const Data kKeyValueData = {
    'v',  'k',               // signature
    4,    0,                 // name length
    4,    0,    0,    0x80,  // data size: in the value itself
    0x00, 0x00, 8,    0x20,  // data
    4,    0,    0,    0,     // REG_DWORD
    0,    0,                 // flags: the name is UTF-16LE
    0xFF, 0xFF,              // spare
    'A',  0,    0xE9, 0,
};

// A file whose first cell has this data and as few bytes as possible behind it.
File FileOf(const Data& data) {
  File file;
  file.Cell(kFirstCell, -static_cast<int32_t>((data.size() + 4 + 7) / 8 * 8), data);
  return file;
}

TEST(HiveCellsTest, ReadsKeyNode) {
  const File file = FileOf(kKeyNodeData);
  const auto key = ReadKeyNode(file.Bins(), kFirstCell);
  ASSERT_TRUE(key.ok()) << key.status();
  EXPECT_EQ(key->cell, kFirstCell);
  EXPECT_EQ(key->flags, KeyNode::kCompName);
  EXPECT_EQ(key->layer_semantics, 2);
  EXPECT_EQ(key->parent, 0x12345678u);
  EXPECT_EQ(key->subkey_count, 2u);
  EXPECT_EQ(key->subkeys_list, 0x40u);
  EXPECT_EQ(key->value_count, 1u);
  EXPECT_EQ(key->values_list, 0x50u);
  EXPECT_EQ(key->security, 0x60u);
  EXPECT_EQ(key->name.Readable(), "Lsa");
  EXPECT_FALSE(key->is_link());
  EXPECT_FALSE(key->is_predefined_handle());
}

TEST(HiveCellsTest, ReadsKeyValue) {
  const File file = FileOf(kKeyValueData);
  const auto value = ReadKeyValue(file.Bins(), kFirstCell);
  ASSERT_TRUE(value.ok()) << value.status();
  EXPECT_EQ(value->cell, kFirstCell);
  EXPECT_TRUE(value->data_is_inline);
  EXPECT_EQ(value->data_size, 4u);
  EXPECT_EQ(value->data_field, Bytes(Data({0, 0, 8, 0x20})));
  EXPECT_EQ(value->data_offset, 0x20080000u);
  EXPECT_EQ(value->type, 4u);
  EXPECT_FALSE(value->is_tombstone());
  EXPECT_EQ(value->name.Readable(), "A\xC3\xA9");
}

// Every record needs every byte of it; what a cell has less by rounding is missing in the end.
TEST(HiveCellsTest, TruncationAtEveryByteIsAnError) {
  const auto rejects = [](const Data& record, auto read) {
    for (size_t size = 0; size + 8 <= record.size(); size += 8) {
      File file = FileOf(record);
      file.Cell(kFirstCell, -static_cast<int32_t>(size + 8));
      const auto cell = read(file.Bins(), kFirstCell);
      EXPECT_FALSE(cell.ok()) << size;
      EXPECT_EQ(PlaceOf(cell.status()), Place::Offset(0x1020)) << size;
    }
  };
  const Data list = {'l', 'h', 2, 0, 1, 0, 0, 0, 1, 1, 1, 1, 2, 0, 0, 0, 2, 2, 2, 2};
  const Data security = {'s', 'k', 0, 0, 1, 0, 0, 0, 1, 0, 0, 0,
                         1,   0,   0, 0, 4, 0, 0, 0, 1, 2, 3, 4};
  rejects(kKeyNodeData, ReadKeyNode);
  rejects(kKeyValueData, ReadKeyValue);
  rejects(list, ReadSubkeysList);
  rejects(security, ReadKeySecurity);
  for (size_t size = 0; size < 8; ++size) {
    EXPECT_FALSE(ParseBigData(Bytes(Data({'d', 'b', 1, 0, 8, 0, 0, 0})).first(size), 0).ok());
  }
}

TEST(HiveCellsTest, RejectsOtherSignatures) {
  const File file = FileOf({'x', 'x', 1, 0, 8, 0, 0, 0});
  EXPECT_EQ(ReadKeyNode(file.Bins(), kFirstCell).status().message(),
            "key node (nk) at 0x1020: its data: unexpected byte at offset 0");
  EXPECT_EQ(ReadKeyValue(file.Bins(), kFirstCell).status().message(),
            "key value (vk) at 0x1020: its data: unexpected byte at offset 0");
  EXPECT_EQ(ReadSubkeysList(file.Bins(), kFirstCell).status().message(),
            "subkeys list at 0x1020: it is neither li, lf, lh nor ri");
  EXPECT_EQ(ReadKeySecurity(file.Bins(), kFirstCell).status().message(),
            "key security (sk) at 0x1020: its data: unexpected byte at offset 0");
  EXPECT_EQ(ParseBigData(Data({'x', 'b', 1, 0, 8, 0, 0, 0}), kFirstCell).status().message(),
            "big data (db) at 0x1020: its data: unexpected byte at offset 0");
  for (const char* signature : {"lx", "xi", "rf", "rh", "il"}) {
    const File list =
        FileOf({static_cast<uint8_t>(signature[0]), static_cast<uint8_t>(signature[1]), 0, 0});
    EXPECT_FALSE(ReadSubkeysList(list.Bins(), kFirstCell).ok()) << signature;
  }
}

TEST(HiveCellsTest, RejectsNamesPastEnd) {
  Data node = kKeyNodeData;
  node[72] = 200;
  EXPECT_EQ(ReadKeyNode(FileOf(node).Bins(), kFirstCell).status().message(),
            "key node (nk) at 0x1020: its data: cannot read 200 bytes at offset 76 of 84");
  node[73] = 3;
  EXPECT_EQ(ReadKeyNode(FileOf(node).Bins(), kFirstCell).status().message(),
            "key node (nk) at 0x1020: a name of 968 bytes is over the limit of 512");
  Data value = kKeyValueData;
  value[2] = 3;
  EXPECT_EQ(ReadKeyValue(FileOf(value).Bins(), kFirstCell).status().message(),
            "key value (vk) at 0x1020: a name of 3 bytes can't be UTF-16");
  value[3] = 0x80;
  EXPECT_EQ(ReadKeyValue(FileOf(value).Bins(), kFirstCell).status().message(),
            "key value (vk) at 0x1020: a name of 32771 bytes is over the limit of 32766");
}

TEST(HiveCellsTest, ReadsEverySubkeysList) {
  using Kind = SubkeysList::Kind;
  const auto read = [](const char* signature) {
    const File file = FileOf({static_cast<uint8_t>(signature[0]),
                              static_cast<uint8_t>(signature[1]),
                              2,
                              0,
                              1,
                              2,
                              3,
                              4,
                              5,
                              6,
                              7,
                              8,
                              9,
                              10,
                              11,
                              12,
                              13,
                              14,
                              15,
                              16});
    const auto list = ReadSubkeysList(file.Bins(), kFirstCell);
    EXPECT_TRUE(list.ok()) << list.status();
    EXPECT_EQ(list->count, 2);
    EXPECT_EQ(list->elements.size(), 2 * list->element_size());
    return list->kind;
  };
  EXPECT_EQ(read("li"), Kind::kIndexLeaf);
  EXPECT_EQ(read("lf"), Kind::kFastLeaf);
  EXPECT_EQ(read("lh"), Kind::kHashLeaf);
  EXPECT_EQ(read("ri"), Kind::kIndexRoot);
}

TEST(HiveCellsTest, RejectsListWithTooManyElements) {
  const File file = FileOf({'l', 'h', 0xFF, 0xFF, 1, 2, 3, 4, 5, 6, 7, 8});
  EXPECT_EQ(ReadSubkeysList(file.Bins(), kFirstCell).status().message(),
            "subkeys list at 0x1020: it says that it has 65535 elements of 8 bytes, and there are "
            "8 bytes");
}

HiveName Latin1(const Data& bytes) { return {bytes, true}; }
HiveName Utf16(const Data& bytes) { return {bytes, false}; }

TEST(HiveNameTest, ReadsBothEncodings) {
  const Data latin1 = {'A', 0xE9}, utf16 = {'A', 0, 0xE9, 0}, lone = {'A', 0, 0, 0xD8};
  EXPECT_EQ(*Latin1(latin1).Utf8(), "A\xC3\xA9");
  EXPECT_EQ(*Utf16(utf16).Utf8(), "A\xC3\xA9");
  EXPECT_FALSE(Utf16(lone).Utf8().ok());
  EXPECT_EQ(Utf16(lone).Readable(), "A\xEF\xBF\xBD");
  EXPECT_EQ(*HiveNameUnits("A\xC3\xA9"), u"A\u00E9");
  EXPECT_FALSE(HiveNameUnits("\xC3").ok());
}

TEST(HiveNameTest, ComparesWithoutAsciiCase) {
  const Data lsa = {'l', 'S', 'a'}, wide = {'L', 0, 'S', 0, 'A', 0}, accent = {0xE9};
  EXPECT_TRUE(Latin1(lsa).Equals(u"Lsa"));
  EXPECT_TRUE(Utf16(wide).Equals(u"Lsa"));
  EXPECT_FALSE(Latin1(lsa).Equals(u"Ls"));
  EXPECT_FALSE(Latin1(lsa).Equals(u"Lsb"));
  EXPECT_TRUE(Latin1(accent).Equals(u"\u00E9"));
  EXPECT_FALSE(Latin1(accent).Equals(u"\u00C9"));  // no ASCII letter
  // Neither the Kelvin sign nor the dotless i is a letter of a setting's name.
  EXPECT_FALSE(Utf16(Data({0x2A, 0x21})).Equals(u"k"));
  EXPECT_FALSE(Utf16(Data({0x31, 0x01})).Equals(u"i"));
}

TEST(HiveNameTest, ExaminesBothEncodings) {
  const Data lsa = {'L', 's', 'a'}, wide = {'l', 0, 'S', 0, 'A', 0}, nul = {'a', 0};
  for (const HiveName& name : {Latin1(lsa), Utf16(wide)}) {
    const HiveName::Facts facts = name.Examine();
    EXPECT_TRUE(facts.is_ascii);
    EXPECT_FALSE(facts.has_nul);
    EXPECT_EQ(facts.hash, (76u * 37 + 83) * 37 + 65);
  }
  EXPECT_TRUE(Latin1(nul).Examine().has_nul);
  EXPECT_FALSE(Latin1(Data({0x80})).Examine().is_ascii);
  EXPECT_FALSE(Utf16(Data({'a', 1})).Examine().is_ascii);
  EXPECT_TRUE(Utf16(Data({0, 0})).Examine().has_nul);
}

TEST(HiveNameTest, KnowsTheOrderOfAsciiNames) {
  const Data a = {'a'}, b = {'B'}, ab = {'A', 'b'};
  EXPECT_TRUE(Latin1(a).IsBefore(Latin1(b)));
  EXPECT_FALSE(Latin1(b).IsBefore(Latin1(a)));
  EXPECT_TRUE(Latin1(a).IsBefore(Latin1(ab)));
  EXPECT_FALSE(Latin1(ab).IsBefore(Latin1(a)));
  EXPECT_FALSE(Latin1(a).IsBefore(Latin1(a)));
}

TEST(HiveCellsTest, ComparesHints) {
  using Kind = SubkeysList::Kind;
  const Data lsa = {'L', 's', 'a'};
  const Data hash = {0xAC, 0xA2, 0x01, 0};
  const auto agrees = [&](Kind kind, Bytes hint) {
    return HintAgrees(kind, hint, Latin1(lsa), 0x1A2AC);
  };
  EXPECT_TRUE(agrees(Kind::kHashLeaf, hash));
  EXPECT_FALSE(agrees(Kind::kHashLeaf, Data({0, 0, 0, 0})));
  EXPECT_TRUE(agrees(Kind::kFastLeaf, Data({'L', 's', 'a', 0})));
  EXPECT_FALSE(agrees(Kind::kFastLeaf, Data({'L', 's', 'b', 0})));
  EXPECT_FALSE(agrees(Kind::kFastLeaf, Data({'L', 's', 'a', 's'})));
  EXPECT_FALSE(agrees(Kind::kFastLeaf, {}));
  EXPECT_TRUE(agrees(Kind::kIndexLeaf, {}));
}

// "if it isn't, the first byte of the Name hint field is null"
TEST(HiveCellsTest, ComparesHintsOfNamesThatAreNotAscii) {
  const auto agrees = [](const Data& name, const Data& hint) {
    return HintAgrees(SubkeysList::Kind::kFastLeaf, hint, Utf16(name), 0);
  };
  EXPECT_TRUE(agrees({0xE9, 0}, {0xE9, 0, 0, 0}));
  EXPECT_FALSE(agrees({0xE9, 0}, {0xE8, 0, 0, 0}));
  EXPECT_TRUE(agrees({0xAC, 0x20, 'A', 0}, {0, 0, 0, 0}));
  EXPECT_TRUE(agrees({0xAC, 0x20, 'A', 0}, {0, 'A', 0, 0}));
  EXPECT_TRUE(agrees({'A', 0, 'B', 0, 'C', 0, 'D', 0, 0xAC, 0x20}, {'A', 'B', 'C', 'D'}));
  EXPECT_FALSE(agrees({'M', 'S', 'V', '1', '_', '0'}, {'M', 'S', 'V', '1'}));
}

}  // namespace
}  // namespace ntlmatrix::policy
