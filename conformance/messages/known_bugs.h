// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_MESSAGES_KNOWN_BUGS_H_
#define NTLMATRIX_CONFORMANCE_MESSAGES_KNOWN_BUGS_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace ntlmatrix::conformance::messages {

// A published bug in how an implementation takes or makes messages.
struct KnownBug {
  absl::string_view id;  // CVE, or implementation and issue or commit
  absl::string_view implementation;
  absl::string_view what;
  absl::string_view no_message;  // why no bytes of a message show it; "" where they do
};

// All of them. Static lifetime.
absl::Span<const KnownBug> KnownBugs();

}  // namespace ntlmatrix::conformance::messages

#endif  // NTLMATRIX_CONFORMANCE_MESSAGES_KNOWN_BUGS_H_
