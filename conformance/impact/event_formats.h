// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_IMPACT_EVENT_FORMATS_H_
#define NTLMATRIX_CONFORMANCE_IMPACT_EVENT_FORMATS_H_

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "conformance/impact/event_fields.h"

// One function for each form of ReadEventExport(), of UTF-8 text without byte order mark.
namespace ntlmatrix::impact {

using RawEventSink = absl::FunctionRef<void(const RawEvent&)>;

absl::Status ReadEventXml(absl::string_view text, RawEventSink sink);
absl::Status ReadEventJson(absl::string_view text, RawEventSink sink);
absl::Status ReadEventText(absl::string_view text, RawEventSink sink);

// Whether the first line is a heading with a column for the number of the event.
bool LooksLikeEventCsv(absl::string_view text);
absl::Status ReadEventCsv(absl::string_view text, RawEventSink sink);

}  // namespace ntlmatrix::impact

#endif  // NTLMATRIX_CONFORMANCE_IMPACT_EVENT_FORMATS_H_
