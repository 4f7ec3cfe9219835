// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_cells.h"

#include <algorithm>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::policy {
namespace {

constexpr absl::string_view kKeyNode = "key node (nk)";
constexpr absl::string_view kKeyValue = "key value (vk)";
constexpr absl::string_view kSubkeysList = "subkeys list";
constexpr absl::string_view kKeySecurity = "key security (sk)";
constexpr absl::string_view kBigData = "big data (db)";

constexpr uint8_t kNk[] = {'n', 'k'};
constexpr uint8_t kVk[] = {'v', 'k'};
constexpr uint8_t kSk[] = {'s', 'k'};
constexpr uint8_t kDb[] = {'d', 'b'};

constexpr uint32_t kInline = 0x80000000;
constexpr size_t kInlineSize = 4;
constexpr size_t kHintSize = 4;
constexpr uint8_t kLayerSemantics = 0x03;

// What the reader could not read, with the place of the cell.
absl::Status Unreadable(absl::string_view what, uint32_t cell, const ByteReader& in) {
  return HiveCellError(what, cell, in.error("its data").message());
}

// Reads the name that ends a record.
absl::Status ReadName(absl::string_view what, uint32_t cell, size_t length, size_t max_length,
                      ByteReader* in, HiveName* name) {
  if (length > max_length) {
    return HiveCellError(
        what, cell, absl::StrCat("a name of ", length, " bytes is over the limit of ", max_length));
  }
  if (!name->is_compressed && length % 2 != 0) {
    return HiveCellError(what, cell, absl::StrCat("a name of ", length, " bytes can't be UTF-16"));
  }
  if (!in->ReadBytes(length, &name->bytes)) return Unreadable(what, cell, *in);
  return absl::OkStatus();
}

bool KindOf(Bytes signature, SubkeysList::Kind* kind) {
  using Kind = SubkeysList::Kind;
  if (signature[0] == 'r' && signature[1] == 'i') {
    *kind = Kind::kIndexRoot;
    return true;
  }
  *kind = signature[1] == 'i'   ? Kind::kIndexLeaf
          : signature[1] == 'f' ? Kind::kFastLeaf
                                : Kind::kHashLeaf;
  return signature[0] == 'l' && (signature[1] == 'i' || signature[1] == 'f' || signature[1] == 'h');
}

}  // namespace

absl::StatusOr<KeyNode> ReadKeyNode(const HiveBins& bins, uint32_t cell) {
  const absl::StatusOr<Bytes> data = bins.Cell(cell, kKeyNode, kMaxHiveRecordCell);
  if (!data.ok()) return data.status();
  KeyNode key;
  key.cell = cell;
  ByteReader in(*data);
  uint16_t name_length = 0;
  const bool read = in.Expect(kNk) &&                   //
                    in.ReadU16(&key.flags) &&           //
                    in.Skip(8) &&                       // last written timestamp
                    in.Skip(1) &&                       // access bits
                    in.ReadU8(&key.layer_semantics) &&  //
                    in.Skip(2) &&                       //
                    in.ReadU32(&key.parent) &&          //
                    in.ReadU32(&key.subkey_count) &&    //
                    in.Skip(4) &&                       // number of volatile subkeys
                    in.ReadU32(&key.subkeys_list) &&    //
                    in.Skip(4) &&                       // volatile subkeys list
                    in.ReadU32(&key.value_count) &&     //
                    in.ReadU32(&key.values_list) &&     //
                    in.ReadU32(&key.security) &&        //
                    in.Skip(4 + 4 * 4 + 4) &&           // class name, largest lengths, WorkVar
                    in.ReadU16(&name_length) &&         //
                    in.Skip(2);                         // class name length
  if (!read) return Unreadable(kKeyNode, cell, in);
  key.layer_semantics &= kLayerSemantics;
  key.name.is_compressed = (key.flags & KeyNode::kCompName) != 0;
  if (absl::Status status = ReadName(kKeyNode, cell, name_length, kMaxHiveKeyName, &in, &key.name);
      !status.ok()) {
    return status;
  }
  return key;
}

absl::StatusOr<KeyValue> ReadKeyValue(const HiveBins& bins, uint32_t cell) {
  const absl::StatusOr<Bytes> data = bins.Cell(cell, kKeyValue, kMaxHiveRecordCell);
  if (!data.ok()) return data.status();
  KeyValue value;
  value.cell = cell;
  ByteReader in(*data);
  uint16_t name_length = 0;
  uint32_t raw_size = 0;
  const bool read = in.Expect(kVk) &&                                //
                    in.ReadU16(&name_length) &&                      //
                    in.ReadU32(&raw_size) &&                         //
                    in.ReadAt(8, kInlineSize, &value.data_field) &&  //
                    in.ReadU32(&value.data_offset) &&                //
                    in.ReadU32(&value.type) &&                       //
                    in.ReadU16(&value.flags) &&                      //
                    in.Skip(2);                                      // spare
  if (!read) return Unreadable(kKeyValue, cell, in);
  value.data_is_inline = (raw_size & kInline) != 0;
  value.data_size = raw_size & ~kInline;
  value.name.is_compressed = (value.flags & KeyValue::kCompName) != 0;
  if (absl::Status status =
          ReadName(kKeyValue, cell, name_length, kMaxHiveValueName, &in, &value.name);
      !status.ok()) {
    return status;
  }
  return value;
}

absl::StatusOr<SubkeysList> ReadSubkeysList(const HiveBins& bins, uint32_t cell) {
  const absl::StatusOr<Bytes> data = bins.Cell(cell, kSubkeysList, kMaxHiveListCell);
  if (!data.ok()) return data.status();
  SubkeysList list;
  list.cell = cell;
  ByteReader in(*data);
  Bytes signature;
  if (!in.ReadBytes(2, &signature) || !in.ReadU16(&list.count)) {
    return Unreadable(kSubkeysList, cell, in);
  }
  if (!KindOf(signature, &list.kind)) {
    return HiveCellError(kSubkeysList, cell, "it is neither li, lf, lh nor ri");
  }
  if (!in.ReadBytes(size_t{list.count} * list.element_size(), &list.elements)) {
    return HiveCellError(
        kSubkeysList, cell,
        absl::StrCat("it says that it has ", list.count, " elements of ", list.element_size(),
                     " bytes, and there are ", in.remaining(), " bytes"));
  }
  return list;
}

absl::StatusOr<KeySecurity> ReadKeySecurity(const HiveBins& bins, uint32_t cell) {
  const absl::StatusOr<Bytes> data = bins.Cell(cell, kKeySecurity, kMaxHiveRecordCell);
  if (!data.ok()) return data.status();
  KeySecurity security;
  ByteReader in(*data);
  uint32_t size = 0;
  const bool read = in.Expect(kSk) &&                         //
                    in.Skip(2 + 4 + 4) &&                     // flink and blink
                    in.ReadU32(&security.reference_count) &&  //
                    in.ReadU32(&size) &&                      //
                    in.ReadBytes(size, &security.descriptor);
  if (!read) return Unreadable(kKeySecurity, cell, in);
  return security;
}

absl::StatusOr<BigData> ParseBigData(Bytes data, uint32_t cell) {
  BigData big;
  ByteReader in(data);
  if (!in.Expect(kDb) || !in.ReadU16(&big.segment_count) || !in.ReadU32(&big.segments_list)) {
    return Unreadable(kBigData, cell, in);
  }
  return big;
}

bool HintAgrees(SubkeysList::Kind kind, Bytes hint, const HiveName& name) {
  if (!name.IsAscii()) return true;
  ByteReader in(hint);
  if (kind == SubkeysList::Kind::kHashLeaf) {
    uint32_t hash = 0;
    return in.ReadU32(&hash) && hash == name.Hash();
  }
  if (kind != SubkeysList::Kind::kFastLeaf) return true;
  Bytes start;
  if (!in.ReadBytes(kHintSize, &start)) return false;
  const HiveName hinted{start, true};
  for (size_t i = 0; i < kHintSize; ++i) {
    const uint16_t unit = i < name.size() ? name.unit(i) : uint16_t{0};
    if (HiveName::Upper(hinted.unit(i)) != HiveName::Upper(unit)) return false;
  }
  return true;
}

}  // namespace ntlmatrix::policy
