// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_WORDS_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_WORDS_H_

#include <string>

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

namespace ntlmatrix::conformance::check {

// The start of what a shim wrote, as one line: what can't be printed is escaped, quotes are not.
std::string Shown(absl::string_view text);

// The word that was probably meant; empty where none is near. `word` may be hostile: a long one is
// near to nothing.
absl::string_view NearestWord(absl::string_view word, absl::Span<const absl::string_view> words);

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_WORDS_H_
