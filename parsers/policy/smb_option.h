// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_SMB_OPTION_H_
#define NTLMATRIX_PARSERS_POLICY_SMB_OPTION_H_

#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/finding.h"

namespace ntlmatrix::policy {

// A value that an option of smb.conf has by words; other words mean the same.
struct SmbChoice {
  absl::string_view words;         // of which the first is the name, separated by `|`
  absl::string_view meaning = {};  // what it does to NTLM, or empty for the default
  absl::string_view id = {};       // of the finding about it
  Severity severity = Severity::kNote;
};

// An option that changes what Samba offers or takes in NTLM; names and defaults are those of Samba
// 4.7 and later (auth/ntlmssp, lib/param).
struct SmbOption {
  absl::string_view name;
  absl::Span<const SmbChoice> choices;

  bool is_parametric() const { return name.find(':') != absl::string_view::npos; }
};

absl::Span<const SmbOption> SmbOptions();

// Whether Samba takes two names or values for the same: case and white space do not matter to it.
bool IsSameToSmb(absl::string_view a, absl::string_view b);

// The option of that name, or null.
const SmbOption* FindSmbOption(absl::string_view name);

// Whether it is a parametric option of NTLMSSP, or of something spelt alike, that Samba does not
// read.
bool IsUnknownNtlmsspOption(absl::string_view name);

// The choice that a value means; null where it is none. Of a parametric option Samba takes any
// other value for `no`.
const SmbChoice* FindSmbChoice(const SmbOption& option, absl::string_view value);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_SMB_OPTION_H_
