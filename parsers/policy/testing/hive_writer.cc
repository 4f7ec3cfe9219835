// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/testing/hive_writer.h"

#include <algorithm>
#include <cstdio>
#include <utility>

namespace ntlmatrix::policy::testing {
namespace {

using Data = std::vector<uint8_t>;

constexpr size_t kBaseBlockSize = 4096;
constexpr size_t kPage = 4096;
constexpr size_t kBinHeaderSize = 32;
constexpr size_t kMaxSegment = 16344;
constexpr size_t kInlineSize = 4;
constexpr uint32_t kNone = 0xFFFFFFFF;

// Offsets in the cell of a key node, its size field included.
constexpr size_t kSizeField = 4;
constexpr size_t kNodeParent = kSizeField + 16;
constexpr size_t kNodeSubkeysList = kSizeField + 28;
constexpr size_t kNodeValuesList = kSizeField + 40;
constexpr size_t kNodeSecurity = kSizeField + 44;
constexpr uint16_t kKeyCompName = 0x20;
constexpr uint16_t kRootFlags = 0x0C;  // KEY_HIVE_ENTRY and KEY_NO_DELETE
constexpr uint16_t kValueCompName = 0x1;
constexpr uint32_t kDword = 4;

void Append16(Data* out, size_t number) {
  out->push_back(static_cast<uint8_t>(number));
  out->push_back(static_cast<uint8_t>(number >> 8));
}

void Append32(Data* out, size_t number) {
  Append16(out, number & 0xFFFF);
  Append16(out, number >> 16 & 0xFFFF);
}

void AppendText(Data* out, const std::string& text) {
  out->insert(out->end(), text.begin(), text.end());
}

void AppendData(Data* out, const Data& data) { out->insert(out->end(), data.begin(), data.end()); }

char16_t Upper(char16_t unit) {
  return unit >= u'a' && unit <= u'z' ? static_cast<char16_t>(unit - u'a' + u'A') : unit;
}

std::u16string Upper(std::u16string text) {
  for (char16_t& unit : text) unit = Upper(unit);
  return text;
}

std::u16string Units(const std::string& latin1) {
  std::u16string units;
  for (const char c : latin1) units.push_back(static_cast<uint8_t>(c));
  return units;
}

Data NameBytes(const std::u16string& units, bool is_compressed) {
  Data bytes;
  for (const char16_t unit : units) {
    if (is_compressed) {
      bytes.push_back(static_cast<uint8_t>(unit));
    } else {
      Append16(&bytes, unit);
    }
  }
  return bytes;
}

// "Name hint" of lf and "Name hash" of lh.
Data Hint(const std::string& list, const std::u16string& name) {
  Data hint;
  if (list == "lh") {
    uint32_t hash = 0;
    for (const char16_t unit : name) hash = hash * 37 + Upper(unit);
    Append32(&hint, hash);
  } else if (list == "lf") {
    for (size_t i = 0; i < 4; ++i) {
      const char16_t unit = i < name.size() ? name[i] : u'\0';
      if (unit > 0xFF) return Data(4);  // no hint
      hint.push_back(static_cast<uint8_t>(unit));
    }
  }
  return hint;
}

}  // namespace

// Puts the cells of a hive one behind the other into hive bins.
class HiveWriter::Assembly {
 public:
  explicit Assembly(const HiveWriter& writer) : writer_(writer) {
    image_.bytes.assign(kBaseBlockSize, 0);
  }

  WrittenHive Run();

 private:
  size_t AddCell(const Data& data);
  void StartBin(size_t cell_size);
  void FinishBin();
  void AddKeyNode(const KeySpec& key);
  void AddSecurity();
  void AddValue(const ValueSpec& value);
  void AddBigData(const Data& data, HiveValuePlace* place);
  void AddValuesList(Key key);
  void AddSubkeysList(Key key);
  void SetBaseBlock();
  uint32_t Offset(size_t cell) const { return static_cast<uint32_t>(cell - kBaseBlockSize); }

  const HiveWriter& writer_;
  WrittenHive image_;
  size_t left_in_bin_ = 0;
  size_t security_ = 0;
};

WrittenHive HiveWriter::Assembly::Run() {
  // Key nodes first, with what they point to still open: it points back to them.
  for (const KeySpec& key : writer_.keys_) AddKeyNode(key);
  AddSecurity();
  for (const ValueSpec& value : writer_.values_) AddValue(value);
  for (Key key = 0; key < writer_.keys_.size(); ++key) {
    const size_t node = image_.keys[key].node;
    image_.Point(node + kNodeParent, image_.keys[writer_.keys_[key].parent].node);
    image_.Point(node + kNodeSecurity, security_);
    AddValuesList(key);
    AddSubkeysList(key);
  }
  FinishBin();
  SetBaseBlock();
  return std::move(image_);
}

// The offset in the file of a new cell with this data.
size_t HiveWriter::Assembly::AddCell(const Data& data) {
  const size_t size = (data.size() + kSizeField + 7) / 8 * 8;
  if (size > left_in_bin_) StartBin(size);
  const size_t at = image_.bytes.size();
  Append32(&image_.bytes, 0 - size);
  AppendData(&image_.bytes, data);
  image_.bytes.resize(at + size);
  left_in_bin_ -= size;
  return at;
}

void HiveWriter::Assembly::StartBin(size_t cell_size) {
  FinishBin();
  const size_t pages = (cell_size + kBinHeaderSize + kPage - 1) / kPage;
  const size_t size = std::max(writer_.form_.bin_size, pages * kPage);
  const size_t at = image_.bytes.size();
  image_.bins.push_back(at);
  AppendText(&image_.bytes, "hbin");
  Append32(&image_.bytes, Offset(at));
  Append32(&image_.bytes, size);
  image_.bytes.resize(at + kBinHeaderSize);
  left_in_bin_ = size - kBinHeaderSize;
}

// What is left of a bin is a free cell.
void HiveWriter::Assembly::FinishBin() {
  const size_t end = image_.bytes.size() + left_in_bin_;
  if (left_in_bin_ > 0) Append32(&image_.bytes, left_in_bin_);
  image_.bytes.resize(end);
  left_in_bin_ = 0;
}

void HiveWriter::Assembly::AddKeyNode(const KeySpec& key) {
  const Data name = NameBytes(key.name.units, key.name.is_compressed);
  Data node;
  AppendText(&node, "nk");
  Append16(&node, key.flags | (key.name.is_compressed ? kKeyCompName : 0));
  node.resize(16);         // timestamp, access bits
  Append32(&node, kNone);  // parent
  Append32(&node, key.subkeys.size());
  Append32(&node, 0);      // volatile subkeys
  Append32(&node, kNone);  // subkeys list
  Append32(&node, kNone);  // volatile subkeys list
  Append32(&node, key.values.size());
  Append32(&node, kNone);  // key values list
  Append32(&node, kNone);  // key security
  Append32(&node, kNone);  // class name
  node.resize(72);         // largest lengths, WorkVar
  Append16(&node, name.size());
  Append16(&node, 0);  // class name length
  AppendData(&node, name);
  image_.keys.push_back({AddCell(node), 0, {}, 0});
}

// One for all keys, with a descriptor that says nothing.
void HiveWriter::Assembly::AddSecurity() {
  Data descriptor = {1, 0, 0, 0x80};
  descriptor.resize(20);
  Data security;
  AppendText(&security, "sk");
  Append16(&security, 0);
  Append32(&security, kNone);  // flink
  Append32(&security, kNone);  // blink
  Append32(&security, writer_.keys_.size());
  Append32(&security, descriptor.size());
  AppendData(&security, descriptor);
  security_ = AddCell(security);
  image_.Point(security_ + kSizeField + 4, security_);
  image_.Point(security_ + kSizeField + 8, security_);
}

void HiveWriter::Assembly::AddValue(const ValueSpec& value) {
  HiveValuePlace place;
  size_t data_field = 0;
  uint32_t size_bit = 0;
  if (value.data.size() <= kInlineSize) {
    for (size_t i = value.data.size(); i-- > 0;) data_field = data_field << 8 | value.data[i];
    size_bit = 0x80000000;
  } else {
    if (value.data.size() <= kMaxSegment || writer_.form_.minor_version <= 3) {
      place.data = AddCell(value.data);
    } else {
      AddBigData(value.data, &place);
    }
    data_field = Offset(place.data);
  }
  const Data name = NameBytes(value.name.units, value.name.is_compressed);
  Data cell;
  AppendText(&cell, "vk");
  Append16(&cell, name.size());
  Append32(&cell, value.data.size() | size_bit);
  Append32(&cell, data_field);
  Append32(&cell, value.type);
  Append16(&cell, value.flags | (value.name.is_compressed ? kValueCompName : 0));
  Append16(&cell, 0);
  AppendData(&cell, name);
  place.value = AddCell(cell);
  image_.values.push_back(std::move(place));
}

void HiveWriter::Assembly::AddBigData(const Data& data, HiveValuePlace* place) {
  Data list;
  for (size_t at = 0; at < data.size(); at += kMaxSegment) {
    const auto first = data.begin() + static_cast<std::ptrdiff_t>(at);
    const size_t size = std::min(kMaxSegment, data.size() - at);
    place->segments.push_back(AddCell(Data(first, first + static_cast<std::ptrdiff_t>(size))));
    Append32(&list, Offset(place->segments.back()));
  }
  place->segments_list = AddCell(list);
  Data big;
  AppendText(&big, "db");
  Append16(&big, place->segments.size());
  Append32(&big, Offset(place->segments_list));
  place->data = AddCell(big);
}

void HiveWriter::Assembly::AddValuesList(Key key) {
  const std::vector<Value>& values = writer_.keys_[key].values;
  if (values.empty()) return;
  Data list;
  for (const Value value : values) Append32(&list, Offset(image_.values[value].value));
  image_.keys[key].values_list = AddCell(list);
  image_.Point(image_.keys[key].node + kNodeValuesList, image_.keys[key].values_list);
}

void HiveWriter::Assembly::AddSubkeysList(Key key) {
  const HiveForm& form = writer_.form_;
  HiveKeyPlace& cells = image_.keys[key];
  std::vector<Key> subkeys = writer_.keys_[key].subkeys;
  if (subkeys.empty()) return;
  const auto name = [&](Key one) { return writer_.keys_[one].name.units; };
  if (form.sorted) {
    const auto place = [&](Key one) { return std::make_pair(Upper(name(one)), one); };
    std::sort(subkeys.begin(), subkeys.end(), [&](Key a, Key b) { return place(a) < place(b); });
  }
  const size_t leaf_size = form.leaf_size == 0 ? subkeys.size() : form.leaf_size;
  for (size_t first = 0; first < subkeys.size(); first += leaf_size) {
    const size_t end = std::min(first + leaf_size, subkeys.size());
    Data leaf;
    AppendText(&leaf, form.list);
    Append16(&leaf, end - first);
    for (size_t i = first; i < end; ++i) {
      Append32(&leaf, Offset(image_.keys[subkeys[i]].node));
      AppendData(&leaf, Hint(form.list, name(subkeys[i])));
    }
    cells.leaves.push_back(AddCell(leaf));
  }
  cells.subkeys_list = cells.leaves.front();
  if (form.leaf_size != 0) {
    Data root;
    AppendText(&root, "ri");
    Append16(&root, cells.leaves.size());
    for (const size_t leaf : cells.leaves) Append32(&root, Offset(leaf));
    cells.subkeys_list = AddCell(root);
  }
  image_.Point(cells.node + kNodeSubkeysList, cells.subkeys_list);
}

void HiveWriter::Assembly::SetBaseBlock() {
  const HiveForm& form = writer_.form_;
  const std::string signature = "regf";
  std::copy(signature.begin(), signature.end(), image_.bytes.begin());
  image_.Set32(4, form.primary_sequence);
  image_.Set32(8, form.secondary_sequence);
  image_.Set32(20, 1);  // major version
  image_.Set32(24, form.minor_version);
  image_.Set32(32, 1);  // direct memory load
  image_.Point(36, image_.keys[kRoot].node);
  image_.Set32(40, Offset(image_.bytes.size()));  // the size of the hive bins data
  image_.Set32(44, 1);                            // clustering factor
  image_.UpdateChecksum();
}

HiveWriter::HiveWriter(HiveForm form) : form_(std::move(form)) {
  keys_.push_back({{Units("ROOT"), true}, kRoot, kRootFlags, {}, {}});
}

HiveWriter::Key HiveWriter::Add(Key parent, Name name, uint16_t flags) {
  keys_.push_back({std::move(name), parent, flags, {}, {}});
  keys_[parent].subkeys.push_back(keys_.size() - 1);
  return keys_.size() - 1;
}

HiveWriter::Key HiveWriter::AddKey(Key parent, const std::string& name, uint16_t flags) {
  return Add(parent, {Units(name), true}, flags);
}

HiveWriter::Key HiveWriter::AddKey(Key parent, const std::u16string& name, uint16_t flags) {
  return Add(parent, {name, false}, flags);
}

HiveWriter::Key HiveWriter::AddPath(const std::string& path) {
  Key key = kRoot;
  for (size_t at = 0; at <= path.size();) {
    const size_t end = std::min(path.find('\\', at), path.size());
    const std::string name = path.substr(at, end - at);
    const std::vector<Key>& subkeys = keys_[key].subkeys;
    const auto same = std::find_if(subkeys.begin(), subkeys.end(), [&](Key subkey) {
      return keys_[subkey].name.units == Units(name);
    });
    key = same == subkeys.end() ? AddKey(key, name) : *same;
    at = end + 1;
  }
  return key;
}

HiveWriter::Value HiveWriter::Add(Key key, ValueSpec value) {
  values_.push_back(std::move(value));
  keys_[key].values.push_back(values_.size() - 1);
  return values_.size() - 1;
}

HiveWriter::Value HiveWriter::AddValue(Key key, const std::string& name, uint32_t type,
                                       std::vector<uint8_t> data, uint16_t flags) {
  return Add(key, {{Units(name), true}, type, std::move(data), flags});
}

HiveWriter::Value HiveWriter::AddValue(Key key, const std::u16string& name, uint32_t type,
                                       std::vector<uint8_t> data, uint16_t flags) {
  return Add(key, {{name, false}, type, std::move(data), flags});
}

HiveWriter::Value HiveWriter::AddDword(Key key, const std::string& name, uint32_t number) {
  return AddValue(key, name, kDword, DwordData(number));
}

WrittenHive HiveWriter::Write() const { return Assembly(*this).Run(); }

std::vector<uint8_t> DwordData(uint32_t number) {
  Data data;
  Append32(&data, number);
  return data;
}

std::vector<uint8_t> SzData(const std::string& ascii) {
  Data data = NameBytes(Units(ascii), false);
  Append16(&data, 0);
  return data;
}

SystemHiveKeys AddSystemKeys(HiveWriter* writer, uint32_t current) {
  SystemHiveKeys keys;
  keys.select = writer->AddPath("Select");
  keys.current = writer->AddDword(keys.select, "Current", current);
  writer->AddDword(keys.select, "Default", current);
  writer->AddDword(keys.select, "LastKnownGood", current);
  char control_set[32];
  std::snprintf(control_set, sizeof control_set, "ControlSet%03u", static_cast<unsigned>(current));
  keys.lsa = writer->AddPath(std::string(control_set) + "\\Control\\Lsa");
  keys.msv1_0 = writer->AddKey(keys.lsa, "MSV1_0");
  return keys;
}

}  // namespace ntlmatrix::policy::testing
