// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_HELLO_CHECK_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_HELLO_CHECK_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/subjects/external/protocol_lines.h"

namespace ntlmatrix::conformance::check {

// What is wrong with a shim's hello, in words for its author.
struct HelloCheck {
  std::vector<std::string> faults;
  std::vector<std::string> notes;
  std::optional<external::Hello> hello;  // where it can be used
};

// Checks every member of a line of the shim that is to be its hello, without its line feed.
HelloCheck CheckHello(absl::string_view line);

// "WinPR 2.11.7: client; levels 3; ...": one line about a hello.
std::string HelloText(const external::Hello& hello);

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_HELLO_CHECK_H_
