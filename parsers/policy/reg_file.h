// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_REG_FILE_H_
#define NTLMATRIX_PARSERS_POLICY_REG_FILE_H_

#include <cstddef>

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::policy {

inline constexpr size_t kMaxRegFileSize = size_t{16} << 20;  // bytes
inline constexpr size_t kMaxRegFileLine = size_t{64} << 10;  // bytes of UTF-8
inline constexpr size_t kMaxRegFileValues = 1'000'000;
inline constexpr size_t kMaxRegFileFindings = 1000;

// Whether the first line that is no comment has the header, in any spelling, or opens a key of a
// registry hive.
bool LooksLikeRegFile(Bytes bytes);

// Reads a .reg file: what regedit or `reg export` writes. No document has its grammar; where Wine's
// conformance tests show what regedit on Windows does (programs/regedit/tests), that decides.
//
// - The first line is `REGEDIT4` or `Windows Registry Editor Version 5.00` to the letter, blanks
//   before it aside; regedit imports nothing below another one, and it is an error here.
// - A line that regedit skips in silence is a finding of severity error. A value whose name can be
//   read and whose data can not is delivered as a REG_DWORD of no bytes, which is malformed.
// - `dword:` with fewer than eight digits is the number that they state, as in regedit, with a
//   warning; with more it is unreadable, and so are `DWORD:` and `0x`.
// - A byte of `hex:` has two digits. Comments and blank lines may interrupt it, with a warning;
//   a comma with no byte after it makes it unreadable.
// - A key ends at the last `]` of its line and is delivered as written, blanks and doubled
//   backslashes included. Values below a key that can't be read, that is deleted, or that is
//   missing are delivered without hive and key.
// - Names are delivered without their escapes, strings as written with quotes. Bytes of hex(2) and
//   hex(7) are not decoded: in REGEDIT4 they are ANSI, in 5.00 UTF-16LE.
// - A `;` after data begins a comment; a line that begins with `#` is skipped with a warning.
// - What stands behind an unreadable line that ends in a backslash, or anywhere behind a string
//   without closing quote, may be a part of that, and has a condition.
// - On a last line without line end `hex:`, and `dword:` with fewer than eight digits, are cut off.
absl::Status ReadRegFile(const StoreInput& input, RegistryValueSink values,
                         PolicyFindingSink findings);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_REG_FILE_H_
