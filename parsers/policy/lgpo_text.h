// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_LGPO_TEXT_H_
#define NTLMATRIX_PARSERS_POLICY_LGPO_TEXT_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxLgpoTextSize = size_t{16} << 20;  // bytes
inline constexpr size_t kMaxLgpoTextLine = size_t{64} << 10;  // bytes of UTF-8
inline constexpr size_t kMaxLgpoTextValues = 1'000'000;
inline constexpr size_t kMaxLgpoTextFindings = 1000;

// Whether the first line that is neither blank nor a comment names a configuration; of comments
// alone, whether one says what LGPO.exe /parse begins with.
bool LooksLikeLgpoText(Bytes bytes);

// Reads "LGPO text", which LGPO.exe of the Security Compliance Toolkit writes with /parse and
// applies with /t; its manual, LGPO.pdf, is the only document. Entries are four lines:
// configuration, key, value name, action.
//
// - Configuration: Computer is HKEY_LOCAL_MACHINE; User, and User: with a group or an account,
//   HKEY_CURRENT_USER. The value name (Default) is the key's default value.
// - Action: DWORD: QWORD: SZ: EXSZ: MULTISZ: BINARY: set a value, whose data is delivered as it is
//   written. DELETE deletes it, DELETEALLVALUES every value of the key, DELETEKEYS the keys below
//   it that the value name lists with `;` between them, CLEAR the key with all that the policy had
//   for it. CREATEKEY is delivered as an empty default value of type 0.
//
// Where the manual is silent:
// - Blank lines, and comments, whose first character is `;`, stand between entries alone.
// - A line that is not what its place in the entry wants is an error: behind it no line can be told
//   from another.
// - Words may be written in any case of letters; a warning says so of an action.
// - A value name that begins with `**` is a directive in the Registry.pol that LGPO.exe makes of
// it:
//   a finding, of severity error near a setting.
// - Data on a last line without line end is delivered as cut off. No mark ends the text: a cut
//   between two entries can't be seen.
// - Lines end in LF or CRLF; a CR elsewhere is an error.
absl::Status ReadLgpoText(const StoreInput& input, RegistryValueSink values,
                          PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_LGPO_TEXT_H_
