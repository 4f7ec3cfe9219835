// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/spnego_rule.h"

#include "absl/strings/str_cat.h"

#include "parsers/envelope/der_reader.h"

namespace ntlmatrix::envelope {
namespace {

// The first value of a kind, and how many there are.
struct Occurrences {
  size_t count = 0;
  DerValue first;

  void Add(const DerValue& value) {
    if (count++ == 0) first = value;
  }
};

void Report(const Occurrences& values, size_t offset, absl::string_view rule,
            absl::string_view section, Severity severity, absl::string_view text,
            std::vector<Finding>* findings) {
  if (values.count == 0) return;
  const auto tag = static_cast<uint8_t>(values.first.tag);
  findings->push_back({rule, section, severity, offset + values.first.offset,
                       absl::StrCat(text, "; first tag 0x", absl::Hex(tag, absl::kZeroPad2), ", ",
                                    values.count, " in all")});
}

}  // namespace

void ValidateDer(const DerDepartures& departures, std::vector<Finding>* findings) {
  if (departures.long_length) {
    findings->push_back({"der-length-not-minimal", "[RFC 4178] 4", Severity::kError,
                         *departures.long_length,
                         "a length has more octets than it needs, [X.690] 10.1"});
  }
  if (departures.long_enumerated) {
    findings->push_back({"der-enumerated-not-minimal", "[RFC 4178] 4", Severity::kError,
                         *departures.long_enumerated,
                         "an ENUMERATED has more octets than it needs, [X.690] 8.3.2"});
  }
  if (departures.trailing) {
    const size_t size = departures.trailing->end - departures.trailing->begin;
    findings->push_back({"der-trailing-bytes", "[RFC 4178] 4", Severity::kError,
                         departures.trailing->begin,
                         absl::StrCat(size, size == 1 ? " byte" : " bytes",
                                      " behind the end of what should fill its parent")});
  }
}

void ValidateRest(Bytes rest, size_t offset, size_t count, std::vector<Finding>* findings) {
  DerReader der(rest);
  DerRange in = der.all();
  DerValue value;
  Occurrences misplaced;
  Occurrences unknown;
  while (!in.empty() && der.ReadAny(&in, &value)) {
    (ContextNumber(value.tag) < count ? misplaced : unknown).Add(value);
  }
  Report(misplaced, offset, "spnego-member-order", "[RFC 4178] 4.2", Severity::kError,
         "a member stands twice, or behind a later or unknown one, and was not read", findings);
  Report(unknown, offset, "spnego-member-unknown", "[RFC 4178] 6", Severity::kNote,
         "a member that the document does not define; receivers must ignore it", findings);
}

}  // namespace ntlmatrix::envelope
