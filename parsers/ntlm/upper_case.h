// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_UPPER_CASE_H_
#define NTLMATRIX_PARSERS_NTLM_UPPER_CASE_H_

#include <cstdint>

#include "absl/types/span.h"

namespace ntlmatrix::ntlm {

// Upper case as Windows has it for names, one UTF-16 code unit at a time: [MS-UCODEREF] 3.1.5.3,
// whose table is "Windows 8 Upper Case Mapping Table".
//
// The table is reached by a rule: of the simple upper-case mappings of Unicode 5.1 those that map
// back to the same letter. The rule gives 973 pairs, as many as Microsoft's table has in Linux
// (fs/smb/client/winucase.c) and the same ones. By it U+00B5, U+0131, U+017F, U+03C2, the
// title-case U+01C5 and the combining U+0345 stay as they are, as do U+00DF, which has no single
// upper-case letter, surrogates, and letters that got their capital after Unicode 5.1: Cherokee,
// Georgian U+10D0 to U+10FF.
//
// Not verified: that LSASS uses this very table for NTOWFv2, and that later versions of Windows
// have no other. Not covered: letters outside the basic multilingual plane, and names in an OEM
// character set.
uint16_t UpperCase(uint16_t unit);

// Upper-cases UTF-16LE in place; half a code unit at the end stays as it is.
void UpperCaseUtf16(absl::Span<uint8_t> utf16);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_UPPER_CASE_H_
