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

using policy::testing::AddSystemKeys;
using policy::testing::DwordData;
using policy::testing::HiveForm;
using policy::testing::HiveWriter;
using policy::testing::SystemHiveKeys;
using policy::testing::SzData;
using policy::testing::WrittenHive;

constexpr char kSelect[] = "HKLM\\SYSTEM\\Select";
constexpr char kEdge[] = "REG_DWORD as other readers take it";
constexpr uint32_t kBoth = 0x20080000;

// A SYSTEM hive with both options set, and what else is added to it.
HiveWriter Hardened(const std::function<void(HiveWriter*, const SystemHiveKeys&)>& add = {},
                    HiveForm form = {}) {
  HiveWriter writer(form);
  const SystemHiveKeys keys = AddSystemKeys(&writer);
  writer.AddDword(keys.msv1_0, "NtlmMinServerSec", kBoth);
  if (add) add(&writer, keys);
  return writer;
}

Data Written(const std::function<void(HiveWriter*, const SystemHiveKeys&)>& add,
             HiveForm form = {}) {
  return Hardened(add, form).Write().bytes;
}

// NtlmMinClientSec of that type.
Data Client(uint32_t type, Data data, uint16_t flags = 0) {
  return Written([&](HiveWriter* writer, const SystemHiveKeys& keys) {
    writer->AddValue(keys.msv1_0, "NtlmMinClientSec", type, std::move(data), flags);
  });
}

// A hive whose Select\Current is that.
Data Current(uint32_t type, Data data) {
  HiveWriter writer;
  writer.AddDword(writer.AddPath("ControlSet001\\Control\\Lsa\\MSV1_0"), "NtlmMinClientSec", kBoth);
  writer.AddValue(writer.AddPath("Select"), "Current", type, std::move(data));
  return writer.Write().bytes;
}

// A hive with another control set below the root, where the client requires nothing.
Data OtherControlSet(const std::string& name, uint32_t last_known_good) {
  HiveWriter writer;
  const auto select = writer.AddPath("Select");
  writer.AddDword(select, "Current", 1);
  writer.AddDword(select, "Default", 1);
  writer.AddDword(select, "LastKnownGood", last_known_good);
  const std::string below = "\\Control\\Lsa\\MSV1_0";
  writer.AddDword(writer.AddPath("ControlSet001" + below), "NtlmMinClientSec", kBoth);
  writer.AddDword(writer.AddPath(name + below), "NtlmMinClientSec", 0);
  return writer.Write().bytes;
}

Data Changed(const std::function<void(WrittenHive*, const SystemHiveKeys&)>& change) {
  HiveWriter writer;
  const SystemHiveKeys keys = AddSystemKeys(&writer);
  writer.AddDword(keys.msv1_0, "NtlmMinClientSec", kBoth);
  WrittenHive hive = writer.Write();
  change(&hive, keys);
  return hive.bytes;
}

Data PathAlone(const std::string& path) {
  HiveWriter writer;
  writer.AddDword(writer.AddPath("Select"), "Current", 1);
  writer.AddPath(path);
  return writer.Write().bytes;
}

HiveForm DirtyForm() {
  HiveForm form;
  form.primary_sequence = 2;
  return form;
}

}  // namespace

std::vector<Seed> SystemHiveSeeds() {
  return {
      {"both_options", kByHand, "both options for client and server, LmCompatibilityLevel 5",
       Written([](HiveWriter* writer, const SystemHiveKeys& keys) {
         writer->AddDword(keys.msv1_0, "NtlmMinClientSec", kBoth);
         writer->AddDword(keys.lsa, "LmCompatibilityLevel", 5);
       })},
      {"as_installed", "SYSTEM hives of Windows", "128-bit alone, and no LmCompatibilityLevel",
       Client(4, DwordData(0x20000000))},
      {"dword_size_8", kEdge, "8 bytes: low half, nothing or error", Client(4, Data(8, 0x20))},
      {"dword_size_2", kEdge, "2 bytes", Client(4, {0x00, 0x20})},
      {"dword_size_0", kEdge, "no bytes: null or those of the value before", Client(4, {})},
      {"dword_big_endian", kEdge, "REG_DWORD_BIG_ENDIAN", Client(5, {0x20, 0x08, 0, 0})},
      {"number_as_text", kEdge, "REG_SZ", Client(1, SzData("537395200"))},
      {"tombstone", "Key value, regf specification", "a value that a layer deletes",
       Client(0, {}, 2)},
      {"two_values_of_a_name", kByHand, "names that differ in case",
       Written([](HiveWriter* writer, const SystemHiveKeys& keys) {
         writer->AddDword(keys.msv1_0, "NTLMMINSERVERSEC", 0);
       })},
      {"utf16_names", kByHand, "names that are stored as UTF-16LE",
       Written([](HiveWriter* writer, const SystemHiveKeys& keys) {
         writer->AddValue(keys.msv1_0, u"NtlmMinClientSec", 4, DwordData(kBoth));
       })},
      {"wrong_location", kByHand, "NtlmMinClientSec in Lsa instead of MSV1_0",
       Written([](HiveWriter* writer, const SystemHiveKeys& keys) {
         writer->AddDword(keys.lsa, "NtlmMinClientSec", kBoth);
       })},
      {"nul_in_name", kByHand, "a name that tools cut off at the NUL",
       Written([](HiveWriter* writer, const SystemHiveKeys& keys) {
         writer->AddDword(keys.msv1_0, std::string("NtlmMinClientSec\0", 17), 0);
       })},
      {"version_1_3", kByHand, "Windows NT 4.0 and 2000",
       Written({},
               [] {
                 HiveForm form;
                 form.minor_version = 3;
                 form.list = "lf";
                 return form;
               }())},
      {"dirty", "Dirty state of a hive, regf specification", "sequence numbers differ",
       Written({}, DirtyForm())},
      {"wrong_checksum", "Dirty state of a hive, regf specification", "a base block half written",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) { hive->Set32(12, 1); })},
      {"current_zero", kSelect, "no control set", Current(4, DwordData(0))},
      {"current_1000", kSelect, "a control set of four digits", Current(4, DwordData(1000))},
      {"current_missing_set", kSelect, "a control set that is not there", Current(4, DwordData(2))},
      {"current_binary", kSelect, "REG_BINARY", Current(3, DwordData(1))},
      {"current_size_8", kSelect, "REG_DWORD with 8 bytes", Current(4, {1, 0, 0, 0, 0, 0, 0, 0})},
      {"no_select", kByHand, "another hive",
       [] {
         HiveWriter writer;
         writer.AddPath("Microsoft\\Windows");
         return writer.Write().bytes;
       }()},
      {"no_lsa", kByHand, "a control set without Lsa", PathAlone("ControlSet001\\Control")},
      {"no_msv1_0", kByHand, "Lsa without MSV1_0", PathAlone("ControlSet001\\Control\\Lsa")},
      {"other_control_set", kSelect, "ControlSet002 requires nothing",
       OtherControlSet("ControlSet002", 1)},
      {"last_known_good", kSelect, "LastKnownGood requires nothing",
       OtherControlSet("ControlSet002", 2)},
      {"current_control_set_key", kSelect, "CurrentControlSet in the file, which is not read",
       OtherControlSet("CurrentControlSet", 1)},
      {"link", kByHand, "Lsa is a symbolic link",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Set16(hive->keys[keys.lsa].node + 6, 0x30);
       })},
      {"not_compressed", kByHand, "MSV1_0 is said to be UTF-16LE, and so has another name",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Set16(hive->keys[keys.msv1_0].node + 6, 0);
       })},
      {"layered_key", "Layered keys, regf specification", "a tombstone key",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->bytes[hive->keys[keys.lsa].node + 4 + 13] = 1;
       })},
      {"unreadable_sibling", kByHand, "a subkey of the root in a cell of size 0",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Set32(hive->keys[keys.select].node, 0);
       })},
      {"unreadable_value", kByHand, "NtlmMinClientSec in a cell of size 0",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) {
         hive->Set32(hive->values.back().value, 0);
       })},
      {"unreadable_data", kByHand, "five bytes in a field of four",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) {
         hive->Set32(hive->values.back().value + 8, 0x80000005);
       })},
      {"lsa_names_itself", kByHand, "a cycle beside the way",
       Changed([](WrittenHive* hive, const SystemHiveKeys& keys) {
         hive->Point(hive->keys[keys.lsa].subkeys_list + 8, hive->keys[keys.lsa].node);
       })},
      {"cut_off", kByHand, "half of the last hive bin", Cut(Written({}), 4096 + 2048)},
      {"transaction_log", kByHand, "a log of the new format and no hive",
       Changed([](WrittenHive* hive, const SystemHiveKeys&) {
         hive->Set32(28, 6);
         hive->UpdateChecksum();
       })},
  };
}

}  // namespace ntlmatrix::fuzz
