// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_PRODUCT_WORDS_H_
#define NTLMATRIX_CONFORMANCE_DECODE_PRODUCT_WORDS_H_

#include <string>

#include "parsers/ntlm/version.h"

namespace ntlmatrix::decode {

// A VERSION as "10.0 build 17763 (Windows 10 1809, Server 2019)", [MS-NLMP] 2.2.2.10, with the NTLM
// revision where it is not NTLMSSP_REVISION_W2K3. Other implementations than Windows say what they
// like.
std::string ProductWords(const ntlm::Version& version);

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_PRODUCT_WORDS_H_
