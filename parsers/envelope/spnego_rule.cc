// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/spnego_rule.h"

#include <utility>

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

void Report(Finding finding, const Occurrences& values, size_t offset,
            std::vector<Finding>* findings) {
  if (values.count == 0) return;
  finding.offset = offset + values.first.offset;
  absl::StrAppend(&finding.text, "; first tag 0x",
                  absl::Hex(static_cast<uint8_t>(values.first.tag), absl::kZeroPad2), ", ",
                  values.count, " in all");
  findings->push_back(std::move(finding));
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
    const size_t number = static_cast<size_t>(value.tag) - static_cast<size_t>(DerTag::kContext0);
    (number < count ? misplaced : unknown).Add(value);
  }
  Report({"spnego-member-order", "[RFC 4178] 4.2", Severity::kError, 0,
          "a member stands twice, or behind a later or unknown one, and was not read"},
         misplaced, offset, findings);
  Report({"spnego-member-unknown", "[RFC 4178] 6", Severity::kNote, 0,
          "a member that the document does not define; receivers must ignore it"},
         unknown, offset, findings);
}

}  // namespace ntlmatrix::envelope
