// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "fuzz/check.h"
#include "fuzz/registry_pol_writer.h"
#include "fuzz/store_values.h"
#include "parsers/policy/registry_pol.h"

// What a Registry.pol says, written again, reads the same, and one that lost its end says no more
// than the beginning of it.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const std::string store(data, data + size);
  const std::vector<fuzz::StoreValue> values = fuzz::ValuesOf(policy::ReadRegistryPol, store);
  FUZZ_CHECK(fuzz::ValuesOf(policy::ReadRegistryPol, fuzz::WriteRegistryPol(values)) == values);
  const size_t lost = size == 0 ? 0 : size_t{1} + data[size - 1];
  FUZZ_CHECK(fuzz::SaysTheBeginning(policy::ReadRegistryPol, store, lost, values));
  return 0;
}
