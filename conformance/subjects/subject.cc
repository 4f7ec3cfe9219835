// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/subject.h"

namespace ntlmatrix::conformance {

absl::Status Subject::Show(absl::Span<const Stimulus> stimuli, ReactionSink sink) {
  for (size_t i = 0; i < stimuli.size(); ++i) sink(i, Reaction{.handling = Handling::kUnsupported});
  return absl::OkStatus();
}

}  // namespace ntlmatrix::conformance
