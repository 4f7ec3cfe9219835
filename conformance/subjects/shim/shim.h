// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_SHIM_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_SHIM_H_

#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "conformance/subjects/shim/answer_writer.h"
#include "conformance/subjects/shim/session.h"

namespace ntlmatrix::conformance::shim {

// Speaks the subject protocol on two file descriptors until `in` ends. Answers are written when no
// further line has been read. An error is that of a line, of `make` or of a descriptor.
absl::Status Speak(int in, AnswerWriter* out, MakeClient make);

// The whole of a shim's main(): standard input and output, of which the implementation's own
// prints are kept away, and an exit status, 69 where the implementation is not installed.
int ShimMain(MakeClient make);

// The absolute path of the file that a function or variable was loaded from; empty if unknown.
std::string LoadedFileOf(const void* address);

// The absolute path of a file of this name that the process has mapped; empty if there is none.
std::string LoadedFileNamed(absl::string_view name);

}  // namespace ntlmatrix::conformance::shim

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SHIM_SHIM_H_
