// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/rpc_bind_nak.h"

#include "parsers/envelope/rpc_rule.h"

namespace ntlmatrix::envelope {
namespace {

// 0 to 7 are in [C706] 12.6.3.1, 8 and 9 in [MS-RPCE] 2.2.2.5.
constexpr uint16_t kLastReason = 9;

constexpr RpcRule<RpcBindNak> kRules[] = {
    {"rpc-bind-nak-reason", "[MS-RPCE] 2.2.2.5", Severity::kWarning, RpcHeader::kSize,
     [](const RpcBindNak& n) { return n.provider_reject_reason > kLastReason; },
     "provider_reject_reason has a value that no document names"},
    {"rpc-bind-nak-no-versions", "[C706] 12.6.4.5", Severity::kWarning, RpcHeader::kSize + 2,
     [](const RpcBindNak& n) { return !n.versions.has_value(); },
     "the PDU ends before the list of supported protocol versions"},
};

}  // namespace

bool RpcBindNak::Read(const RpcHeader&, RpcReader* in) {
  if (!in->ReadU16(&provider_reject_reason)) return false;
  if (in->remaining() == 0) return true;
  uint8_t n_protocols = 0;
  if (!in->ReadU8(&n_protocols)) return false;
  versions.emplace();
  for (int i = 0; i < n_protocols; ++i) {
    RpcVersion version;
    if (!in->ReadU8(&version.major) || !in->ReadU8(&version.minor)) return false;
    versions->push_back(version);
  }
  return true;
}

void RpcBindNak::Write(RpcWriter* out) const {
  out->WriteU16(provider_reject_reason);
  if (!versions.has_value()) return;
  out->WriteSizeAsU8("n_protocols", versions->size());
  for (const RpcVersion& version : *versions) {
    out->WriteU8(version.major);
    out->WriteU8(version.minor);
  }
}

void RpcBindNak::Validate(const RpcHeader&, std::vector<Finding>* findings) const {
  ValidateRpcRules<RpcBindNak>(kRules, *this, 0, findings);
}

}  // namespace ntlmatrix::envelope
