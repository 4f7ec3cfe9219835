// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_PRINTABLE_H_
#define NTLMATRIX_CONFORMANCE_REPORT_PRINTABLE_H_

#include <string>

#include "absl/strings/string_view.h"

namespace ntlmatrix {

// UTF-8 fit for a terminal and for one line: control characters, bytes that are no UTF-8 and
// characters that change the direction of text are escaped, "\u001b" or "\xff".
std::string Printable(absl::string_view text);

}  // namespace ntlmatrix

#endif  // NTLMATRIX_CONFORMANCE_REPORT_PRINTABLE_H_
