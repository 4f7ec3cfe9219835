// SPDX-License-Identifier: Apache-2.0

#include "conformance/status_check.h"

#include "absl/strings/str_format.h"

#include "conformance/rules.h"

namespace ntlmatrix::conformance {

bool IsStatus(uint32_t actual, uint32_t documented) {
  if (documented == kStatusLogonFailure && actual == kSecELogonDenied) return true;
  return actual == documented;
}

std::string StatusText(uint32_t documented) {
  if (documented != kStatusLogonFailure) return absl::StrFormat("0x%08x", documented);
  return absl::StrFormat("0x%08x (in SSPI 0x%08x)", documented, kSecELogonDenied);
}

}  // namespace ntlmatrix::conformance
