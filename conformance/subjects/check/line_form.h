// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_LINE_FORM_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_LINE_FORM_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

namespace ntlmatrix::conformance::check {

// What is wrong with a line of which no more is asked than to be one of the protocol.
struct LineForm {
  std::string fault;      // empty for a JSON object in UTF-8
  absl::string_view key;  // the kind of fault
};
LineForm FormOf(absl::string_view line);

// The `id` of a line that is a JSON object; nullopt where it has none that could be one.
std::optional<uint32_t> IdOf(absl::string_view line);

// "; is `message` meant?" for a member of an answer that nobody knows; empty where none is near.
std::string MemberHint(absl::string_view name);

// "; is its `mesage` meant for `message`?" where an answer has such a member; empty where not.
std::string SpellingHint(absl::string_view line);

// The last line of a text that is not blank, fit to be shown.
std::string LastLine(absl::string_view text);

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_LINE_FORM_H_
