// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_WRAPPED_H_
#define NTLMATRIX_CONFORMANCE_REPORT_WRAPPED_H_

#include <cstddef>
#include <string>

#include "absl/strings/string_view.h"

namespace ntlmatrix {

// What lines of text for people are broken to; a word that is longer stays whole.
inline constexpr size_t kTextWidth = 100;

// The text in lines of at most kTextWidth columns, each with its line break. The first line starts
// with `first`, the others with as many blanks and `hanging` more.
std::string Wrapped(absl::string_view first, absl::string_view text, size_t hanging = 0);

}  // namespace ntlmatrix

#endif  // NTLMATRIX_CONFORMANCE_REPORT_WRAPPED_H_
