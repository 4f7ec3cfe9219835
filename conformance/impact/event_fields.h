// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_IMPACT_EVENT_FIELDS_H_
#define NTLMATRIX_CONFORMANCE_IMPACT_EVENT_FIELDS_H_

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/impact/event_export.h"

namespace ntlmatrix::impact {

// What is read of an event; the rest of it is passed over.
enum class EventField {
  kId,          // EventID, Event ID, EventCode
  kProvider,    // Provider, ProviderName, Source
  kProcess,     // ProcessName
  kNegotiated,  // NegotiatedSecurity, of 4010 and 4011
  kRequired,    // RequiredSecurity
  kKeyLength,   // KeyLength, of 4624
  kLmPackage,   // LmPackageName
  kPackage,     // AuthenticationPackageName
  kMessage,     // Message, Description: the text that Windows shows, in its language
};

inline constexpr size_t kEventFields = 9;

// The field of that name in XML, CSV and JSON, in any case of letters.
std::optional<EventField> EventFieldOf(absl::string_view name);

// An event as an export has it: what it says of each field, in order, as written.
struct RawEvent {
  uint64_t line = 0;  // on which it begins, from 1
  std::array<std::vector<std::string>, kEventFields> values;

  void Add(EventField field, absl::string_view value);
  const std::vector<std::string>& Of(EventField field) const {
    return values[static_cast<size_t>(field)];
  }
};

// What the event says. Its status is not OK where it is one of 4010, 4011 and 4624 but its fields
// are missing, unreadable or contradictory, or where it has no number.
ExportedEvent InterpretEvent(const RawEvent& raw);

}  // namespace ntlmatrix::impact

#endif  // NTLMATRIX_CONFORMANCE_IMPACT_EVENT_FIELDS_H_
