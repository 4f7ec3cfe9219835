// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "fuzz/check.h"
#include "fuzz/event_exports.h"

// Whatever events are read from an export, they say the same as XML and as lines of JSON.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using namespace ntlmatrix;
  const auto events = fuzz::ReadableEvents(Bytes(data, size));
  if (events.empty()) return 0;
  FUZZ_CHECK(fuzz::ReadsAs(fuzz::AsXml(events), events));
  FUZZ_CHECK(fuzz::ReadsAs(fuzz::AsJsonLines(events), events));
  return 0;
}
