// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_AMBIGUITIES_H_
#define NTLMATRIX_CONFORMANCE_AMBIGUITIES_H_

#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/documents.h"

namespace ntlmatrix::conformance {

// A point on which documents disagree or are silent.
struct Ambiguity {
  absl::string_view id;        // stable
  absl::string_view question;  // what is open
  std::vector<Citation> quotes;
  absl::string_view decision;  // what the suite does about it
  bool silence = false;        // no document speaks; otherwise at least two disagree
};

// All of them, in the order of `ntlmatrix rules --conflicts`. Static lifetime.
const std::vector<Ambiguity>& Ambiguities();

// The ambiguity with this id, or null.
const Ambiguity* FindAmbiguity(absl::string_view id);

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_AMBIGUITIES_H_
