// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_bind.h"

#include <utility>

#include "parsers/envelope/rpc_limits.h"
#include "parsers/envelope/rpc_rule.h"

namespace ntlmatrix::envelope {
namespace {

// From the start of the PDU.
constexpr size_t kMaxRecvFragOffset = 18;
constexpr size_t kContextListOffset = 24;
constexpr size_t kElementsOffset = 28;

constexpr RpcRule<RpcContextElement> kElementRules[] = {
    {"rpc-context-no-transfer-syntax", "[C706] 12.6.3.1", Severity::kWarning, 2,
     [](const RpcContextElement& e) { return e.transfer_syntaxes.empty(); },
     "n_transfer_syn is 0: the element offers no way to encode calls"},
    {"rpc-context-reserved", "[C706] 12.6.3.1", Severity::kError, 3,
     [](const RpcContextElement& e) { return e.reserved != 0; },
     "reserved of a presentation context must be zero"},
};

constexpr RpcRule<RpcBind> kListRules[] = {
    {"rpc-bind-no-context", "[C706] 12.6.4.3", Severity::kWarning, kContextListOffset,
     [](const RpcBind& b) { return b.p_context_elem.empty(); },
     "n_context_elem is 0: no presentation context is offered"},
    {"rpc-bind-reserved", "[C706] 12.6.3.1", Severity::kError, kContextListOffset + 1,
     [](const RpcBind& b) { return b.reserved != 0 || b.reserved2 != 0; },
     "reserved and reserved2 of the presentation context list must be zero"},
};

constexpr RpcRule<RpcBind> kMaxRecvFrag = {
    "rpc-bind-max-recv-frag",
    "[C706] 12.6.4.3",
    Severity::kWarning,
    kMaxRecvFragOffset,
    [](const RpcBind& b) { return b.max_recv_frag < kMustRecvFragSize; },
    "max_recv_frag is below the 1432 bytes that everyone must be able to receive"};

}  // namespace

bool RpcContextElement::Read(RpcReader* in) {
  uint8_t n_transfer_syn = 0;
  const bool read = in->ReadU16(&p_cont_id) &&      //
                    in->ReadU8(&n_transfer_syn) &&  //
                    in->ReadU8(&reserved) &&        //
                    abstract_syntax.Read(in);
  if (!read) return false;
  for (int i = 0; i < n_transfer_syn; ++i) {
    RpcSyntaxId syntax;
    if (!syntax.Read(in)) return false;
    transfer_syntaxes.push_back(syntax);
  }
  return true;
}

void RpcContextElement::Write(RpcWriter* out) const {
  out->WriteU16(p_cont_id);
  out->WriteSizeAsU8("n_transfer_syn", transfer_syntaxes.size());
  out->WriteU8(reserved);
  abstract_syntax.Write(out);
  for (const RpcSyntaxId& syntax : transfer_syntaxes) syntax.Write(out);
}

bool RpcBind::Read(const RpcHeader&, RpcReader* in) {
  uint8_t n_context_elem = 0;
  const bool read = in->ReadU16(&max_xmit_frag) &&   //
                    in->ReadU16(&max_recv_frag) &&   //
                    in->ReadU32(&assoc_group_id) &&  //
                    in->ReadU8(&n_context_elem) &&   //
                    in->ReadU8(&reserved) &&         //
                    in->ReadU16(&reserved2);
  if (!read) return false;
  for (int i = 0; i < n_context_elem; ++i) {
    RpcContextElement element;
    if (!element.Read(in)) return false;
    p_context_elem.push_back(std::move(element));
  }
  return true;
}

void RpcBind::Write(RpcWriter* out) const {
  out->WriteU16(max_xmit_frag);
  out->WriteU16(max_recv_frag);
  out->WriteU32(assoc_group_id);
  out->WriteSizeAsU8("n_context_elem", p_context_elem.size());
  out->WriteU8(reserved);
  out->WriteU16(reserved2);
  for (const RpcContextElement& element : p_context_elem) element.Write(out);
}

size_t RpcBind::size() const {
  size_t size = 12;
  for (const RpcContextElement& element : p_context_elem) size += element.size();
  return size;
}

void RpcBind::Validate(const RpcHeader& header, std::vector<Finding>* findings) const {
  if (header.ptype == RpcPType::kBind) {
    ValidateRpcRules<RpcBind>({&kMaxRecvFrag, 1}, *this, 0, findings);
  }
  ValidateRpcRules<RpcBind>(kListRules, *this, 0, findings);
  size_t offset = kElementsOffset;
  for (const RpcContextElement& element : p_context_elem) {
    ValidateRpcRules<RpcContextElement>(kElementRules, element, offset, findings);
    offset += element.size();
  }
}

}  // namespace ntlmatrix::envelope
