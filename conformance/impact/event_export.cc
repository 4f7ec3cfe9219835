// SPDX-License-Identifier: Apache-2.0

#include "conformance/impact/event_export.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/impact/event_formats.h"
#include "parsers/policy/place.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::impact {
namespace {

// What Windows calls "ElfFile": a log itself, not an export of it.
bool IsEvtx(absl::string_view text) { return absl::StartsWith(text, "ElfFile"); }

absl::Status ReadText(absl::string_view text, RawEventSink sink) {
  const absl::string_view start = absl::StripLeadingAsciiWhitespace(text);
  if (start.empty()) return absl::InvalidArgumentError("the file is empty");
  if (start[0] == '<') return ReadEventXml(text, sink);
  if (start[0] == '{' || start[0] == '[') return ReadEventJson(text, sink);
  if (LooksLikeEventCsv(text)) return ReadEventCsv(text, sink);
  return ReadEventText(text, sink);
}

}  // namespace

absl::Status ReadEventExport(Bytes bytes, ExportedEventSink sink) {
  if (bytes.size() > kMaxEventExportSize) {
    return absl::ResourceExhaustedError(absl::StrCat(
        "an export of ", bytes.size(), " bytes is over the limit of ", kMaxEventExportSize));
  }
  const policy::StoreText text = policy::DecodeStoreText(bytes);
  if (IsEvtx(text.utf8)) {
    return absl::UnimplementedError(
        "an .evtx log: export it, wevtutil qe FILE.evtx /lf:true /f:xml /e:Events > FILE.xml");
  }
  if (!text.error.ok()) return text.error;
  return ReadText(text.utf8, [&](const RawEvent& raw) { sink(InterpretEvent(raw)); });
}

absl::string_view EventWords(uint32_t id) {
  switch (id) {
    case 4001:
    case 4002:
    case 4003:
      return "NTLM was blocked by Restrict NTLM";
    case 4004:
    case 4005:
    case 4006:
      return "a domain controller blocked NTLM";
    case 4020:
    case 4021:
      return "a client used NTLM (enhanced auditing)";
    case 4022:
    case 4023:
      return "a server used NTLM (enhanced auditing)";
    case 4024:
    case 4025:
      return "single sign-on with NTLMv1";
    case 4625:
      return "a logon failed";
    case 4624:
      return "a logon without NTLM";
    case 8001:
    case 8002:
    case 8003:
      return "NTLM was audited by Restrict NTLM";
    case 8004:
    case 8005:
    case 8006:
      return "a domain controller audited NTLM";
    default:
      return "";
  }
}

}  // namespace ntlmatrix::impact
