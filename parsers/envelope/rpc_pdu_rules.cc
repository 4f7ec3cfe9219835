// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_pdu_rules.h"

#include <algorithm>
#include <cstdint>

#include "parsers/envelope/rpc_limits.h"
#include "parsers/envelope/rpc_rule.h"

namespace ntlmatrix::envelope {
namespace {

// From the start of the PDU.
constexpr size_t kPfcFlagsOffset = 3;
constexpr size_t kFragLengthOffset = 8;
constexpr size_t kAuthLengthOffset = 10;
constexpr size_t kAllocHintOffset = 16;

// Of sec_trailer, from its start.
constexpr size_t kAuthTypeOffset = 0;
constexpr size_t kAuthLevelOffset = 1;
constexpr size_t kAuthPadLengthOffset = 2;
constexpr size_t kAuthReservedOffset = 3;

// What [MS-RPCE] 2.2.2.8 takes from a fault's alloc_hint for the extended error information.
constexpr uint32_t kFaultSize = 0x20;

bool Is(const RpcPdu& p, RpcPType ptype) { return p.header.ptype == ptype; }

bool HasStubData(const RpcPdu& p) {
  return Is(p, RpcPType::kRequest) || Is(p, RpcPType::kResponse) || Is(p, RpcPType::kFault);
}

bool FromClient(const RpcPdu& p) {
  return Is(p, RpcPType::kBind) || Is(p, RpcPType::kAlterContext) || Is(p, RpcPType::kRpcAuth3) ||
         Is(p, RpcPType::kRequest) || Is(p, RpcPType::kCoCancel) || Is(p, RpcPType::kOrphaned);
}

bool AllocHintTooLarge(const RpcPdu& p) {
  const auto* request = std::get_if<RpcRequest>(&p.body);
  const auto* response = std::get_if<RpcResponse>(&p.body);
  if (!p.header.IsWhole() || (request == nullptr && response == nullptr)) return false;
  const uint32_t alloc_hint = request != nullptr ? request->alloc_hint : response->alloc_hint;
  return alloc_hint > p.stub_data.size();
}

bool ExtendedErrorOutside(const RpcPdu& p) {
  const auto* fault = std::get_if<RpcFault>(&p.body);
  if (fault == nullptr || !fault->HasExtendedError()) return false;
  return fault->alloc_hint < kFaultSize || fault->alloc_hint - kFaultSize > p.stub_data.size();
}

bool FaultWithStubData(const RpcPdu& p) {
  const auto* fault = std::get_if<RpcFault>(&p.body);
  return fault != nullptr && !fault->HasExtendedError() && !p.stub_data.empty();
}

constexpr RpcRule<RpcPdu> kPduRules[] = {
    {"rpc-trailing-bytes", "[C706] 12.6", Severity::kWarning, kFragLengthOffset,
     [](const RpcPdu& p) { return !p.trailing.empty(); },
     "bytes follow the fragment that frag_length delimits"},
    {"rpc-token-in-fragments", "[C706] 12.6.4.3", Severity::kNote, kPfcFlagsOffset,
     [](const RpcPdu& p) { return !HasStubData(p) && !p.header.IsWhole(); },
     "PFC_FIRST_FRAG and PFC_LAST_FRAG are not both set: auth_value is a part of the token"},
    {"rpc-bind-too-long", "[C706] 12.6.4.3", Severity::kError, kFragLengthOffset,
     [](const RpcPdu& p) { return Is(p, RpcPType::kBind) && p.FragmentSize() > kMustRecvFragSize; },
     "a bind is longer than 1432 bytes, and no size is negotiated yet"},
    {"rpc-auth-3-without-token", "[MS-RPCE] 2.2.2.10", Severity::kError, kAuthLengthOffset,
     [](const RpcPdu& p) { return Is(p, RpcPType::kRpcAuth3) && !p.sec_trailer.has_value(); },
     "auth_length of rpc_auth_3 must be greater than zero"},
    {"rpc-auth-unexpected", "[C706] 12.6.4", Severity::kError, kAuthLengthOffset,
     [](const RpcPdu& p) {
       return (Is(p, RpcPType::kBindNak) || Is(p, RpcPType::kShutdown)) &&
              p.sec_trailer.has_value();
     },
     "bind_nak and shutdown have no authentication verifier"},
    {"rpc-alloc-hint", "[MS-RPCE] 2.2.2.6", Severity::kWarning, kAllocHintOffset, AllocHintTooLarge,
     "alloc_hint exceeds the stub data of the only fragment, a receiver should reject the call"},
    {"rpc-fault-extended-error", "[MS-RPCE] 2.2.2.8", Severity::kError, kAllocHintOffset,
     ExtendedErrorOutside,
     "alloc_hint - 0x20 is no length of extended error information that the fault can hold"},
};

// Offsets are from the start of stub data.
constexpr RpcRule<RpcPdu> kStubRules[] = {
    {"rpc-fault-stub-data", "[MS-RPCE] 2.2.2.8", Severity::kError, 0, FaultWithStubData,
     "a fault must not have stub data"},
    {"rpc-body-trailing", "[C706] 12.6.4", Severity::kWarning, 0,
     [](const RpcPdu& p) {
       return !HasStubData(p) && !Is(p, RpcPType::kBindNak) && !p.stub_data.empty();
     },
     "bytes between the body and its padding belong to nothing"},
};

// A PDU that has a sec_trailer.
struct Secured {
  const RpcPdu& pdu;
  const SecTrailer& trailer;
  size_t stub_offset;
  size_t offset;  // of sec_trailer
};

// What [MS-RPCE] 2.2.2.11 says of alignment counts from the PDU body. For request, response and
// fault that is the stub data; the other PTYPEs are all header in [C706] 12.6.4, whose 12.6 aligns
// the verifier to 4 bytes, and so does everyone.
bool Misaligned(const Secured& s) {
  return HasStubData(s.pdu) && (s.offset - s.stub_offset) % 16 != 0;
}

bool MisalignedToFour(const Secured& s) { return !HasStubData(s.pdu) && s.offset % 4 != 0; }

// [MS-RPCE] 2.2.2.10 puts sec_trailer immediately after pad and refers to 2.2.2.11, which does not
// align it there. Both places are taken for right; 2.2.2.10's is the one that is seen.
bool NotAfterPad(const Secured& s) {
  return Is(s.pdu, RpcPType::kRpcAuth3) && s.offset != s.stub_offset &&
         (s.offset - RpcHeader::kSize) % 16 != 0;
}

bool UnknownType(const Secured& s) { return RpcAuthTypeName(s.trailer.auth_type) == "unknown"; }
bool UnknownLevel(const Secured& s) { return RpcAuthLevelName(s.trailer.auth_level) == "unknown"; }

bool PadShowsData(const Secured& s) {
  const Bytes pad = s.trailer.auth_pad;
  return s.trailer.auth_level != RpcAuthLevel::kPktPrivacy &&
         std::any_of(pad.begin(), pad.end(), [](uint8_t byte) { return byte != 0; });
}

bool NoHeaderSign(const Secured& s) {
  return Is(s.pdu, RpcPType::kBind) && s.trailer.auth_type == RpcAuthType::kWinnt &&
         (s.trailer.auth_level == RpcAuthLevel::kPktIntegrity ||
          s.trailer.auth_level == RpcAuthLevel::kPktPrivacy) &&
         !s.pdu.header.Has(pfc::kSupportHeaderSign);
}

constexpr RpcRule<Secured> kSecuredRules[] = {
    {"rpc-sec-trailer-alignment", "[MS-RPCE] 2.2.2.11", Severity::kError, kAuthTypeOffset,
     Misaligned, "sec_trailer must be 16-byte aligned with respect to the start of stub data"},
    {"rpc-sec-trailer-alignment-4", "[C706] 12.6", Severity::kError, kAuthTypeOffset,
     MisalignedToFour, "sec_trailer must be 4-byte aligned"},
    {"rpc-auth-3-pad", "[MS-RPCE] 2.2.2.10", Severity::kError, kAuthTypeOffset, NotAfterPad,
     "sec_trailer of rpc_auth_3 must follow pad immediately"},
    {"rpc-auth-type", "[MS-RPCE] 2.2.2.11", Severity::kError, kAuthTypeOffset, UnknownType,
     "auth_type is not an authentication type of [MS-RPCE] 2.2.1.1.7"},
    {"rpc-auth-type-none", "[MS-RPCE] 2.2.1.1.7", Severity::kWarning, kAuthTypeOffset,
     [](const Secured& s) { return s.trailer.auth_type == RpcAuthType::kNone; },
     "auth_type says no authentication, and there is a token"},
    {"rpc-auth-type-default", "[MS-RPCE] 2.2.1.1.7", Severity::kError, kAuthTypeOffset,
     [](const Secured& s) {
       return FromClient(s.pdu) && s.trailer.auth_type == RpcAuthType::kDefault;
     },
     "a client must send RPC_C_AUTHN_WINNT for RPC_C_AUTHN_DEFAULT"},
    {"rpc-auth-level", "[MS-RPCE] 2.2.2.11", Severity::kError, kAuthLevelOffset, UnknownLevel,
     "auth_level is not an authentication level of [MS-RPCE] 2.2.1.1.8"},
    {"rpc-auth-level-none", "[MS-RPCE] 2.2.1.1.8", Severity::kWarning, kAuthLevelOffset,
     [](const Secured& s) { return s.trailer.auth_level == RpcAuthLevel::kNone; },
     "auth_level says no authentication, and there is a token"},
    {"rpc-auth-level-default", "[MS-RPCE] 2.2.1.1.8", Severity::kError, kAuthLevelOffset,
     [](const Secured& s) {
       return FromClient(s.pdu) && s.trailer.auth_level == RpcAuthLevel::kDefault;
     },
     "a client must send RPC_C_AUTHN_LEVEL_CONNECT for RPC_C_AUTHN_LEVEL_DEFAULT"},
    {"rpc-auth-level-call", "[MS-RPCE] 2.2.1.1.8", Severity::kError, kAuthLevelOffset,
     [](const Secured& s) {
       return FromClient(s.pdu) && s.trailer.auth_level == RpcAuthLevel::kCall;
     },
     "a client must upgrade RPC_C_AUTHN_LEVEL_CALL to RPC_C_AUTHN_LEVEL_PKT"},
    {"rpc-header-sign", "[MS-RPCE] 3.3.1.5.2.2", Severity::kWarning, kAuthLevelOffset, NoHeaderSign,
     "integrity or privacy without PFC_SUPPORT_HEADER_SIGN, which must be set if the client's NTLM "
     "supports header signing"},
    {"rpc-auth-pad-length", "[MS-RPCE] 2.2.2.11", Severity::kError, kAuthPadLengthOffset,
     [](const Secured& s) { return s.trailer.auth_pad.size() >= 16; },
     "auth_pad_length is more than alignment to 16 bytes can need"},
    {"rpc-auth-reserved", "[MS-RPCE] 2.2.2.11", Severity::kWarning, kAuthReservedOffset,
     [](const Secured& s) { return s.trailer.auth_reserved != 0; }, "auth_reserved should be zero"},
};

// No document gives the padding a value; what a sender leaves there can be its memory.
constexpr RpcRule<Secured> kPadRule = {
    "rpc-auth-pad",  "[MS-RPCE] 2.2.2.11",
    Severity::kNote, 0,
    PadShowsData,    "the padding before sec_trailer is neither zero nor encrypted"};

}  // namespace

void ValidatePdu(const RpcPdu& pdu, size_t stub_offset, std::vector<Finding>* findings) {
  ValidateRpcRules<RpcPdu>(kPduRules, pdu, 0, findings);
  ValidateRpcRules<RpcPdu>(kStubRules, pdu, stub_offset, findings);
  if (!pdu.sec_trailer.has_value()) return;
  const Secured secured{pdu, *pdu.sec_trailer, stub_offset, pdu.SecTrailerOffset()};
  ValidateRpcRules<Secured>({&kPadRule, 1}, secured,
                            secured.offset - secured.trailer.auth_pad.size(), findings);
  ValidateRpcRules<Secured>(kSecuredRules, secured, secured.offset, findings);
}

}  // namespace ntlmatrix::envelope
