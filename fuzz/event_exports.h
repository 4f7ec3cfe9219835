// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_FUZZ_EVENT_EXPORTS_H_
#define NTLMATRIX_FUZZ_EVENT_EXPORTS_H_

#include <string>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/impact/event_export.h"

// Events as two forms of export, written without the readers' help.
namespace ntlmatrix::fuzz {

// Names and values of what an event says.
using EventValues = std::vector<std::pair<std::string, std::string>>;

// The events that can be read.
inline std::vector<impact::ExportedEvent> ReadableEvents(Bytes bytes) {
  std::vector<impact::ExportedEvent> events;
  impact::ReadEventExport(bytes, [&](impact::ExportedEvent event) {
    if (event.status.ok()) events.push_back(std::move(event));
  }).IgnoreError();
  return events;
}

inline EventValues ValuesOf(const impact::ExportedEvent& event) {
  if (event.security) {
    EventValues values = {
        {"NegotiatedSecurity", absl::StrFormat("0x%x", event.security->negotiated)},
        {"RequiredSecurity", absl::StrCat(event.security->required)}};
    const auto& side = event.security->side;
    if (side) values.push_back({"EventID", *side == conformance::Side::kClient ? "4010" : "4011"});
    return values;
  }
  if (event.is_ntlm_logon) {
    return {{"EventID", "4624"},
            {"AuthenticationPackageName", "Negotiate"},
            {"LmPackageName", "NTLM V2"},
            {"KeyLength", absl::StrCat(event.key_length)}};
  }
  return {{"EventID", absl::StrCat(event.id.value_or(0))}, {"ProviderName", "none"}};
}

inline std::string AsXml(const std::vector<impact::ExportedEvent>& events) {
  std::string xml = "<Events>";
  for (const impact::ExportedEvent& event : events) {
    absl::StrAppend(&xml, "<Event>");
    for (const auto& [name, value] : ValuesOf(event)) {
      absl::StrAppend(&xml, "<Data Name='", name, "'>", value, "</Data>");
    }
    absl::StrAppend(&xml, "</Event>");
  }
  return xml + "</Events>";
}

inline std::string AsJsonLines(const std::vector<impact::ExportedEvent>& events) {
  std::string json;
  for (const impact::ExportedEvent& event : events) {
    const char* separator = "{";
    for (const auto& [name, value] : ValuesOf(event)) {
      absl::StrAppend(&json, std::exchange(separator, ","), "\"", name, "\":\"", value, "\"");
    }
    absl::StrAppend(&json, "}\n");
  }
  return json;
}

// Whether an export reads as these events.
inline bool ReadsAs(const std::string& text, const std::vector<impact::ExportedEvent>& events) {
  const auto again =
      ReadableEvents(Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
  if (again.size() != events.size()) return false;
  for (size_t i = 0; i < events.size(); ++i) {
    if (ValuesOf(again[i]) != ValuesOf(events[i])) return false;
  }
  return true;
}

}  // namespace ntlmatrix::fuzz

#endif  // NTLMATRIX_FUZZ_EVENT_EXPORTS_H_
