// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_AV_PAIR_H_
#define NTLMATRIX_PARSERS_NTLM_AV_PAIR_H_

#include <cstdint>

#include "parsers/bytes/bytes.h"

namespace ntlmatrix::ntlm {

// AvId, [MS-NLMP] 2.2.2.1. Other values can be held and sent.
enum class AvId : uint16_t {
  kEol = 0x0000,              // MsvAvEOL
  kNbComputerName = 0x0001,   // MsvAvNbComputerName
  kNbDomainName = 0x0002,     // MsvAvNbDomainName
  kDnsComputerName = 0x0003,  // MsvAvDnsComputerName
  kDnsDomainName = 0x0004,    // MsvAvDnsDomainName
  kDnsTreeName = 0x0005,      // MsvAvDnsTreeName
  kFlags = 0x0006,            // MsvAvFlags
  kTimestamp = 0x0007,        // MsvAvTimestamp
  kSingleHost = 0x0008,       // MsvAvSingleHost
  kTargetName = 0x0009,       // MsvAvTargetName
  kChannelBindings = 0x000A,  // MsvAvChannelBindings
};

// The bits of MsvAvFlags, [MS-NLMP] 2.2.2.1.
namespace av_flags {

inline constexpr uint32_t kConstrained = 0x00000001;
inline constexpr uint32_t kMicPresent = 0x00000002;
inline constexpr uint32_t kUntrustedSpn = 0x00000004;

}  // namespace av_flags

// AV_PAIR, [MS-NLMP] 2.2.2.1. The value points into bytes that somebody else owns.
struct AvPair {
  AvId av_id = AvId::kEol;
  Bytes value;

  bool operator==(const AvPair&) const = default;
};

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_AV_PAIR_H_
