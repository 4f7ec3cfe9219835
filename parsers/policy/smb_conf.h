// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_SMB_CONF_H_
#define NTLMATRIX_PARSERS_POLICY_SMB_CONF_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxSmbConfSize = size_t{16} << 20;  // bytes
inline constexpr size_t kMaxSmbConfLine = size_t{64}
                                          << 10;  // bytes of a line with what continues it

// Whether a line of the first kilobytes opens the section [global], or before all sections sets an
// option that is read here.
bool LooksLikeSmbConf(Bytes bytes);

// Reads what a smb.conf makes Samba offer and take in NTLM, otherwise than by default. It delivers
// no registry value: Samba has no setting that requires 128-bit encryption or NTLMv2 session
// security, which the finding `cannot-require` says of every file that can be read.
//
// Lines are split as Samba splits them (lib/util/tini.c, lib/param/loadparm.c):
// - `#` and `;` begin a comment at the beginning of a line alone, and a comment does not continue.
// A
//   backslash at the end of another line, white space behind it or not, continues it.
// - Case and white space in names and values do not matter. Before the first section and in
// [global]
//   or [globals] an option counts; elsewhere Samba ignores it. The last one of a name counts.
// - A line without `=` is ignored. One with nothing before `=` or with `[` and no `]` makes Samba
//   refuse the whole file, and so is an error.
// What is decided here:
// - An include, another configuration file or the registry is not followed, and a last line without
//   line end may be cut off: errors, since what is not seen may change the answer.
// - A byte order mark or UTF-16 is an error: Samba takes the mark for the beginning of the line.
absl::Status ReadSmbConf(const StoreInput& input, RegistryValueSink values,
                         PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_SMB_CONF_H_
