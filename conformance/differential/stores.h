// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DIFFERENTIAL_STORES_H_
#define NTLMATRIX_CONFORMANCE_DIFFERENTIAL_STORES_H_

#include <cstdint>
#include <string>
#include <vector>

// Policy stores on which readers may disagree, for ci/differential.py. No reader has a part in
// writing them.
namespace ntlmatrix::differential {

using Data = std::vector<uint8_t>;

// Both options of NtlmMinClientSec and NtlmMinServerSec: what most stores say.
inline constexpr uint32_t kBoth = 0x20080000;

struct Store {
  std::string name;  // of the file, without extension
  std::string edge;  // what is odd about it, in a few words
  Data bytes;
};

// Each store gives NtlmMinServerSec as kBoth in the plain way beside its edge, unless the edge is
// about the whole store.
std::vector<Store> ValueHives();   // SYSTEM hives: the data and the name of a value
std::vector<Store> LayoutHives();  // SYSTEM hives: control sets, keys, cells and the file
std::vector<Store> RegistryPols();
std::vector<Store> RegFiles();  // ASCII, since hivexregedit reads no other; one in UTF-16LE

// A hive without values into which hivexregedit can merge .reg files: it adds no key whose parent
// is missing.
Data ParentsHive();

}  // namespace ntlmatrix::differential

#endif  // NTLMATRIX_CONFORMANCE_DIFFERENTIAL_STORES_H_
