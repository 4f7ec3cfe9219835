// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/describe_av_pairs.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/str_cat.h"

#include "conformance/decode/value_words.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/single_host_data.h"

namespace ntlmatrix::decode {
namespace {

using ntlm::AvId;

enum class Form { kEmpty, kText, kFlags, kTime, kSingleHost, kHash };

struct Known {
  AvId av_id;
  absl::string_view name;
  Form form;
};

// [MS-NLMP] 2.2.2.1
constexpr Known kKnown[] = {
    {AvId::kEol, "MsvAvEOL", Form::kEmpty},
    {AvId::kNbComputerName, "MsvAvNbComputerName", Form::kText},
    {AvId::kNbDomainName, "MsvAvNbDomainName", Form::kText},
    {AvId::kDnsComputerName, "MsvAvDnsComputerName", Form::kText},
    {AvId::kDnsDomainName, "MsvAvDnsDomainName", Form::kText},
    {AvId::kDnsTreeName, "MsvAvDnsTreeName", Form::kText},
    {AvId::kFlags, "MsvAvFlags", Form::kFlags},
    {AvId::kTimestamp, "MsvAvTimestamp", Form::kTime},
    {AvId::kSingleHost, "MsvAvSingleHost", Form::kSingleHost},
    {AvId::kTargetName, "MsvAvTargetName", Form::kText},
    {AvId::kChannelBindings, "MsvAvChannelBindings", Form::kHash},
};

const Known* Find(AvId av_id) {
  const auto* const found = std::find_if(std::begin(kKnown), std::end(kKnown),
                                         [&](const Known& one) { return one.av_id == av_id; });
  return found == std::end(kKnown) ? nullptr : found;
}

DescribedField Plain(absl::string_view name, size_t offset, size_t length, std::string value) {
  DescribedField field;
  field.name = std::string(name);
  field.offset = offset;
  field.length = length;
  field.value = std::move(value);
  return field;
}

struct FlagWords {
  uint32_t bit;
  absl::string_view words;
};

// [MS-NLMP] 2.2.2.1 gives the bits no names.
constexpr FlagWords kAvFlags[] = {
    {ntlm::av_flags::kConstrained, "account authentication is constrained"},
    {ntlm::av_flags::kMicPresent, "AUTHENTICATE_MESSAGE has a MIC"},
    {ntlm::av_flags::kUntrustedSpn, "MsvAvTargetName is from an untrusted source"},
};

void SetFlags(Bytes value, DescribedField* field) {
  uint32_t flags = 0;
  if (value.size() != 4 || !ByteReader(value).ReadU32(&flags)) {
    field->notes.emplace_back("MsvAvFlags has 4 bytes");
    return;
  }
  field->value = HexNumber(flags);
  for (const FlagWords& one : kAvFlags) {
    if ((flags & one.bit) != 0) {
      field->flags.push_back(absl::StrCat(HexNumber(one.bit), " ", one.words));
    }
    flags &= ~one.bit;
  }
  if (flags != 0) field->flags.push_back(absl::StrCat(HexNumber(flags), " (not documented)"));
}

void SetTime(Bytes value, DescribedField* field) {
  uint64_t time = 0;
  if (value.size() != 8 || !ByteReader(value).ReadU64(&time)) {
    field->notes.emplace_back("MsvAvTimestamp has 8 bytes");
    return;
  }
  field->value = FileTimeWords(time);
}

void SetSingleHost(Bytes value, size_t offset, DescribedField* field) {
  const auto host = ntlm::SingleHostData::Parse(value);
  if (!host.ok()) {
    field->notes.emplace_back(host.status().message());
    return;
  }
  field->value = "Single_Host_Data";
  const auto add = [&](absl::string_view name, size_t at, size_t length, std::string words) {
    field->members.push_back(Plain(name, offset + at, length, std::move(words)));
  };
  add("Size", 0, 4, absl::StrCat(host->size));
  add("Z4", 4, 4, absl::StrCat(host->z4));
  add("CustomData", 8, 8, HexWords(host->custom_data));
  add("MachineID", 16, 32, HexWords(host->machine_id));
  if (!host->rest.empty()) add("(more)", 48, host->rest.size(), "a receiver ignores it");
}

void SetHash(Bytes value, DescribedField* field) {
  if (value.size() != 16) field->notes.emplace_back("MsvAvChannelBindings has 16 bytes");
  if (!value.empty() && std::all_of(value.begin(), value.end(), [](uint8_t b) { return b == 0; })) {
    field->notes.emplace_back("all zero: the client has no channel bindings");
  }
}

void SetValue(Form form, Bytes value, size_t offset, DescribedField* field) {
  switch (form) {
    case Form::kText:
      return SetUtf16(value, field);
    case Form::kFlags:
      return SetFlags(value, field);
    case Form::kTime:
      return SetTime(value, field);
    case Form::kSingleHost:
      return SetSingleHost(value, offset, field);
    case Form::kHash:
      return SetHash(value, field);
    case Form::kEmpty:
      break;
  }
}

}  // namespace

absl::string_view AvIdName(AvId av_id) {
  const Known* const known = Find(av_id);
  return known == nullptr ? absl::string_view() : known->name;
}

DescribedField DescribeAvPair(const ntlm::AvPair& pair, size_t offset) {
  DescribedField field;
  field.offset = offset;
  field.length = 4 + pair.value.size();
  field.value = HexWords(pair.value);
  if (const Known* const known = Find(pair.av_id)) {
    field.name = std::string(known->name);
    SetValue(known->form, pair.value, offset + 4, &field);
  } else {
    field.name = absl::StrCat("(AvId 0x",
                              absl::Hex(static_cast<uint16_t>(pair.av_id), absl::kZeroPad4), ")");
  }
  return field;
}

std::vector<DescribedField> DescribeAvPairs(Bytes list, size_t offset) {
  std::vector<DescribedField> fields;
  ntlm::AvPairReader reader(list);
  size_t left_out = 0;
  size_t read = 0;
  for (ntlm::AvPair pair; reader.Next(&pair);) {
    read = reader.offset() + 4 + pair.value.size();
    if (fields.size() < kMostAvPairs) {
      fields.push_back(DescribeAvPair(pair, offset + reader.offset()));
    } else {
      ++left_out;
    }
  }
  const size_t end = offset + list.size();
  if (left_out > 0) {
    fields.push_back(Plain("(more)", end, 0, absl::StrCat(left_out, " more AV_PAIRs")));
  }
  if (reader.terminated()) {
    fields.push_back(DescribeAvPair({AvId::kEol, reader.eol_value()}, offset + reader.offset()));
  }
  if (!reader.ok()) {
    fields.push_back(Plain("(unreadable)", offset + read, list.size() - read,
                           absl::StrCat(std::string(reader.error().message()), " of the list")));
  } else if (reader.remaining() > 0) {
    Bytes rest;
    (void)ByteReader(list).ReadAt(list.size() - reader.remaining(), reader.remaining(), &rest);
    fields.push_back(Plain("(after MsvAvEOL)", end - rest.size(), rest.size(), HexWords(rest)));
  }
  return fields;
}

}  // namespace ntlmatrix::decode
