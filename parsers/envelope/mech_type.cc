// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/mech_type.h"

#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/envelope/der_reader.h"
#include "parsers/envelope/object_identifier.h"
#include "parsers/envelope/token_kind.h"

namespace ntlmatrix::envelope {
namespace {

// MESSAGE_HEADER, [MS-NEGOEX] 2.2.6.2
constexpr uint8_t kNegoexSignature[] = {'N', 'E', 'G', 'O', 'E', 'X', 'T', 'S'};

constexpr size_t kLongestShown = 64;

struct Name {
  Bytes mech_type;
  absl::string_view name;
};

bool IsKerberos(Bytes mech_type) {
  return mech_type == Bytes(mech::kKerberos) || mech_type == Bytes(mech::kMsKerberos);
}

}  // namespace

absl::string_view MechTypeName(Bytes mech_type) {
  const Name names[] = {
      {mech::kSpnego, "SPNEGO"},
      {mech::kNtlmssp, "NTLMSSP"},
      {mech::kNegoex, "NEGOEX"},
      {mech::kKerberos, "Kerberos V5"},
      {mech::kMsKerberos, "MS Kerberos V5"},
      {mech::kKerberosUserToUser, "Kerberos V5 user-to-user"},
  };
  for (const Name& name : names) {
    if (name.mech_type == mech_type) return name.name;
  }
  return "";
}

std::string MechTypeText(Bytes mech_type) {
  if (mech_type.size() > kLongestShown) {
    return absl::StrCat("an object identifier of ", mech_type.size(), " bytes");
  }
  const absl::string_view name = MechTypeName(mech_type);
  const std::string number = ObjectIdentifierText(mech_type);
  return name.empty() ? number : absl::StrCat(name, " (", number, ")");
}

bool IsSameMech(Bytes a, Bytes b) { return a == b || (IsKerberos(a) && IsKerberos(b)); }

std::optional<Bytes> MechTypeOfToken(Bytes token) {
  if (LooksLikeNtlm(token)) return mech::kNtlmssp;
  if (ByteReader(token).Expect(kNegoexSignature)) return mech::kNegoex;
  DerReader der(token);
  DerRange in = der.all();
  DerValue framing;
  if (!der.Read(DerTag::kApplication0, &in, &framing)) return std::nullopt;
  in = framing.range();
  DerValue this_mech;
  if (!der.Read(DerTag::kObjectIdentifier, &in, &this_mech)) return std::nullopt;
  return this_mech.contents;
}

}  // namespace ntlmatrix::envelope
