// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_TESTING_HIVE_WRITER_H_
#define NTLMATRIX_PARSERS_POLICY_TESTING_HIVE_WRITER_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "parsers/policy/testing/written_hive.h"

// Registry hives for tests, seeds and comparisons with other readers: what Windows would write, and
// where each piece of it stands, so that a test can then make it lie. Shares no code with the
// readers. Names given as std::string are stored compressed, a byte for a character; as
// std::u16string in UTF-16LE.
namespace ntlmatrix::policy::testing {

// How a hive is written; the defaults are those of Windows XP to 11.
struct HiveForm {
  uint32_t minor_version = 5;
  uint32_t primary_sequence = 1;
  uint32_t secondary_sequence = 1;  // another number: dirty
  std::string list = "lh";          // "li", "lf" or "lh": the kind of every list of subkeys
  size_t leaf_size = 0;             // split lists below an ri into leaves of that size; 0: never
  size_t bin_size = 4096;           // bytes of a hive bin, unless a cell needs more
  bool sorted = true;               // the subkeys of each key by upper-case name, or as added
};

class HiveWriter {
 public:
  using Key = size_t;
  using Value = size_t;
  static constexpr Key kRoot = 0;

  explicit HiveWriter(HiveForm form = {});

  Key AddKey(Key parent, const std::string& name, uint16_t flags = 0);
  Key AddKey(Key parent, const std::u16string& name, uint16_t flags = 0);

  // A key below the root, names separated by backslashes; those that are missing are added.
  Key AddPath(const std::string& path);

  // Up to four bytes of data are stored in the value itself, and more than 16344 as big data where
  // the minor version has it.
  Value AddValue(Key key, const std::string& name, uint32_t type, std::vector<uint8_t> data,
                 uint16_t flags = 0);
  Value AddValue(Key key, const std::u16string& name, uint32_t type, std::vector<uint8_t> data,
                 uint16_t flags = 0);
  Value AddDword(Key key, const std::string& name, uint32_t number);

  WrittenHive Write() const;

 private:
  struct Name {
    std::u16string units;
    bool is_compressed;
  };
  struct ValueSpec {
    Name name;
    uint32_t type;
    std::vector<uint8_t> data;
    uint16_t flags;
  };
  struct KeySpec {
    Name name;
    Key parent;
    uint16_t flags;
    std::vector<Key> subkeys;
    std::vector<Value> values;
  };
  class Assembly;

  Key Add(Key parent, Name name, uint16_t flags);
  Value Add(Key key, ValueSpec value);

  HiveForm form_;
  std::vector<KeySpec> keys_;
  std::vector<ValueSpec> values_;
};

// The bytes of a REG_DWORD, and of a text as REG_SZ has it, with its NUL.
std::vector<uint8_t> DwordData(uint32_t number);
std::vector<uint8_t> SzData(const std::string& ascii);

// The keys of a SYSTEM hive that matter: \Select with `current` as Current, Default and
// LastKnownGood, and ControlSet00N\Control\Lsa\MSV1_0 of that number, without values.
struct SystemHiveKeys {
  HiveWriter::Key select, lsa, msv1_0;
  HiveWriter::Value current;
};
SystemHiveKeys AddSystemKeys(HiveWriter* writer, uint32_t current = 1);

}  // namespace ntlmatrix::policy::testing

#endif  // NTLMATRIX_PARSERS_POLICY_TESTING_HIVE_WRITER_H_
