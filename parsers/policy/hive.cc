// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive.h"

#include <algorithm>
#include <limits>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kKeyNode = "key node (nk)";
constexpr absl::string_view kKeyValue = "key value (vk)";
constexpr absl::string_view kSubkeysList = "subkeys list";
constexpr absl::string_view kValuesList = "key values list";
constexpr absl::string_view kData = "value data";
constexpr absl::string_view kSegmentsList = "list of segments of big data";
constexpr absl::string_view kSegment = "data segment of big data";

constexpr size_t kAnySize = std::numeric_limits<size_t>::max();
constexpr size_t kSmallestKeyNode = 80;  // bytes of a cell
constexpr size_t kMaxSegment = 16344;    // bytes
constexpr uint32_t kMaxMinorWithoutBigData = 3;
constexpr size_t kOffsetSize = 4;

// Keeps the first.
void Remember(absl::Status* first, absl::Status status) {
  if (first->ok()) *first = std::move(status);
}

absl::Status CountError(const KeyNode& key, absl::string_view what, uint32_t count,
                        absl::string_view but) {
  return HiveCellError(kKeyNode, key.cell,
                       absl::StrCat("it says that it has ", count, " ", what, but));
}

// No writer leaves a list behind where there is nothing in it: the count was lost.
absl::Status CheckNoList(const KeyNode& key, absl::string_view what, uint32_t list) {
  if (list == kNoHiveCell) return absl::OkStatus();
  return CountError(key, what, 0, ", and names a list of them");
}

}  // namespace

absl::StatusOr<Hive> Hive::Open(Bytes file) {
  const absl::StatusOr<HiveBaseBlock> base_block = ParseHiveBaseBlock(file);
  if (!base_block.ok()) return base_block.status();
  if (!base_block->is_primary()) {
    return absl::InvalidArgumentError(
        "hive: this is a transaction log of a hive and not the hive itself");
  }
  const absl::StatusOr<HiveBins> bins = HiveBins::Open(file, base_block->hive_bins_size);
  if (!bins.ok()) return bins.status();
  return Hive(*base_block, *bins);
}

absl::StatusOr<KeyNode> Hive::Root() const { return ReadKeyNode(bins_, base_block_.root_offset); }

absl::Status Hive::ReadLeaf(const SubkeysList& leaf, uint32_t left, ElementSink sink) const {
  if (leaf.kind == SubkeysList::Kind::kIndexRoot) {
    return HiveCellError(kSubkeysList, leaf.cell, "an index root (ri) below an index root");
  }
  if (leaf.count == 0) return HiveCellError(kSubkeysList, leaf.cell, "it has no elements");
  if (leaf.count > left) {
    return HiveCellError(
        kSubkeysList, leaf.cell,
        absl::StrCat("it has ", leaf.count, " elements, and the key has ", left, " subkeys more"));
  }
  for (ByteReader ahead(leaf.elements); !ahead.done();) {
    uint32_t cell = 0;
    if (!ahead.ReadU32(&cell) || !ahead.Skip(leaf.element_size() - kOffsetSize)) break;
    bins_.Prefetch(cell);
    bins_.Prefetch(cell + 64);
  }
  ByteReader in(leaf.elements);
  for (uint32_t i = 0; i < leaf.count; ++i) {
    uint32_t cell = 0;
    Bytes hint;
    if (!in.ReadU32(&cell) || !in.ReadBytes(leaf.element_size() - kOffsetSize, &hint)) {
      return in.error(kSubkeysList);
    }
    sink(leaf.kind, hint, ReadKeyNode(bins_, cell));
  }
  return absl::OkStatus();
}

absl::Status Hive::ForEachElement(const KeyNode& key, ElementSink sink) const {
  if (key.subkey_count == 0) return CheckNoList(key, "subkeys", key.subkeys_list);
  if (key.subkey_count > bins_.size() / kSmallestKeyNode) {
    return CountError(key, "subkeys", key.subkey_count, ", more than fit into the hive");
  }
  const absl::StatusOr<SubkeysList> list = ReadSubkeysList(bins_, key.subkeys_list);
  if (!list.ok()) return list.status();
  uint32_t left = key.subkey_count;
  if (list->kind != SubkeysList::Kind::kIndexRoot) {
    if (absl::Status status = ReadLeaf(*list, left, sink); !status.ok()) return status;
    left -= list->count;
  } else {
    ByteReader in(list->elements);
    while (!in.done()) {
      uint32_t cell = 0;
      if (!in.ReadU32(&cell)) return in.error(kSubkeysList);
      const absl::StatusOr<SubkeysList> leaf = ReadSubkeysList(bins_, cell);
      if (!leaf.ok()) return leaf.status();
      if (absl::Status status = ReadLeaf(*leaf, left, sink); !status.ok()) return status;
      left -= leaf->count;
    }
  }
  if (left == 0) return absl::OkStatus();
  return CountError(key, "subkeys", key.subkey_count,
                    absl::StrCat(", and its list lacks ", left, " of them"));
}

absl::Status Hive::ForEachSubkey(const KeyNode& key, SubkeySink sink) const {
  return ForEachElement(
      key, [&](SubkeysList::Kind, Bytes, const absl::StatusOr<KeyNode>& subkey) { sink(subkey); });
}

HiveLookup<KeyNode> Hive::FindSubkey(const KeyNode& key, absl::string_view name) const {
  HiveLookup<KeyNode> lookup;
  const absl::StatusOr<std::u16string> units = HiveNameUnits(name);
  if (!units.ok()) return {std::nullopt, units.status()};
  const std::vector<uint8_t> name_bytes(name.begin(), name.end());
  const HiveName wanted{name_bytes, true};
  const HiveName::Facts wanted_facts = wanted.Examine();
  std::optional<HiveName> previous;  // where its order is known
  bool found_twice = false;
  absl::Status status = ForEachElement(key, [&](SubkeysList::Kind kind, Bytes hint,
                                                const absl::StatusOr<KeyNode>& subkey) {
    if (!subkey.ok()) {
      Remember(&lookup.damage, subkey.status());
      return;
    }
    const auto report = [&](absl::string_view problem) {
      Remember(&lookup.damage, HiveCellError(kKeyNode, subkey->cell, problem));
    };
    const HiveName::Facts facts = subkey->name.Examine();
    if (facts.has_nul) report("its name has a NUL in it");
    const bool hint_is_known = facts.is_ascii || kind == SubkeysList::Kind::kFastLeaf;
    if (hint_is_known && !HintAgrees(kind, hint, subkey->name, facts.hash)) {
      report("the list that names it has another hint for it, by which Windows may not find it");
    }
    // The hash of such a name is not known, but that of the name that is looked for is none by
    // chance.
    if (kind == SubkeysList::Kind::kHashLeaf && !facts.is_ascii && wanted_facts.is_ascii &&
        HintAgrees(kind, hint, wanted, wanted_facts.hash)) {
      report(absl::StrCat("the list that names it has the hint of ", name,
                          " for it, and it has another name"));
    }
    if (facts.is_ascii && previous.has_value() && !previous->IsBefore(subkey->name)) {
      report("it stands out of order in its list, where Windows may not find it");
    }
    previous = facts.is_ascii ? std::make_optional(subkey->name) : std::nullopt;
    if (!subkey->name.Equals(*units)) return;
    found_twice |= lookup.found.has_value();
    lookup.found = *subkey;
  });
  Remember(&lookup.damage, std::move(status));
  if (found_twice) {
    lookup = {std::nullopt, HiveCellError(kKeyNode, lookup.found->cell,
                                          "its name is that of another subkey of the same key")};
  }
  return lookup;
}

absl::Status Hive::ForEachValue(const KeyNode& key, ValueSink sink) const {
  if (key.is_predefined_handle()) {
    return HiveCellError(kKeyNode, key.cell,
                         "it is a predefined handle, which stands for another key and has no "
                         "values of its own");
  }
  if (key.value_count == 0) return CheckNoList(key, "values", key.values_list);
  const absl::StatusOr<Bytes> list = bins_.Cell(key.values_list, kValuesList, kAnySize);
  if (!list.ok()) return list.status();
  if (key.value_count > list->size() / kOffsetSize) {
    return CountError(key, "values", key.value_count,
                      absl::StrCat(", and its list has room for ", list->size() / kOffsetSize));
  }
  ByteReader ahead(*list);
  for (uint32_t i = 0, cell = 0; i < key.value_count && ahead.ReadU32(&cell); ++i) {
    bins_.Prefetch(cell);
  }
  ByteReader in(*list);
  for (uint32_t i = 0; i < key.value_count; ++i) {
    uint32_t cell = 0;
    if (!in.ReadU32(&cell)) return in.error(kValuesList);
    sink(ReadKeyValue(bins_, cell));
  }
  return absl::OkStatus();
}

HiveLookup<KeyValue> Hive::FindValue(const KeyNode& key, absl::string_view name) const {
  HiveLookup<KeyValue> lookup;
  const absl::StatusOr<std::u16string> units = HiveNameUnits(name);
  if (!units.ok()) return {std::nullopt, units.status()};
  bool found_twice = false;
  absl::Status status = ForEachValue(key, [&](const absl::StatusOr<KeyValue>& value) {
    if (!value.ok()) {
      Remember(&lookup.damage, value.status());
    } else if (value->name.Equals(*units)) {
      found_twice |= lookup.found.has_value();
      lookup.found = *value;
    }
  });
  Remember(&lookup.damage, std::move(status));
  if (found_twice) {
    lookup = {std::nullopt, HiveCellError(kKeyValue, lookup.found->cell,
                                          "its name is that of another value of the same key")};
  }
  return lookup;
}

absl::StatusOr<Bytes> Hive::Data(const KeyValue& value, std::vector<uint8_t>* joined) const {
  const auto error = [&](absl::string_view problem) {
    return HiveCellError(
        kKeyValue, value.cell,
        absl::StrCat("it says that its data has ", value.data_size, " bytes, ", problem));
  };
  Bytes data;
  if (value.data_is_inline) {
    ByteReader in(value.data_field);
    if (!in.ReadBytes(value.data_size, &data)) return error("and only 4 fit into its cell");
    return data;
  }
  if (value.data_size == 0) return data;
  if (value.data_size > bins_.size()) return error("more than the hive has");
  const absl::StatusOr<Bytes> cell = bins_.Cell(value.data_offset, kData, kAnySize);
  if (!cell.ok()) return cell.status();
  if (value.data_size > kMaxSegment && base_block_.minor > kMaxMinorWithoutBigData) {
    return JoinSegments(value, *cell, joined);
  }
  ByteReader in(*cell);
  if (!in.ReadBytes(value.data_size, &data)) {
    return error(absl::StrCat("and the cell that it names has ", cell->size()));
  }
  return data;
}

absl::StatusOr<Bytes> Hive::JoinSegments(const KeyValue& value, Bytes cell,
                                         std::vector<uint8_t>* joined) const {
  const absl::StatusOr<BigData> big = ParseBigData(cell, value.data_offset);
  if (!big.ok()) return big.status();
  const size_t needed = (value.data_size + kMaxSegment - 1) / kMaxSegment;
  if (big->segment_count != needed) {
    return HiveCellError(kKeyValue, value.cell,
                         absl::StrCat("its data of ", value.data_size, " bytes needs ", needed,
                                      " segments, and there are ", big->segment_count));
  }
  const absl::StatusOr<Bytes> list = bins_.Cell(big->segments_list, kSegmentsList, kAnySize);
  if (!list.ok()) return list.status();
  joined->clear();
  joined->reserve(value.data_size);
  ByteReader in(*list);
  while (joined->size() < value.data_size) {
    uint32_t offset = 0;
    if (!in.ReadU32(&offset)) {
      return HiveCellError(kSegmentsList, big->segments_list, in.error("its data").message());
    }
    const absl::StatusOr<Bytes> segment = bins_.Cell(offset, kSegment, kAnySize);
    if (!segment.ok()) return segment.status();
    Bytes part;
    ByteReader segment_in(*segment);
    if (!segment_in.ReadBytes(std::min(kMaxSegment, value.data_size - joined->size()), &part)) {
      return HiveCellError(kSegment, offset, segment_in.error("its data").message());
    }
    joined->insert(joined->end(), part.begin(), part.end());
  }
  return Bytes(*joined);
}

absl::StatusOr<KeySecurity> Hive::Security(const KeyNode& key) const {
  return ReadKeySecurity(bins_, key.security);
}

}  // namespace ntlmatrix::policy
