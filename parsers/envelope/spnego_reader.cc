// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/spnego_reader.h"

#include <utility>

namespace ntlmatrix::envelope {
namespace {

constexpr size_t kMostChoices = 2;

}  // namespace

bool ReadChoice(DerReader* der, absl::Span<const DerTag> choices, std::optional<Bytes>* this_mech,
                DerValue* choice, SpnegoLayout* layout) {
  DerRange in = der->all();
  std::array<DerTag, kMostChoices + 1> tags = {DerTag::kApplication0, choices.front(),
                                               choices.back()};
  if (choices.front() == DerTag::kContext1) std::swap(tags[0], tags[1]);
  if (!der->ReadOneOf(tags, &in, choice)) return false;
  der->ExpectEmpty(in);
  if (choice->tag != DerTag::kApplication0) return true;
  in = choice->range();
  DerValue oid;
  if (!der->Read(DerTag::kObjectIdentifier, &in, &oid) || !der->ReadOneOf(choices, &in, choice)) {
    return false;
  }
  der->ExpectEmpty(in);
  *this_mech = oid.contents;
  layout->at(SpnegoPlace::kThisMech) = oid.offset;
  return true;
}

bool ReadMembers(DerReader* der, const DerValue& sequence, size_t count, SpnegoMembers* out) {
  DerRange in = sequence.range();
  DerValue value;
  size_t next = 0;
  out->rest = {in.end, in.end};
  while (!in.empty()) {
    if (!der->ReadAny(&in, &value)) return false;
    const size_t number = ContextNumber(value.tag);
    const bool is_member = out->rest.empty() && number >= next && number < count;
    if (is_member) {
      out->member[number] = value;
      next = number + 1;
    } else if (out->rest.empty()) {
      out->rest.begin = value.offset;
    }
  }
  return true;
}

bool ReadMember(DerReader* der, DerTag tag, const std::optional<DerValue>& member,
                std::optional<Bytes>* out) {
  return !member.has_value() || der->ReadOnly(tag, *member, &out->emplace());
}

void PlaceMembers(const SpnegoMembers& members, const DerValue& sequence, SpnegoLayout* layout) {
  layout->at(SpnegoPlace::kSequence) = sequence.offset;
  for (size_t i = 0; i < members.member.size(); ++i) {
    const std::optional<DerValue>& member = members.member[i];
    layout->offsets[static_cast<size_t>(SpnegoPlace::kMember0) + i] =
        member.has_value() ? member->offset : sequence.offset;
  }
  layout->at(SpnegoPlace::kRest) = members.rest.begin;
}

}  // namespace ntlmatrix::envelope
