// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/check.h"
#include "fuzz/store_values.h"
#include "parsers/policy/lgpo_text.h"

namespace ntlmatrix::fuzz {
namespace {

using Operation = policy::RegistryValue::Operation;

constexpr char kMark[] = "\xEF\xBB\xBF";  // without it a bad byte behind changes what is before

std::string ActionOf(const StoreValue& value) {
  if (value.operation == Operation::kDelete) return "DELETE";
  if (value.operation == Operation::kDeleteValues) return "DELETEALLVALUES";
  if (value.operation == Operation::kDeleteKey) return "CLEAR";
  const char* const kWords[] = {"CREATEKEY", "SZ:",      "EXSZ:", "BINARY:", "DWORD:", "",
                                "",          "MULTISZ:", "",      "",        "",       "QWORD:"};
  return kWords[value.type] + value.data;
}

std::string Write(const std::vector<StoreValue>& values) {
  std::string text = kMark;
  for (const StoreValue& value : values) {
    text += value.hive == "HKEY_LOCAL_MACHINE" ? "Computer\n" : "User\n";
    text += value.key + "\n" + (value.name.empty() ? "(Default)" : value.name) + "\n";
    text += ActionOf(value) + "\n\n";
  }
  return text;
}

}  // namespace
}  // namespace ntlmatrix::fuzz

// What an LGPO text says, written again, reads the same, and one that lost its end says no more
// than the beginning of it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  // A key and a name of DELETEKEYS are two lines, but one where the key is written whole.
  if (size >= policy::kMaxLgpoTextLine) return 0;
  const std::string store = fuzz::kMark + std::string(data, data + size);
  const std::vector<fuzz::StoreValue> values = fuzz::ValuesOf(policy::ReadLgpoText, store);
  FUZZ_CHECK(fuzz::ValuesOf(policy::ReadLgpoText, fuzz::Write(values)) == values);
  const size_t lost = size == 0 ? 0 : size_t{1} + data[size - 1];
  FUZZ_CHECK(fuzz::SaysTheBeginning(policy::ReadLgpoText, store, lost, values));
  return 0;
}
