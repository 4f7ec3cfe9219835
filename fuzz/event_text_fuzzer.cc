// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>

#include "conformance/security_event.h"
#include "fuzz/check.h"

// Whatever event is read from a text, the event's own text reads back the same.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  using ntlmatrix::conformance::ParseSecurityEvent;
  const auto event =
      ParseSecurityEvent(absl::string_view(reinterpret_cast<const char*>(data), size));
  if (!event.ok()) return 0;
  const auto again = ParseSecurityEvent(SecurityEventText(*event));
  FUZZ_CHECK(again.ok() && *again == *event);
  return 0;
}
