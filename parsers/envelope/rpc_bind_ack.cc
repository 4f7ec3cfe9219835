// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_bind_ack.h"

#include "absl/types/span.h"

#include "parsers/envelope/rpc_limits.h"
#include "parsers/envelope/rpc_rule.h"

namespace ntlmatrix::envelope {
namespace {

// From the start of the PDU.
constexpr size_t kMaxRecvFragOffset = 18;
constexpr size_t kPortSpecOffset = 26;

constexpr uint16_t kNegotiateAck = 3;

constexpr RpcRule<RpcContextResult> kResultRules[] = {
    {"rpc-result-value", "[MS-RPCE] 2.2.2.4", Severity::kWarning, 0,
     [](const RpcContextResult& r) { return r.result > kNegotiateAck; },
     "result is none of acceptance, user_rejection, provider_rejection and negotiate_ack"},
    {"rpc-result-negotiate-ack", "[MS-RPCE] 3.3.1.5.3", Severity::kError, 4,
     [](const RpcContextResult& r) {
       return r.result == kNegotiateAck && r.transfer_syntax != RpcSyntaxId();
     },
     "transfer_syntax must be zero with negotiate_ack"},
};

// Offsets are from the start of p_result_list.
constexpr RpcRule<RpcBindAck> kListRules[] = {
    {"rpc-bind-ack-no-result", "[C706] 12.6.3.1", Severity::kWarning, 0,
     [](const RpcBindAck& a) { return a.p_results.empty(); },
     "n_results is 0: no presentation context is answered"},
    {"rpc-bind-ack-reserved", "[C706] 12.6.3.1", Severity::kError, 1,
     [](const RpcBindAck& a) { return a.reserved != 0 || a.reserved2 != 0; },
     "reserved and reserved2 of the result list must be zero"},
};

constexpr RpcRule<RpcBindAck> kMaxRecvFrag = {
    "rpc-bind-ack-max-recv-frag",
    "[C706] 12.6.4.4",
    Severity::kWarning,
    kMaxRecvFragOffset,
    [](const RpcBindAck& a) { return a.max_recv_frag < kMustRecvFragSize; },
    "max_recv_frag is below the 1432 bytes that everyone must be able to receive"};

size_t PadSize(Bytes sec_addr) { return (4 - (kPortSpecOffset + sec_addr.size()) % 4) % 4; }

}  // namespace

bool RpcContextResult::Read(RpcReader* in) {
  return in->ReadU16(&result) && in->ReadU16(&reason) && transfer_syntax.Read(in);
}

void RpcContextResult::Write(RpcWriter* out) const {
  out->WriteU16(result);
  out->WriteU16(reason);
  transfer_syntax.Write(out);
}

bool RpcBindAck::Read(const RpcHeader&, RpcReader* in) {
  uint16_t length = 0;
  const bool read_address = in->ReadU16(&max_xmit_frag) &&   //
                            in->ReadU16(&max_recv_frag) &&   //
                            in->ReadU32(&assoc_group_id) &&  //
                            in->ReadU16(&length) &&          //
                            in->ReadBytes(length, &sec_addr);
  if (!read_address) return false;
  uint8_t n_results = 0;
  const bool read = in->CopyBytes(absl::MakeSpan(pad2).first(PadSize(sec_addr))) &&  //
                    in->ReadU8(&n_results) &&                                        //
                    in->ReadU8(&reserved) &&                                         //
                    in->ReadU16(&reserved2);
  if (!read) return false;
  for (int i = 0; i < n_results; ++i) {
    RpcContextResult result;
    if (!result.Read(in)) return false;
    p_results.push_back(result);
  }
  return true;
}

void RpcBindAck::Write(RpcWriter* out) const {
  out->WriteU16(max_xmit_frag);
  out->WriteU16(max_recv_frag);
  out->WriteU32(assoc_group_id);
  out->WriteSizeAsU16("sec_addr", sec_addr.size());
  out->WriteBytes(sec_addr);
  out->WriteBytes(Bytes(pad2).first(PadSize(sec_addr)));
  out->WriteSizeAsU8("n_results", p_results.size());
  out->WriteU8(reserved);
  out->WriteU16(reserved2);
  for (const RpcContextResult& result : p_results) result.Write(out);
}

size_t RpcBindAck::size() const {
  return 10 + sec_addr.size() + PadSize(sec_addr) + 4 + p_results.size() * RpcContextResult::kSize;
}

void RpcBindAck::Validate(const RpcHeader& header, std::vector<Finding>* findings) const {
  if (header.ptype == RpcPType::kBindAck) {
    ValidateRpcRules<RpcBindAck>({&kMaxRecvFrag, 1}, *this, 0, findings);
  }
  size_t offset = kPortSpecOffset + sec_addr.size() + PadSize(sec_addr);
  ValidateRpcRules<RpcBindAck>(kListRules, *this, offset, findings);
  offset += 4;
  for (const RpcContextResult& result : p_results) {
    ValidateRpcRules<RpcContextResult>(kResultRules, result, offset, findings);
    offset += RpcContextResult::kSize;
  }
}

}  // namespace ntlmatrix::envelope
