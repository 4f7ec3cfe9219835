// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_SECURITY_TEMPLATE_H_
#define NTLMATRIX_PARSERS_POLICY_SECURITY_TEMPLATE_H_

#include <cstddef>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxSecurityTemplateSize = size_t{16} << 20;  // bytes
inline constexpr size_t kMaxSecurityTemplateLine = size_t{64} << 10;  // bytes of UTF-8
inline constexpr size_t kMaxSecurityTemplateValues = 1'000'000;
inline constexpr size_t kMaxSecurityTemplateFindings = 1000;

// Whether a line of the first kilobytes opens a section.
bool LooksLikeSecurityTemplate(Bytes bytes);

// Reads the [Registry Values] of a security template, [MS-GPSB] 2.2.5: GptTmpl.inf of a GPO, or
// the output of `secedit /export`.
//
// Where [MS-GPSB] is silent:
// - Sections may stand in any order, case and number; a line whose first character is `;` is a
//   comment; lines end in LF or CRLF, and a lone CR is an error.
// - A name ends at the first `=` that blanks, digits, blanks and a comma follow, unless quoted.
// - Data on a last line without line end is delivered as cut off.
// - A line that may hold a value and can't be read as one is a finding of severity error.
// - A line that goes on in the next one (a backslash at its end), in any section, is an error, and
//   so is a name with `%strkey%` in it: what [Strings] makes of it is not worked out.
// - Text without any section of a security template is an error: another file, or a torn one.
// - What shows that a file may be torn is a finding, of severity error where values may be missing:
//   no signature in [Version], text before the first section, a last line without line end.
absl::Status ReadSecurityTemplate(const StoreInput& input, RegistryValueSink values,
                                  PolicyFindingSink findings);

// Reads one line of [Registry Values], as Policy Analyzer copies it too: delivers its value, or a
// finding of severity error. `cut_off`: the file ends in the line.
void ReadRegistryValueLine(absl::string_view line, const Place& where, bool cut_off,
                           RegistryValueSink values, PolicyFindingSink findings);

// Splits `hive\key\name`; surplus separators before the name stay with it.
void SplitRegistryPath(absl::string_view path, RegistryValue* value);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_SECURITY_TEMPLATE_H_
