// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

#include "conformance/differential/stores.h"
#include "parsers/policy/testing/hive_writer.h"

namespace ntlmatrix::differential {
namespace {

using policy::testing::AddSystemKeys;
using policy::testing::DwordData;
using policy::testing::HiveForm;
using policy::testing::HiveWriter;
using policy::testing::SystemHiveKeys;
using policy::testing::SzData;
using policy::testing::WrittenHive;

constexpr char kMsv10[] = "\\Control\\Lsa\\MSV1_0";

void SetAll(HiveWriter* writer, const std::string& control_set, uint32_t number) {
  const HiveWriter::Key key = writer->AddPath(control_set + kMsv10);
  writer->AddDword(key, "NtlmMinServerSec", number);
  writer->AddDword(key, "NtlmMinClientSec", number);
}

// A hive with \Select\Current as that and ControlSet001.
Data Current(uint32_t type, Data data, const std::string& control_set = "ControlSet001") {
  HiveWriter writer;
  SetAll(&writer, control_set, kBoth);
  writer.AddValue(writer.AddPath("Select"), "Current", type, std::move(data));
  return writer.Write().bytes;
}

Data Paths(const std::vector<std::string>& paths) {
  HiveWriter writer;
  writer.AddDword(writer.AddPath("Select"), "Current", 1);
  for (const std::string& path : paths) writer.AddPath(path);
  return writer.Write().bytes;
}

// ControlSet001 as Windows has it, and one with other numbers.
Data OtherControlSet(const std::string& name, uint32_t current) {
  HiveWriter writer;
  writer.AddDword(writer.AddPath("Select"), "Current", current);
  SetAll(&writer, "ControlSet001", kBoth);
  SetAll(&writer, name, 0);
  return writer.Write().bytes;
}

HiveWriter Plain(HiveForm form = {}) {
  HiveWriter writer(form);
  const SystemHiveKeys keys = AddSystemKeys(&writer);
  for (const char* const name : {"Kerberos", "audit", "Zone", "Data", "SspiCache"}) {
    writer.AddKey(keys.lsa, name);
  }
  writer.AddDword(keys.lsa, "LmCompatibilityLevel", 5);
  writer.AddDword(keys.msv1_0, "NtlmMinServerSec", kBoth);
  writer.AddDword(keys.msv1_0, "NtlmMinClientSec", kBoth);
  return writer;
}

Data Form(const std::function<void(HiveForm*)>& change) {
  HiveForm form;
  change(&form);
  return Plain(form).Write().bytes;
}

// The keys of Plain() get the same numbers as here.
Data Changed(const std::function<void(WrittenHive*, const SystemHiveKeys&)>& change) {
  HiveWriter same;
  const SystemHiveKeys keys = AddSystemKeys(&same);
  WrittenHive hive = Plain().Write();
  change(&hive, keys);
  return hive.bytes;
}

Data Added(const std::function<void(HiveWriter*, HiveWriter::Key root)>& add) {
  HiveWriter writer = Plain();
  add(&writer, HiveWriter::kRoot);
  return writer.Write().bytes;
}

std::vector<Store> Selections() {
  return {
      {"current-missing", "no value Select\\Current",
       [] {
         HiveWriter writer;
         SetAll(&writer, "ControlSet001", kBoth);
         writer.AddDword(writer.AddPath("Select"), "Default", 1);
         return writer.Write().bytes;
       }()},
      {"select-missing", "no key Select",
       [] {
         HiveWriter writer;
         SetAll(&writer, "ControlSet001", kBoth);
         return writer.Write().bytes;
       }()},
      {"current-0", "Select\\Current is 0", Current(4, DwordData(0))},
      {"current-0-set-000", "Select\\Current is 0 and there is a ControlSet000",
       Current(4, DwordData(0), "ControlSet000")},
      {"current-999", "Select\\Current is 999", Current(4, DwordData(999), "ControlSet999")},
      {"current-1000", "Select\\Current is 1000 and there is a ControlSet1000",
       Current(4, DwordData(1000), "ControlSet1000")},
      {"current-dangling", "Select\\Current names a control set that is not there",
       Current(4, DwordData(2))},
      {"current-binary", "Select\\Current is REG_BINARY", Current(3, DwordData(1))},
      {"current-text", "Select\\Current is REG_SZ", Current(1, SzData("1"))},
      {"current-big-endian", "Select\\Current is REG_DWORD_BIG_ENDIAN", Current(5, {0, 0, 0, 1})},
      {"current-8", "Select\\Current has 8 bytes", Current(4, {1, 0, 0, 0, 0, 0, 0, 0})},
      {"two-sets-first", "ControlSet002 has 0, and is not the current one",
       OtherControlSet("ControlSet002", 1)},
      {"two-sets-second", "ControlSet002 has 0, and is the current one",
       OtherControlSet("ControlSet002", 2)},
      {"current-control-set-key", "a key CurrentControlSet in the file",
       OtherControlSet("CurrentControlSet", 1)},
      {"control-set-one-digit", "a key ControlSet1", OtherControlSet("ControlSet1", 1)},
  };
}

std::vector<Store> KeyStores() {
  return {
      {"no-lsa", "no key Lsa", Paths({"ControlSet001\\Control"})},
      {"no-msv1-0", "no key MSV1_0", Paths({"ControlSet001\\Control\\Lsa"})},
      {"wrong-key", "NtlmMinClientSec in Lsa",
       [] {
         HiveWriter writer;
         const SystemHiveKeys keys = AddSystemKeys(&writer);
         writer.AddDword(keys.lsa, "NtlmMinClientSec", kBoth);
         writer.AddDword(keys.msv1_0, "NtlmMinServerSec", kBoth);
         return writer.Write().bytes;
       }()},
      {"msv1-0-lower", "the key's name in small letters",
       [] {
         HiveWriter writer;
         writer.AddDword(writer.AddPath("select"), "CURRENT", 1);
         writer.AddDword(writer.AddPath("CONTROLSET001\\control\\lsa\\msv1_0"), "NtlmMinClientSec",
                         kBoth);
         return writer.Write().bytes;
       }()},
      {"msv1-0-utf16", "the key's name in UTF-16LE",
       [] {
         HiveWriter writer;
         writer.AddDword(writer.AddPath("Select"), "Current", 1);
         const auto lsa = writer.AddPath("ControlSet001\\Control\\Lsa");
         writer.AddDword(writer.AddKey(lsa, u"MSV1_0"), "NtlmMinClientSec", kBoth);
         return writer.Write().bytes;
       }()},
      {"msv1-0-not-compressed", "MSV1_0 is said to be in UTF-16LE, and so has another name",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Set16(hive->keys[keys.msv1_0].node + 6, 0);
       })},
      {"msv1-0-twice", "a second key MSV1_0, in small letters, with 0",
       [] {
         HiveWriter writer;
         const SystemHiveKeys keys = AddSystemKeys(&writer);
         writer.AddDword(keys.msv1_0, "NtlmMinClientSec", kBoth);
         writer.AddDword(writer.AddKey(keys.lsa, "msv1_0"), "NtlmMinClientSec", 0);
         return writer.Write().bytes;
       }()},
      {"nul-in-key", "a key beside Select with a NUL in its name",
       Added([](HiveWriter* writer, HiveWriter::Key root) {
         writer->AddKey(root, std::string("zero\0key", 8));
       })},
      {"latin-1-key", "a key beside Select with a letter of Latin-1",
       Added([](HiveWriter* writer, HiveWriter::Key root) { writer->AddKey(root, "caf\xE9"); })},
      {"slash-in-key", "a key beside Select with a slash in its name",
       Added([](HiveWriter* writer, HiveWriter::Key root) { writer->AddKey(root, "a/b"); })},
      {"big-data-beside", "big data in a value beside the settings",
       Added([](HiveWriter* writer, HiveWriter::Key) {
         writer->AddValue(writer->AddPath(std::string("ControlSet001") + kMsv10), "Blob", 3,
                          Data(40000, 0x5A));
       })},
      {"link", "Lsa is a symbolic link", Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Set16(hive->keys[keys.lsa].node + 6, 0x30);
       })},
      {"tombstone-key", "MSV1_0 is a key that its layer deletes",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->bytes[hive->keys[keys.msv1_0].node + 4 + 13] = 1;
       })},
  };
}

std::vector<Store> FileStores() {
  return {
      {"version-1-3", "version 1.3", Form([](HiveForm* form) { form->minor_version = 3; })},
      {"version-1-6", "version 1.6", Form([](HiveForm* form) { form->minor_version = 6; })},
      {"version-1-7", "version 1.7, which is none",
       Form([](HiveForm* form) { form->minor_version = 7; })},
      {"list-li", "subkeys in li lists", Form([](HiveForm* form) { form->list = "li"; })},
      {"list-lf", "subkeys in lf lists", Form([](HiveForm* form) { form->list = "lf"; })},
      {"list-ri", "subkeys in lists of two below an ri",
       Form([](HiveForm* form) { form->leaf_size = 2; })},
      {"unsorted", "subkeys out of order", Form([](HiveForm* form) { form->sorted = false; })},
      {"dirty", "sequence numbers differ, no log",
       Form([](HiveForm* form) { form->primary_sequence = 2; })},
      {"wrong-checksum", "the checksum of the base block is wrong",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) { hive->Set32(508, 0x12345678); })},
      {"wrong-hash", "the hash of MSV1_0 in its list is wrong",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         const size_t list = hive->keys[keys.lsa].subkeys_list;
         for (uint16_t i = 0; i < 6; ++i) hive->Set32(list + 8 + 8U * i + 4, 0x01020304);
       })},
      {"fewer-values", "MSV1_0 says that it has one value, and has two",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Set32(hive->keys[keys.msv1_0].node + 4 + 36, 1);
       })},
      {"more-values", "MSV1_0 says that it has 1000 values, and has two",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Set32(hive->keys[keys.msv1_0].node + 4 + 36, 1000);
       })},
      {"unreadable-value", "NtlmMinClientSec in a cell of size 0",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) {
         hive->Set32(hive->values.back().value, 0);
       })},
      {"free-value", "NtlmMinClientSec in a cell that is marked as free",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) {
         const size_t cell = hive->values.back().value;
         hive->Set32(cell, 0 - hive->Get32(cell));
       })},
      {"no-value-signature", "NtlmMinClientSec without the signature of a value",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) {
         hive->Set16(hive->values.back().value + 4, 0x7878);
       })},
      {"no-key-signature", "MSV1_0 without the signature of a key",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Set16(hive->keys[keys.msv1_0].node + 4, 0x7878);
       })},
      {"name-too-long", "the name of NtlmMinClientSec is longer than its cell",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) {
         hive->Set16(hive->values.back().value + 6, 0x1000);
       })},
      {"cycle", "the list of Lsa names Lsa in the place of MSV1_0",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         const size_t list = hive->keys[keys.lsa].subkeys_list;
         for (size_t i = 0; i < 6; ++i) hive->Point(list + 8 + 8 * i, hive->keys[keys.lsa].node);
       })},
      {"cut-off", "the last 2048 bytes are missing",
       [] {
         Data bytes = Plain().Write().bytes;
         bytes.resize(bytes.size() - 2048);
         return bytes;
       }()},
      {"zeros-behind", "4096 zero bytes behind the last hive bin",
       [] {
         Data bytes = Plain().Write().bytes;
         bytes.resize(bytes.size() + 4096);
         return bytes;
       }()},
      {"base-block-alone", "only the base block",
       [] {
         Data bytes = Plain().Write().bytes;
         bytes.resize(4096);
         return bytes;
       }()},
  };
}

}  // namespace

std::vector<Store> LayoutHives() {
  std::vector<Store> stores = Selections();
  for (const auto& more : {KeyStores(), FileStores()}) {
    stores.insert(stores.end(), more.begin(), more.end());
  }
  return stores;
}

Data ParentsHive() {
  HiveWriter writer;
  writer.AddPath("CurrentControlSet\\Control\\Lsa");
  return writer.Write().bytes;
}

}  // namespace ntlmatrix::differential
