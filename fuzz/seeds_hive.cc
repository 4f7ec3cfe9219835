// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "fuzz/seed_bytes.h"
#include "fuzz/seeds.h"
#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::fuzz {
namespace {

using policy::testing::HiveForm;
using policy::testing::HiveWriter;
using policy::testing::WrittenHive;

constexpr char kRegf[] = "regf specification";
constexpr char kBlock[] = "Base block, regf specification";
constexpr char kBin[] = "Hive bin, regf specification";
constexpr char kCell[] = "Cell, regf specification";
constexpr char kList[] = "Subkeys lists, regf specification";
constexpr char kNode[] = "Key node, regf specification";
constexpr char kValue[] = "Key value, regf specification";
constexpr char kBig[] = "Big data, regf specification";

// Fields in the cells of a key node, a value and a list, the size field included.
constexpr size_t kNodeFlags = 6, kNodeSubkeyCount = 24, kNodeValueCount = 40;
constexpr size_t kNodeNameLength = 76;
constexpr size_t kValueNameLength = 6, kValueDataSize = 8, kValueData = 12;
constexpr size_t kListCount = 6, kListFirst = 8, kListHint = 12;
constexpr uint32_t kMinusOne = 0xFFFFFFFF;

// The keys and values of the hive that most seeds change.
constexpr HiveWriter::Key kRoot = HiveWriter::kRoot, kA = 1, kB = 2, kBelowA = 3;
constexpr HiveWriter::Value kDword = 0, kBinary = 1;

// Root, A, B and A\Below, with values in A.
HiveWriter SmallTree(HiveForm form = {}) {
  HiveWriter writer(form);
  writer.AddKey(kRoot, "A");
  writer.AddKey(kRoot, "B");
  writer.AddKey(kA, "Below");
  writer.AddDword(kA, "Dword", 0x20080000);
  writer.AddValue(kA, "Binary", 3, Repeat({1, 2, 3, 4}, 4));
  return writer;
}

Data Small(const std::function<void(WrittenHive*)>& change, HiveForm form = {}) {
  WrittenHive hive = SmallTree(form).Write();
  change(&hive);
  return hive.bytes;
}

// The same with another number in one field.
Data Small32(size_t (*field)(const WrittenHive&), uint32_t number, HiveForm form = {}) {
  return Small([&](WrittenHive* hive) { hive->Set32(field(*hive), number); }, form);
}

HiveForm ListForm(const char* list, size_t leaf_size = 0) {
  HiveForm form;
  form.list = list;
  form.leaf_size = leaf_size;
  return form;
}

Data BigDataHive(const std::function<void(WrittenHive*)>& change) {
  HiveWriter writer;
  writer.AddValue(kRoot, "Big", 3, Data(16345, 0x5A));
  WrittenHive hive = writer.Write();
  change(&hive);
  return hive.bytes;
}

Data Named(const std::function<void(HiveWriter*)>& add) {
  HiveWriter writer;
  add(&writer);
  return writer.Write().bytes;
}

std::vector<Seed> WholeHives() {
  const auto nothing = [](WrittenHive*) {};
  return {
      {"root_alone", kRegf, "no subkeys and no values", HiveWriter().Write().bytes},
      {"index_leaf", kList, "li", Small(nothing, ListForm("li"))},
      {"fast_leaf", kList, "lf with hints", Small(nothing, ListForm("lf"))},
      {"hash_leaf", kList, "lh with hashes", Small(nothing)},
      {"index_root", kList, "ri above leaves of one element", Small(nothing, ListForm("lh", 1))},
      {"both_name_encodings", kNode, "Latin-1 and UTF-16LE names of keys and values",
       Named([](HiveWriter* writer) {
         writer->AddKey(kRoot, "Schl\xFCssel");
         writer->AddKey(kRoot, u"Utf-16 \u20AC");
         writer->AddDword(kRoot, "", 1);
         writer->AddValue(kRoot, u"Wert \u20AC", 4, {1, 0, 0, 0});
       })},
      {"every_data_size", kValue, "0 to 4 bytes in the value, 5 and 8 in a cell",
       Named([](HiveWriter* writer) {
         for (const size_t size : std::vector<size_t>{0, 1, 2, 3, 4, 5, 8}) {
           writer->AddValue(kRoot, "V" + std::to_string(size), 4, Data(size, 0x11));
         }
       })},
      {"big_data", kBig, "one byte more than a segment holds", BigDataHive(nothing)},
      {"deep", kRegf, "40 keys below one another", Named([](HiveWriter* writer) {
         HiveWriter::Key key = kRoot;
         for (int i = 0; i < 40; ++i) key = writer->AddKey(key, "k");
       })},
      {"two_hive_bins", kBin, "a hive bin of two pages",
       [] {
         HiveWriter writer;
         writer.AddValue(kRoot, "V", 3, Data(5000));
         return writer.Write().bytes;
       }()},
      {"remnant_behind_bins", kRegf, "bytes behind the last hive bin are none of the hive",
       Join({Small(nothing), Data(512, 0xAA)})},
  };
}

std::vector<Seed> BrokenCells() {
  const auto node = [](const WrittenHive& hive) { return hive.keys[kB].node; };
  return {
      {"zero_size_cell", "nt-hive, fuzzing bug 7", "a size of 0 less 4 wraps", Small32(node, 0)},
      {"free_cell", kCell, "a key in a cell that is not allocated", Small32(node, 0x58)},
      {"smallest_number_as_size", kCell, "-2^31 has no positive counterpart",
       Small32(node, 0x80000000)},
      {"odd_size", kCell, "a size of 4", Small32(node, 0u - 4)},
      {"cell_into_next_bin", kBin, "data that end in the next hive bin",
       [] {
         HiveWriter writer;
         writer.AddValue(kRoot, "A", 3, Data(2000));
         writer.AddValue(kRoot, "B", 3, Data(3000));
         WrittenHive hive = writer.Write();
         hive.Set32(hive.values[0].data, 0u - 4000);
         return hive.bytes;
       }()},
      {"cell_past_end", kCell, "more bytes than are left of the hive", Small32(node, 0u - 0x2000)},
      {"cell_in_bin_header", kBin, "a list of values at the signature of the hive bin",
       Small([](WrittenHive* hive) { hive->Set32(hive->keys[kA].node + 44, 8); })},
      {"offset_wraps", kCell, "an offset of -8",
       Small32([](const WrittenHive& hive) { return hive.keys[kA].subkeys_list + kListFirst; },
               0u - 8)},
      {"overlapping_cells", kByHand, "data that begin in the middle of a key node",
       Small([](WrittenHive* hive) {
         hive->Set32(hive->keys[kB].node + 24, 0u - 48);
         hive->Point(hive->values[kBinary].value + kValueData, hive->keys[kB].node + 24);
       })},
      {"zero_bytes_behind_last_bin", "libregf issue 4", "hive bins data that end in zero bytes",
       Small([](WrittenHive* hive) {
         hive->bytes.resize(hive->bytes.size() + 4096);
         hive->Set32(40, 0x2000);
       })},
      {"bin_size_zero", kBin, "a hive bin of 0 bytes: a loop over hive bins does not end",
       Small32([](const WrittenHive& hive) { return hive.bins[0] + 8; }, 0)},
      {"bin_size_wraps", "CVE-2021-3504", "a hive bin that runs past the file",
       Small32([](const WrittenHive& hive) { return hive.bins[0] + 8; }, 0xFFFFF000)},
      {"bins_past_file", kBlock, "hive bins data of almost 2^32 bytes",
       Small32([](const WrittenHive&) { return size_t{40}; }, 0xFFFFF000)},
      {"shorter_than_a_page", "CVE-2014-9273", "a base block and half of a hive bin",
       Cut(HiveWriter().Write().bytes, 4096 + 2048)},
      {"root_nowhere", kBlock, "no root",
       Small32([](const WrittenHive&) { return size_t{36}; }, kMinusOne)},
      {"very_old_version", kRegf, "version 1.1 has other cells",
       Small32([](const WrittenHive&) { return size_t{24}; }, 1)},
  };
}

std::vector<Seed> BrokenLists() {
  const auto list = [](const WrittenHive& hive) { return hive.keys[kRoot].subkeys_list; };
  const auto first = [](const WrittenHive& hive) {
    return hive.keys[kRoot].subkeys_list + kListFirst;
  };
  return {
      {"key_in_own_list", kByHand, "A names itself as its subkey", Small([](WrittenHive* hive) {
         hive->Point(hive->keys[kA].subkeys_list + kListFirst, hive->keys[kA].node);
       })},
      {"cycle_to_root", kByHand, "A names the root as its subkey", Small([](WrittenHive* hive) {
         hive->Point(hive->keys[kA].subkeys_list + kListFirst, hive->keys[kRoot].node);
       })},
      {"list_names_itself", "CVE-2021-3622", "an index root that is its own leaf",
       Small([&](WrittenHive* hive) { hive->Point(first(*hive), list(*hive)); },
             ListForm("lh", 1))},
      {"index_root_below_index_root", "CVE-2021-3622", "a deeper index root",
       Small([&](WrittenHive* hive) { hive->Point(first(*hive), hive->keys[kA].subkeys_list); },
             ListForm("lh", 1))},
      {"leaf_twice", kByHand, "one leaf for all elements of an index root",
       Small([&](WrittenHive* hive) { hive->Point(first(*hive) + 4, hive->keys[kRoot].leaves[0]); },
             ListForm("lh", 1))},
      {"leaf_without_elements", kList, "a leaf with a count of 0",
       Small([](WrittenHive* hive) { hive->Set16(hive->keys[kRoot].leaves[1] + kListCount, 0); },
             ListForm("lh", 1))},
      {"two_keys_share_a_list", kByHand, "Below has the list of the root",
       Small([&](WrittenHive* hive) {
         hive->Set32(hive->keys[kBelowA].node + kNodeSubkeyCount, 2);
         hive->Point(hive->keys[kBelowA].node + 32, list(*hive));
       })},
      {"list_count_65535", kList, "more elements than the cell has",
       Small([&](WrittenHive* hive) { hive->Set16(list(*hive) + kListCount, 0xFFFF); })},
      {"subkey_count_lies", kNode, "3 subkeys, of which 2 are in the list",
       Small32([](const WrittenHive& hive) { return hive.keys[kRoot].node + kNodeSubkeyCount; },
               3)},
      {"subkey_count_max", kNode, "2^32 - 1 subkeys",
       Small32([](const WrittenHive& hive) { return hive.keys[kRoot].node + kNodeSubkeyCount; },
               kMinusOne)},
      {"value_count_wraps", kNode, "2^30 + 2 values: 4 bytes for each of them wrap to 8",
       Small32([](const WrittenHive& hive) { return hive.keys[kA].node + kNodeValueCount; },
               0x40000002)},
      {"value_count_lost", kNode, "a list of values and a count of 0",
       Small32([](const WrittenHive& hive) { return hive.keys[kA].node + kNodeValueCount; }, 0)},
      {"value_twice", kByHand, "a list that names one value twice", Small([](WrittenHive* hive) {
         hive->Point(hive->keys[kA].values_list + 8, hive->values[kDword].value);
       })},
      {"hash_wrong", kList, "a hash by which nobody finds the key",
       Small32([](const WrittenHive& hive) { return hive.keys[kRoot].subkeys_list + kListHint; },
               1)},
      {"hint_wrong", kList, "first characters of another name",
       Small32([](const WrittenHive& hive) { return hive.keys[kRoot].subkeys_list + kListHint; }, 1,
               ListForm("lf"))},
      {"out_of_order", kList, "B before A",
       [] {
         HiveForm form;
         form.sorted = false;
         HiveWriter writer(form);
         writer.AddKey(kRoot, "B");
         writer.AddKey(kRoot, "A");
         return writer.Write().bytes;
       }()},
      {"two_subkeys_of_a_name", kByHand, "names that differ in case and encoding",
       Named([](HiveWriter* writer) {
         writer->AddKey(kRoot, "Lsa");
         writer->AddKey(kRoot, u"LSA");
       })},
  };
}

std::vector<Seed> BrokenRecords() {
  const auto data_size = [](const WrittenHive& hive) {
    return hive.values[kBinary].value + kValueDataSize;
  };
  const auto inline_size = [](const WrittenHive& hive) {
    return hive.values[kDword].value + kValueDataSize;
  };
  return {
      {"key_name_past_end", kNode, "a name longer than its cell",
       Small([](WrittenHive* hive) { hive->Set16(hive->keys[kB].node + kNodeNameLength, 0x100); })},
      {"value_name_past_end", kValue, "a name of 65535 bytes", Small([](WrittenHive* hive) {
         hive->Set16(hive->values[kDword].value + kValueNameLength, 0xFFFF);
       })},
      {"odd_utf16_name", kNode, "half a code unit",
       Small([](WrittenHive* hive) { hive->Set16(hive->keys[kBelowA].node + kNodeFlags, 0); })},
      {"lone_surrogate", kByHand, "a name that is no Unicode", Named([](HiveWriter* writer) {
         writer->AddKey(kRoot, u"A\xD800");
         writer->AddValue(kRoot, u"\xDC00", 4, {1, 0, 0, 0});
       })},
      {"nul_in_names", "hivex images/special", "names that tools cut off at the NUL",
       Named([](HiveWriter* writer) {
         writer->AddKey(kRoot, std::string("zero\0key", 8));
         writer->AddDword(kRoot, std::string("zero\0val", 8), 1);
       })},
      {"inline_size_5", kValue, "five bytes in a field of four", Small32(inline_size, 0x80000005)},
      {"inline_size_max", kValue, "2^31 - 1 bytes in a field of four",
       Small32(inline_size, kMinusOne)},
      {"data_size_lies", kValue, "one byte more than the cell has", Small32(data_size, 21)},
      {"data_size_max", kValue, "2^31 - 1 bytes of data", Small32(data_size, 0x7FFFFFFF)},
      {"link", kNode, "a key that is a symbolic link",
       Small([](WrittenHive* hive) { hive->Set16(hive->keys[kA].node + kNodeFlags, 0x30); })},
      {"predefined_handle", kNode, "a handle where the count of values is",
       Small([](WrittenHive* hive) {
         hive->Set16(hive->keys[kB].node + kNodeFlags, 0x60);
         hive->Set32(hive->keys[kB].node + kNodeValueCount, 0x80000004);
       })},
      {"segment_count_65535", kBig, "more segments than the data needs",
       BigDataHive([](WrittenHive* hive) { hive->Set16(hive->values[0].data + 6, 0xFFFF); })},
      {"segments_alike", kBig, "one segment for all", BigDataHive([](WrittenHive* hive) {
         const auto& place = hive->values[0];
         hive->Point(place.segments_list + 8, place.segments[0]);
       })},
      {"segments_list_in_itself", kBig, "the list is a segment", BigDataHive([](WrittenHive* hive) {
         const auto& place = hive->values[0];
         hive->Point(place.segments_list + 8, place.segments_list);
       })},
      {"big_data_in_old_hive", kBig, "big data in version 1.3, which has none",
       BigDataHive([](WrittenHive* hive) { hive->Set32(24, 3); })},
  };
}

}  // namespace

std::vector<Seed> HiveSeeds() {
  std::vector<Seed> seeds = WholeHives();
  for (const auto& more : {BrokenCells(), BrokenLists(), BrokenRecords()}) {
    seeds.insert(seeds.end(), more.begin(), more.end());
  }
  return seeds;
}

}  // namespace ntlmatrix::fuzz
