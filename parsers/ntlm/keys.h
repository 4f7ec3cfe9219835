// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_KEYS_H_
#define NTLMATRIX_PARSERS_NTLM_KEYS_H_

#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/crypto.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::ntlm {

// LMOWFv1, [MS-NLMP] 3.3.1. Upper-cases a-z only.
//
// Of a password longer than 14 bytes, for which the document defines no LMOWF, the first 14 count.
Hash LmowfV1(absl::string_view oem_password);

// NTOWFv1, [MS-NLMP] 3.3.1, of a UTF-16LE password.
Hash NtowfV1(Bytes password_utf16);

// NTOWFv2 and LMOWFv2, [MS-NLMP] 3.3.2, of UTF-16LE names.
//
// The user is upper-cased as upper_case.h says; the domain is taken as it is.
Hash NtowfV2(const Hash& ntowf_v1, Bytes user_utf16, Bytes domain_utf16);

// SessionBaseKey of NTLM v1 authentication, [MS-NLMP] 3.3.1.
Hash SessionBaseKeyV1(const Hash& ntowf_v1);

// SessionBaseKey of NTLM v2 authentication, [MS-NLMP] 3.3.2.
Hash SessionBaseKeyV2(const Hash& ntowf_v2, const Hash& nt_proof_str);

// KXKEY, [MS-NLMP] 3.4.5.1: the KeyExchangeKey.
//
// Eight bytes of the LM response are used; where it has less, zeros stand for the rest. Windows
// computes another key with NTLMSSP_NEGOTIATE_LM_KEY than the document (gss-ntlmssp issue 13).
Hash KxKey(NegotiateFlags negotiated, bool ntlm_v2, const Hash& session_base_key,
           Bytes lm_challenge_response, const Challenge& server_challenge, const Hash& lmowf);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_KEYS_H_
