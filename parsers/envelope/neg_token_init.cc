// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/neg_token_init.h"

#include "parsers/envelope/der_reader.h"
#include "parsers/envelope/der_writer.h"
#include "parsers/envelope/spnego_reader.h"
#include "parsers/envelope/spnego_writer.h"

namespace ntlmatrix::envelope {
namespace {

constexpr size_t kHintCount = 2;

bool ReadMechTypes(DerReader* der, const std::optional<DerValue>& member, NegTokenInit* out) {
  if (!member.has_value()) return true;
  DerValue list;
  if (!der->ReadOnly(DerTag::kSequence, *member, &list)) return false;
  out->mech_types = MechTypeList{list.encoding};
  out->layout.at(SpnegoPlace::kMechTypeList) = list.offset;
  return der->ReadToEnd(DerTag::kObjectIdentifier, list.range());
}

bool ReadReqFlags(DerReader* der, const std::optional<DerValue>& member,
                  std::optional<ContextFlags>* out) {
  if (!member.has_value()) return true;
  ContextFlags& flags = out->emplace();
  return der->ReadOnlyBitString(*member, &flags.unused_bits, &flags.octets);
}

bool ReadNegHints(DerReader* der, const DerValue& sequence, NegTokenInit* out) {
  NegHints& hints = out->neg_hints.emplace();
  SpnegoMembers members;
  if (!ReadMembers(der, sequence, kHintCount, &members) ||
      !ReadMember(der, DerTag::kGeneralString, members.member[0], &hints.hint_name) ||
      !ReadMember(der, DerTag::kOctetString, members.member[1], &hints.hint_address) ||
      !der->View(members.rest, &hints.rest)) {
    return false;
  }
  const auto offset = [&](size_t i) {
    return members.member[i].has_value() ? members.member[i]->offset : sequence.offset;
  };
  out->layout.at(SpnegoPlace::kHintName) = offset(0);
  out->layout.at(SpnegoPlace::kHintAddress) = offset(1);
  out->layout.at(SpnegoPlace::kHintsRest) = members.rest.begin;
  return true;
}

// [3] is a SEQUENCE in NegTokenInit2 and an OCTET STRING in NegTokenInit, where [4] is unknown.
bool ReadHintsOrMic(DerReader* der, SpnegoMembers* members, NegTokenInit* out) {
  std::optional<DerValue>& third = members->member[3];
  std::optional<DerValue>& fourth = members->member[4];
  if (third.has_value()) {
    DerRange in = third->range();
    DerValue value;
    constexpr DerTag kTypes[] = {DerTag::kOctetString, DerTag::kSequence};
    if (!der->ReadOneOf(kTypes, &in, &value)) return false;
    der->ExpectEmpty(in);
    if (value.tag == DerTag::kOctetString) {
      out->mech_list_mic = value.contents;
      if (fourth.has_value()) members->rest.begin = fourth->offset;
      fourth.reset();
      return true;
    }
    if (!ReadNegHints(der, value, out)) return false;
  }
  if (third.has_value() || fourth.has_value()) out->form = NegTokenInitForm::kNegTokenInit2;
  return ReadMember(der, DerTag::kOctetString, fourth, &out->mech_list_mic);
}

bool Read(DerReader* der, NegTokenInit* out) {
  DerValue choice;
  DerValue sequence;
  SpnegoMembers members;
  const bool read = ReadChoice(der, {DerTag::kContext0}, &out->this_mech, &choice, &out->layout) &&
                    der->ReadOnly(DerTag::kSequence, choice, &sequence) &&
                    ReadMembers(der, sequence, kMostMembers, &members) &&
                    ReadMechTypes(der, members.member[0], out) &&
                    ReadReqFlags(der, members.member[1], &out->req_flags) &&
                    ReadMember(der, DerTag::kOctetString, members.member[2], &out->mech_token) &&
                    ReadHintsOrMic(der, &members, out) &&  //
                    der->View(members.rest, &out->rest);
  PlaceMembers(members, sequence, &out->layout);
  return read;
}

void WriteNegHints(const NegHints& hints, DerWriter* out) {
  const size_t mark = out->size();
  out->Prepend(hints.rest);
  WriteMember(DerTag::kContext1, DerTag::kOctetString, hints.hint_address, out);
  WriteMember(DerTag::kContext0, DerTag::kGeneralString, hints.hint_name, out);
  out->Wrap(DerTag::kSequence, mark);
  out->Wrap(DerTag::kContext3, mark);
}

void WriteReqFlags(const ContextFlags& flags, DerWriter* out) {
  const size_t mark = out->size();
  out->Prepend(flags.octets);
  out->Prepend(Bytes(&flags.unused_bits, 1));
  out->Wrap(DerTag::kBitString, mark);
  out->Wrap(DerTag::kContext1, mark);
}

}  // namespace

absl::StatusOr<NegTokenInit> NegTokenInit::Parse(Bytes token) {
  NegTokenInit t;
  DerReader der(token);
  if (!Read(&der, &t)) return der.error("NegTokenInit");
  t.layout.departures = der.departures();
  return t;
}

absl::StatusOr<std::vector<uint8_t>> NegTokenInit::Serialize() const {
  DerWriter out;
  const bool is_init2 = form == NegTokenInitForm::kNegTokenInit2;
  out.Prepend(rest);
  WriteMember(is_init2 ? DerTag::kContext4 : DerTag::kContext3, DerTag::kOctetString, mech_list_mic,
              &out);
  if (neg_hints.has_value()) WriteNegHints(*neg_hints, &out);
  WriteMember(DerTag::kContext2, DerTag::kOctetString, mech_token, &out);
  if (req_flags.has_value()) WriteReqFlags(*req_flags, &out);
  if (mech_types.has_value()) {
    const size_t mark = out.size();
    out.Prepend(mech_types->encoding);
    out.Wrap(DerTag::kContext0, mark);
  }
  WriteChoice(DerTag::kContext0, this_mech, &out);
  return out.Finish();
}

}  // namespace ntlmatrix::envelope
