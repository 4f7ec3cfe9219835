// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/describe.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/decode/describe_av_pairs.h"
#include "conformance/decode/describe_response.h"
#include "conformance/decode/header_members.h"
#include "conformance/decode/value_words.h"
#include "parsers/bytes/byte_reader.h"
#include "parsers/ntlm/av_pair_reader.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/ntlm_v2_response_view.h"

namespace ntlmatrix::decode {
namespace {

using ntlm::MessageLayout;
using ntlm::MessageType;
using ntlm::PlacedField;

Bytes ValueOf(Bytes message, const PlacedField& field) {
  Bytes value;
  if (field.fields.len == 0 || !field.fits) return value;
  (void)ByteReader(message).ReadAt(field.fields.buffer_offset, field.fields.len, &value);
  return value;
}

Bytes ValueOf(Bytes message, const MessageLayout& layout, absl::string_view name) {
  const auto field = layout.Find(name);
  return field.has_value() ? ValueOf(message, *field) : Bytes();
}

// Every second byte of Latin text in UTF-16 is zero.
bool LooksLikeUtf16(Bytes value) {
  for (size_t i = 1; i < value.size(); i += 2) {
    if (value[i] != 0) return false;
  }
  return value.size() % 2 == 0;
}

void DescribeName(const MessageLayout& layout, Bytes value, DescribedField* field) {
  if (layout.type == MessageType::kNegotiate) return SetOem(value, field);
  if (!layout.negotiate_flags) {
    field->notes.emplace_back("the header ends before NegotiateFlags: character set guessed");
    return LooksLikeUtf16(value) ? SetUtf16(value, field) : SetOem(value, field);
  }
  return (*layout.negotiate_flags & ntlm::flags::kUnicode) != 0 ? SetUtf16(value, field)
                                                                : SetOem(value, field);
}

void DescribeValue(Bytes message, const MessageLayout& layout, Bytes value, DescribedField* field) {
  if (field->name == "TargetInfo") {
    field->members = DescribeAvPairs(value, field->offset);
  } else if (field->name == "LmChallengeResponse" || field->name == "NtChallengeResponse") {
    const Responses responses = {ValueOf(message, layout, "LmChallengeResponse"),
                                 ValueOf(message, layout, "NtChallengeResponse"),
                                 !ValueOf(message, layout, "UserName").empty()};
    field->name[0] == 'L' ? DescribeLmResponse(responses, field)
                          : DescribeNtResponse(responses, field);
  } else if (field->name == "EncryptedRandomSessionKey") {
    field->value = HexWords(value);
  } else {
    DescribeName(layout, value, field);
  }
}

// Says of a value that begins in the message and ends after it what is there.
void DescribeCutOff(Bytes message, DescribedField* field) {
  const size_t there = message.size() - field->offset;
  field->value = absl::StrCat("cut off: ", there, " of ", field->length, " bytes");
  const size_t missing = field->length - there;
  field->notes.push_back(
      absl::StrCat("the token is at least ", missing, missing == 1 ? " byte" : " bytes", " short"));
  if (field->name != "TargetInfo") return;
  Bytes value;
  (void)ByteReader(message).ReadAt(field->offset, there, &value);
  field->members = DescribeAvPairs(value, field->offset);
}

DescribedField DescribePlaced(Bytes message, const MessageLayout& layout,
                              const PlacedField& placed) {
  DescribedField field;
  field.name = std::string(placed.name);
  field.offset = placed.fields.buffer_offset;
  field.length = placed.fields.len;
  field.outside = !placed.fits;
  if (placed.fits) {
    DescribeValue(message, layout, ValueOf(message, placed), &field);
  } else if (field.offset < message.size()) {
    DescribeCutOff(message, &field);
  } else {
    field.value = absl::StrCat("outside of the message, which has ", message.size(), " bytes");
  }
  if (placed.ignored) field.notes.emplace_back("a receiver ignores it: its flag is clear");
  return field;
}

// The members of the header that are there, and the one that the message ends in.
void DescribeHeader(Bytes message, MessageType type, size_t header_end,
                    std::vector<DescribedField>* fields) {
  for (const HeaderMember& member : HeaderMembers(type)) {
    if (member.at >= header_end) return;
    DescribedField field;
    field.name = std::string(member.name);
    field.offset = member.at;
    field.length = std::min(member.size, header_end - member.at);
    Bytes value;
    (void)ByteReader(message).ReadAt(member.at, field.length, &value);
    if (field.length == member.size) {
      member.describe(value, &field);
    } else {
      field.value = HexWords(value);
      field.notes.push_back(absl::StrCat("cut off: ", field.length, " of ", member.size, " bytes"));
    }
    fields->push_back(std::move(field));
  }
}

void DescribePayload(Bytes message, const MessageLayout& layout,
                     std::vector<DescribedField>* fields) {
  std::vector<DescribedField> values;
  for (const PlacedField& placed : layout.fields()) {
    if (placed.fields.len == 0) continue;
    DescribedField value = DescribePlaced(message, layout, placed);
    const auto after = std::upper_bound(values.begin(), values.end(), value,
                                        [](const DescribedField& one, const DescribedField& other) {
                                          return one.offset < other.offset;
                                        });
    values.insert(after, std::move(value));
  }
  size_t described = layout.header_size;
  const auto add_unused = [&](size_t end) {
    if (end <= described) return;
    DescribedField unused;
    unused.name = "(not used)";
    unused.offset = described;
    unused.length = end - described;
    unused.notes.emplace_back("nothing in the header points here");
    fields->push_back(std::move(unused));
  };
  for (DescribedField& value : values) {
    if (!value.outside) {
      add_unused(value.offset);
      if (value.offset < described) {
        value.notes.emplace_back("overlaps with what stands before it");
      }
      described = std::max(described, value.offset + value.length);
    } else if (value.offset >= layout.header_size && value.offset < message.size()) {
      add_unused(value.offset);
      described = message.size();
    }
    fields->push_back(std::move(value));
  }
  add_unused(message.size());
}

// Whether MsvAvFlags in the NTLMv2_RESPONSE says that there is a MIC.
bool SaysMicPresent(Bytes message, const MessageLayout& layout) {
  const auto response =
      ntlm::NtlmV2ResponseView::Parse(ValueOf(message, layout, "NtChallengeResponse"));
  if (!response.ok()) return false;
  ntlm::AvPairReader pairs(response->av_pairs);
  for (ntlm::AvPair pair; pairs.Next(&pair);) {
    uint32_t flags = 0;
    if (pair.av_id != ntlm::AvId::kFlags) continue;
    return ByteReader(pair.value).ReadU32(&flags) && (flags & ntlm::av_flags::kMicPresent) != 0;
  }
  return false;
}

void NoteMic(Bytes message, const MessageLayout& layout, std::vector<DescribedField>* fields) {
  for (DescribedField& field : *fields) {
    if (field.name != "MIC") continue;
    if (!SaysMicPresent(message, layout)) {
      field.notes.emplace_back("MsvAvFlags does not say that there is a MIC");
    }
  }
}

}  // namespace

std::vector<DescribedField> DescribeMessage(Bytes message) {
  std::vector<DescribedField> fields;
  const auto layout = MessageLayout::Parse(message);
  if (layout.ok()) {
    DescribeHeader(message, layout->type, layout->header_size, &fields);
    NoteMic(message, *layout, &fields);
    DescribePayload(message, *layout, &fields);
    return fields;
  }
  const auto type = MessageTypeOf(message);
  DescribeHeader(message, type.value_or(MessageType{}), message.size(), &fields);
  if (!type && message.size() > 12) {
    DescribedField rest;
    rest.name = "(unknown)";
    rest.offset = 12;
    rest.length = message.size() - 12;
    fields.push_back(std::move(rest));
  }
  return fields;
}

}  // namespace ntlmatrix::decode
