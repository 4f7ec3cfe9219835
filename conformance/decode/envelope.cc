// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/envelope.h"

#include <algorithm>
#include <cstdint>
#include <utility>
#include <variant>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/envelope/der_reader.h"
#include "parsers/envelope/mech_type.h"
#include "parsers/envelope/mech_type_list.h"
#include "parsers/envelope/neg_token_init.h"
#include "parsers/envelope/neg_token_resp.h"
#include "parsers/envelope/rpc_header.h"
#include "parsers/envelope/rpc_names.h"
#include "parsers/envelope/rpc_pdu.h"
#include "parsers/envelope/spnego.h"
#include "parsers/envelope/token_kind.h"

namespace ntlmatrix::decode {
namespace {

using envelope::NegTokenInit;
using envelope::NegTokenInitForm;
using envelope::NegTokenResp;
using envelope::RpcHeader;
using envelope::RpcPdu;

// How far before a message a token of SPNEGO begins, and before that a fragment: longer lists of
// mechanisms and presentation contexts than these do not occur.
constexpr size_t kMostBeforeInSpnego = 256;
constexpr size_t kMostBeforeInFragment = 1024;
// Nothing reads further than a message with all its values can reach.
constexpr size_t kLongestEnvelope = size_t{1} << 20;

Bytes From(Bytes bytes, size_t offset) {
  const size_t size = std::min(bytes.size() - offset, kLongestEnvelope);
  Bytes rest;
  (void)ByteReader(bytes).ReadAt(offset, size, &rest);
  return rest;
}

bool IsByte(Bytes bytes, size_t offset, uint8_t value) {
  Bytes byte;
  return ByteReader(bytes).ReadAt(offset, 1, &byte) && byte[0] == value;
}

// Whether an OCTET STRING has its identifier and length right before `offset`.
bool BeginsOctetString(Bytes bytes, size_t offset) {
  constexpr auto kTag = static_cast<uint8_t>(envelope::DerTag::kOctetString);
  for (size_t length_octets = 1; length_octets <= 5 && length_octets < offset; ++length_octets) {
    if (IsByte(bytes, offset - length_octets - 1, kTag)) return true;
  }
  return false;
}

absl::string_view InitName(const NegTokenInit& token) {
  return token.form == NegTokenInitForm::kNegTokenInit2 ? "SPNEGO NegTokenInit2 mechToken"
                                                        : "SPNEGO NegTokenInit mechToken";
}

// The token of SPNEGO that begins at `start`, if what it carries is at `offset`.
std::optional<Enveloped> SpnegoAt(Bytes bytes, size_t start, size_t offset) {
  const Bytes rest = From(bytes, start);
  if (!envelope::LooksLikeSpnego(rest)) return std::nullopt;
  envelope::DerReader der(rest);
  envelope::DerRange all = der.all();
  envelope::DerValue value;
  if (!der.ReadAny(&all, &value)) return std::nullopt;
  const auto token = envelope::ParseNegotiationToken(value.encoding);
  if (!token.ok()) return std::nullopt;
  const std::optional<Bytes> inside = envelope::MechToken(*token);
  // An empty token may lie before a signature that is not in it.
  if (!inside || inside->empty() || inside->data() != bytes.data() + offset) return std::nullopt;
  const auto* const init = std::get_if<NegTokenInit>(&*token);
  const absl::string_view name =
      init != nullptr ? InitName(*init) : "SPNEGO NegTokenResp responseToken";
  return Enveloped{inside->size(), {{std::string(name), envelope::Validate(*token)}}};
}

// The outermost token of SPNEGO around `offset`, and where it begins.
std::optional<Enveloped> FindSpnego(Bytes bytes, size_t floor, size_t offset, size_t* begin) {
  if (!BeginsOctetString(bytes, offset)) return std::nullopt;
  const size_t first = std::max(floor, offset - std::min(offset, kMostBeforeInSpnego));
  for (size_t start = first; start < offset; ++start) {
    *begin = start;
    if (auto found = SpnegoAt(bytes, start, offset)) return found;
  }
  return std::nullopt;
}

// The fragment of DCE/RPC that begins at `start`, if its token is at `offset`.
std::optional<Enveloped> FragmentAt(Bytes bytes, size_t start, size_t offset) {
  const Bytes rest = From(bytes, start);
  const auto header = RpcHeader::Parse(rest);
  if (!header.ok() || header->auth_length == 0) return std::nullopt;
  if (start + header->frag_length != offset + header->auth_length) return std::nullopt;
  const auto pdu = RpcPdu::Parse(rest.first(header->frag_length));
  if (!pdu.ok() || !pdu->sec_trailer) return std::nullopt;
  return Enveloped{header->auth_length,
                   {{absl::StrCat("DCE/RPC ", envelope::RpcPTypeName(header->ptype), " ",
                                  envelope::RpcAuthTypeName(pdu->sec_trailer->auth_type), " ",
                                  envelope::RpcAuthLevelName(pdu->sec_trailer->auth_level)),
                     pdu->Validate()}}};
}

// Whether sec_trailer can be right before `offset`: the auth_type is one that carries NTLM.
bool FollowsSecTrailer(Bytes bytes, size_t offset) {
  const size_t size = envelope::SecTrailer::kSize;
  return offset >= RpcHeader::kSize + size &&
         (IsByte(bytes, offset - size, static_cast<uint8_t>(envelope::RpcAuthType::kWinnt)) ||
          IsByte(bytes, offset - size, static_cast<uint8_t>(envelope::RpcAuthType::kGssNegotiate)));
}

std::optional<Enveloped> FindFragment(Bytes bytes, size_t floor, size_t offset) {
  if (!FollowsSecTrailer(bytes, offset)) return std::nullopt;
  const size_t first = std::max(floor, offset - std::min(offset, kMostBeforeInFragment));
  const size_t last = offset - RpcHeader::kSize - envelope::SecTrailer::kSize;
  for (size_t start = first; start <= last; ++start) {
    if (!IsByte(bytes, start, 5) || !IsByte(bytes, start + 1, 0)) continue;
    if (auto found = FragmentAt(bytes, start, offset)) return found;
  }
  return std::nullopt;
}

}  // namespace

std::optional<Enveloped> FindEnvelopes(Bytes bytes, size_t floor, size_t offset) {
  size_t outermost = offset;
  std::optional<Enveloped> inner = FindSpnego(bytes, floor, offset, &outermost);
  if (!inner) outermost = offset;
  std::optional<Enveloped> outer = FindFragment(bytes, floor, outermost);
  if (!outer) return inner;
  if (!inner) return outer;
  inner->envelopes.insert(inner->envelopes.begin(), std::move(outer->envelopes.front()));
  return inner;
}

std::optional<std::string> OtherMechanisms(Bytes bytes) {
  constexpr size_t kMost = 8;
  if (!envelope::LooksLikeSpnego(bytes)) return std::nullopt;
  const auto token = envelope::ParseNegotiationToken(bytes);
  std::vector<std::string> names;
  if (token.ok()) {
    if (const auto* const init = std::get_if<NegTokenInit>(&*token); init && init->mech_types) {
      envelope::MechTypeReader reader(*init->mech_types);
      for (Bytes mech; names.size() < kMost && reader.Next(&mech);) {
        names.push_back(envelope::MechTypeText(mech));
      }
    }
    if (const auto* const resp = std::get_if<NegTokenResp>(&*token); resp && resp->supported_mech) {
      names.push_back(envelope::MechTypeText(*resp->supported_mech));
    }
  }
  return names.empty() ? "no mechanism that can be read" : absl::StrJoin(names, ", ");
}

}  // namespace ntlmatrix::decode
