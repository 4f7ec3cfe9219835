// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_IMPACT_EVENT_GROUPS_H_
#define NTLMATRIX_CONFORMANCE_IMPACT_EVENT_GROUPS_H_

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/impact/event_export.h"
#include "conformance/impact/peer.h"

namespace ntlmatrix::impact {

// The events of one export, those that are alike together.
struct EventGroups {
  std::vector<Peer> peers;               // by the first of each group
  std::map<uint32_t, uint64_t> without;  // how often other events are there, by number
  std::vector<std::string> errors;       // at most kMostEventErrors, and how many more there are
  uint64_t events = 0;                   // all of them
};

inline constexpr size_t kMostEventErrors = 20;

// Reads an export; `name` is what the peers and errors say of where they stand, "log.xml:12".
EventGroups ReadEventGroups(absl::string_view name, Bytes bytes);

}  // namespace ntlmatrix::impact

#endif  // NTLMATRIX_CONFORMANCE_IMPACT_EVENT_GROUPS_H_
