// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_IMPACT_PROFILE_H_
#define NTLMATRIX_CONFORMANCE_IMPACT_PROFILE_H_

#include <optional>
#include <string>
#include <vector>

#include "absl/strings/string_view.h"

#include "conformance/impact/judge_flags.h"
#include "conformance/security_event.h"

namespace ntlmatrix::impact {

// How far a statement can be trusted.
enum class Confidence { kHigh, kMedium, kLow };

absl::string_view ConfidenceName(Confidence confidence);

// A named product and what it negotiates, from conformance/profiles.json.
struct Profile {
  std::string id = {};                         // stable
  std::string name = {};                       // with version
  std::optional<conformance::Side> role = {};  // absent: it plays both
  std::string transport = {};                  // the protocol around NTLM
  KnownFlags flags = {};                       // a client's offer, a server's grant
  std::string seen_in = {};                    // where the flag word was seen; empty: by symptom
  std::vector<std::string> sources = {};       // at least one
  Confidence confidence = Confidence::kLow;    // in the flags
  std::string saw = {};                        // what people saw; may be empty
  std::string note = {};                       // may be empty

  // Whether the flags are not a word that was seen but follow from what people saw.
  bool inferred() const { return seen_in.empty(); }
};

// All of them, in the order of the file, which is part of the program. Static lifetime.
const std::vector<Profile>& Profiles();

// Whether a setting of `side` is about the product: the client's judges servers.
bool IsPeerOf(const Profile& profile, conformance::Side side);

// conformance/profiles.json as it was when the program was built.
absl::string_view ProfilesJson();

}  // namespace ntlmatrix::impact

#endif  // NTLMATRIX_CONFORMANCE_IMPACT_PROFILE_H_
