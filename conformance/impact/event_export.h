// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_IMPACT_EVENT_EXPORT_H_
#define NTLMATRIX_CONFORMANCE_IMPACT_EVENT_EXPORT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "conformance/security_event.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::impact {

// One event of an exported log.
struct ExportedEvent {
  uint64_t line = 0;           // on which it begins, from 1
  std::optional<uint32_t> id;  // its number
  std::string process;         // ProcessName of 4010 and 4011; may be empty
  absl::Status status;         // not OK: it can't be read

  std::optional<conformance::SecurityEvent> security;  // 4010 and 4011
  bool is_ntlm_logon = false;                          // 4624 of NTLM
  uint32_t key_length = 0;                             // of it, in bits
};

using ExportedEventSink = absl::FunctionRef<void(ExportedEvent)>;

inline constexpr size_t kMaxEventExportSize = size_t{64} << 20;  // bytes; XML: kMaxXmlStoreSize

// Reads the events of an export, in order: XML (wevtutil, Get-WinEvent and ToXml, with or without a
// root), CSV (Export-Csv, Event Viewer), JSON (an object, an array, lines of objects), or text
// (Format-List, wevtutil /f:text, what Event Viewer copies); UTF-8, UTF-16 or 8-bit.
//
// - An event is read by the names of its fields and by its English message. A message in another
//   language has no name that is known: that is an event which can't be read, not one without
//   flags.
// - What is no event is an error: XML elements beside events, a CSV row with too few fields.
// - A text that is cut off within a line is an error. Cut off between two events it is a shorter
//   export: there is no end mark but in XML with a root, and in a JSON array or object.
//
// A status that is not OK says from where on the file can't be read; the events before that have
// been given to the sink. Time and memory are linear in the size of the file.
absl::Status ReadEventExport(Bytes bytes, ExportedEventSink sink);

// What other events than 4010, 4011 and 4624 are about, "NTLM was used by a server (enhanced
// auditing)"; empty where nothing is known of them.
absl::string_view EventWords(uint32_t id);

}  // namespace ntlmatrix::impact

#endif  // NTLMATRIX_CONFORMANCE_IMPACT_EVENT_EXPORT_H_
