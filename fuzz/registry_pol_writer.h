// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_REGISTRY_POL_WRITER_H_
#define NTLMATRIX_FUZZ_REGISTRY_POL_WRITER_H_

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/store_values.h"
#include "parsers/bytes/byte_writer.h"
#include "parsers/bytes/utf16.h"

namespace ntlmatrix::fuzz {

inline void WriteUtf16(const std::string& text, ByteWriter* out) {
  out->WriteBytes(Utf8ToUtf16(text).value());
}

// The directive that deletes a key: its parent and, in the data, the rest, which has no `;`.
inline StoreValue KeyDeletion(const std::string& key) {
  const size_t last_semicolon = key.rfind(';');
  const size_t from = last_semicolon == std::string::npos ? 1 : last_semicolon + 1;
  const size_t separator = key.find('\\', std::max<size_t>(from, 1));
  const bool split = separator != std::string::npos && separator + 1 < key.size();
  StoreValue entry;
  entry.name = "**DeleteKeys";
  entry.type = 1;
  if (split) entry.key = key.substr(0, separator);
  const std::string list = split ? key.substr(separator + 1) : key;
  const std::vector<uint8_t> data = Utf8ToUtf16(list).value();
  entry.data.assign(data.begin(), data.end());
  return entry;
}

inline StoreValue EntryOf(const StoreValue& value) {
  using Operation = policy::RegistryValue::Operation;
  StoreValue entry = value;
  if (value.operation == Operation::kDeleteKey) return KeyDeletion(value.key);
  if (value.operation == Operation::kDeleteValues) entry.name = "**delvals.";
  if (value.operation == Operation::kDelete) entry.name = "**del." + value.name;
  if (value.conditional) entry.name = "**soft." + value.name;
  return entry;
}

// The values as a Registry.pol, a deletion of a key as **DeleteKeys of its parent.
inline std::string WriteRegistryPol(const std::vector<StoreValue>& values) {
  ByteWriter out;
  out.WriteU32(0x67655250);
  out.WriteU32(1);
  for (const StoreValue& value : values) {
    const StoreValue entry = EntryOf(value);
    WriteUtf16("[" + entry.key + '\0' + ";" + entry.name + '\0' + ";", &out);
    out.WriteU32(entry.type);
    WriteUtf16(";", &out);
    out.WriteU32(static_cast<uint32_t>(entry.data.size()));
    WriteUtf16(";", &out);
    for (const char byte : entry.data) out.WriteU8(static_cast<uint8_t>(byte));
    WriteUtf16("]", &out);
  }
  const std::vector<uint8_t> bytes = out.Take();
  return {bytes.begin(), bytes.end()};
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_REGISTRY_POL_WRITER_H_
