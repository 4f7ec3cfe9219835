// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/flag_names.h"

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::ntlm {
namespace {

// [MS-NLMP] 2.2.2.5, from bit A (the lowest) to bit W.
constexpr std::array<const char*, 32> kNames = {
    "NTLMSSP_NEGOTIATE_UNICODE",
    "NTLM_NEGOTIATE_OEM",
    "NTLMSSP_REQUEST_TARGET",
    "r10",
    "NTLMSSP_NEGOTIATE_SIGN",
    "NTLMSSP_NEGOTIATE_SEAL",
    "NTLMSSP_NEGOTIATE_DATAGRAM",
    "NTLMSSP_NEGOTIATE_LM_KEY",
    "r9",
    "NTLMSSP_NEGOTIATE_NTLM",
    "r8",
    "J",
    "NTLMSSP_NEGOTIATE_OEM_DOMAIN_SUPPLIED",
    "NTLMSSP_NEGOTIATE_OEM_WORKSTATION_SUPPLIED",
    "r7",
    "NTLMSSP_NEGOTIATE_ALWAYS_SIGN",
    "NTLMSSP_TARGET_TYPE_DOMAIN",
    "NTLMSSP_TARGET_TYPE_SERVER",
    "r6",
    "NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY",
    "NTLMSSP_NEGOTIATE_IDENTIFY",
    "r5",
    "NTLMSSP_REQUEST_NON_NT_SESSION_KEY",
    "NTLMSSP_NEGOTIATE_TARGET_INFO",
    "r4",
    "NTLMSSP_NEGOTIATE_VERSION",
    "r3",
    "r2",
    "r1",
    "NTLMSSP_NEGOTIATE_128",
    "NTLMSSP_NEGOTIATE_KEY_EXCH",
    "NTLMSSP_NEGOTIATE_56",
};

}  // namespace

absl::string_view FlagName(NegotiateFlags bit) {
  if (!std::has_single_bit(bit)) return "";
  return kNames[static_cast<size_t>(std::countr_zero(bit))];
}

std::string FlagNames(NegotiateFlags flags) {
  if (flags == 0) return "(none)";
  std::string names;
  while (flags != 0) {
    const NegotiateFlags bit = flags & (~flags + 1);
    flags &= ~bit;
    const absl::string_view name = FlagName(bit);
    absl::StrAppend(&names, names.empty() ? "" : " | ", name);
    if (name.size() <= 3) absl::StrAppend(&names, " (0x", absl::Hex(bit, absl::kZeroPad8), ")");
  }
  return names;
}

}  // namespace ntlmatrix::ntlm
