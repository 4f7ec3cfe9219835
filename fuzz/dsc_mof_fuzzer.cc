// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>

#include "fuzz/check.h"
#include "fuzz/store_story.h"
#include "parsers/policy/dsc_mof.h"

// A configuration that lost its end is never taken for a whole one that says something else, and
// defines nothing that the whole one does not define on the same line.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  if (size == 0) return 0;
  // The first byte says where to cut.
  const Bytes whole(data + 1, size - 1);
  const Bytes cut(data + 1, (size - 1) * data[0] / 256);
  const fuzz::StoreAnswer expected = fuzz::AskStore(policy::ReadDscMof, whole);
  const fuzz::StoreAnswer actual = fuzz::AskStore(policy::ReadDscMof, cut);
  FUZZ_CHECK(std::includes(expected.defined.begin(), expected.defined.end(), actual.defined.begin(),
                           actual.defined.end()));
  if (expected.whole && actual.whole) FUZZ_CHECK(actual.defined == expected.defined);
  return 0;
}
