// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/hive_cells.h"

#include <array>

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

// The fixed part of a record behind its signature, which is read at once: millions of them are read
// in a walk. Fields are named by the offset that the specification gives them.
template <size_t Size>
class Record {
 public:
  [[nodiscard]] bool Read(ByteReader* in) { return in->CopyBytes(absl::MakeSpan(bytes_)); }

  template <size_t Offset>
  uint16_t Number16() const {
    static_assert(Offset >= kSignature && Offset + 2 <= Size);
    return static_cast<uint16_t>(bytes_[Offset - kSignature] | bytes_[Offset - kSignature + 1]
                                                                   << 8);
  }
  template <size_t Offset>
  uint32_t Number32() const {
    static_assert(Offset + 4 <= Size);
    return Number16<Offset>() | uint32_t{Number16<Offset + 2>()} << 16;
  }

 private:
  static constexpr size_t kSignature = 2;

  std::array<uint8_t, Size - kSignature> bytes_;
};

// What the reader could not read, with the place of the cell.
absl::Status Unreadable(absl::string_view what, uint32_t cell, const ByteReader& in) {
  return HiveCellError(what, cell, in.error("its data").message());
}

// Reads the name that ends a record.
absl::Status ReadName(absl::string_view what, uint32_t cell, size_t length, size_t max_length,
                      ByteReader* in, HiveName* name) {
  const bool fits = length <= max_length && (name->is_compressed || length % 2 == 0);
  if (fits && in->ReadBytes(length, &name->bytes)) return absl::OkStatus();
  if (fits) return Unreadable(what, cell, *in);
  return HiveCellError(
      what, cell,
      length > max_length
          ? absl::StrCat("a name of ", length, " bytes is over the limit of ", max_length)
          : absl::StrCat("a name of ", length, " bytes can't be UTF-16"));
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
  Record<76> record;
  if (!in.Expect(kNk) || !record.Read(&in)) return Unreadable(kKeyNode, cell, in);
  key.flags = record.Number16<2>();
  key.layer_semantics = record.Number16<12>() >> 8 & kLayerSemantics;
  key.parent = record.Number32<16>();
  key.subkey_count = record.Number32<20>();
  key.subkeys_list = record.Number32<28>();
  key.value_count = record.Number32<36>();
  key.values_list = record.Number32<40>();
  key.security = record.Number32<44>();
  key.name.is_compressed = (key.flags & KeyNode::kCompName) != 0;
  if (absl::Status status =
          ReadName(kKeyNode, cell, record.Number16<72>(), kMaxHiveKeyName, &in, &key.name);
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
  Record<20> record;
  if (!in.Expect(kVk) || !record.Read(&in) || !in.ReadAt(8, kInlineSize, &value.data_field)) {
    return Unreadable(kKeyValue, cell, in);
  }
  const uint32_t raw_size = record.Number32<4>();
  value.data_is_inline = (raw_size & kInline) != 0;
  value.data_size = raw_size & ~kInline;
  value.data_offset = record.Number32<8>();
  value.type = record.Number32<12>();
  value.flags = record.Number16<16>();
  value.name.is_compressed = (value.flags & KeyValue::kCompName) != 0;
  if (absl::Status status =
          ReadName(kKeyValue, cell, record.Number16<2>(), kMaxHiveValueName, &in, &value.name);
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

bool HintAgrees(SubkeysList::Kind kind, Bytes hint, const HiveName& name, uint32_t hash) {
  ByteReader in(hint);
  if (kind == SubkeysList::Kind::kHashLeaf) {
    uint32_t hinted = 0;
    return in.ReadU32(&hinted) && hinted == hash;
  }
  if (kind != SubkeysList::Kind::kFastLeaf) return true;
  Bytes start;
  if (!in.ReadBytes(kHintSize, &start)) return false;
  const HiveName hinted{start, true};
  for (size_t i = 0; i < kHintSize; ++i) {
    const uint16_t unit = i < name.size() ? name.unit(i) : uint16_t{0};
    if (unit > 0xFF) return hinted.unit(0) == 0;
    if (HiveName::Upper(hinted.unit(i)) != HiveName::Upper(unit)) return false;
  }
  return true;
}

}  // namespace ntlmatrix::policy
