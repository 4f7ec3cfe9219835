// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_MECH_TYPE_H_
#define NTLMATRIX_PARSERS_ENVELOPE_MECH_TYPE_H_

#include <cstdint>
#include <optional>
#include <string>

#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"

// A MechType, [RFC 4178] 4.1, is the contents octets of an OBJECT IDENTIFIER.
namespace ntlmatrix::envelope::mech {

// 1.3.6.1.5.5.2, [RFC 4178] 4.2
inline constexpr uint8_t kSpnego[] = {0x2B, 0x06, 0x01, 0x05, 0x05, 0x02};
// 1.3.6.1.4.1.311.2.2.10
inline constexpr uint8_t kNtlmssp[] = {0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x0A};
// 1.3.6.1.4.1.311.2.2.30, [MS-NEGOEX]
inline constexpr uint8_t kNegoex[] = {0x2B, 0x06, 0x01, 0x04, 0x01, 0x82, 0x37, 0x02, 0x02, 0x1E};
// 1.2.840.113554.1.2.2, [RFC 4121]
inline constexpr uint8_t kKerberos[] = {0x2A, 0x86, 0x48, 0x86, 0xF7, 0x12, 0x01, 0x02, 0x02};
// 1.2.840.48018.1.2.2, the same mechanism under the number of Windows 2000; [RFC 4178] Appendix C
inline constexpr uint8_t kMsKerberos[] = {0x2A, 0x86, 0x48, 0x82, 0xF7, 0x12, 0x01, 0x02, 0x02};
// 1.2.840.113554.1.2.2.3, user to user
inline constexpr uint8_t kKerberosUserToUser[] = {0x2A, 0x86, 0x48, 0x86, 0xF7,
                                                  0x12, 0x01, 0x02, 0x02, 0x03};

}  // namespace ntlmatrix::envelope::mech

namespace ntlmatrix::envelope {

// "NTLMSSP", "Kerberos V5", …; empty for a mechanism not listed above.
absl::string_view MechTypeName(Bytes mech_type);

// For people: "NTLMSSP (1.3.6.1.4.1.311.2.2.10)", "1.2.3", "an object identifier of 300 bytes".
std::string MechTypeText(Bytes mech_type);

// Whether two object identifiers stand for one mechanism: they are equal, or the two of Kerberos.
bool IsSameMech(Bytes a, Bytes b);

// The mechanism whose token this is, as far as its first bytes tell: NTLMSSP and NEGOEX by their
// signatures, others by the framing of [RFC 2743] 3.1; nullopt when nothing tells.
std::optional<Bytes> MechTypeOfToken(Bytes token);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_MECH_TYPE_H_
