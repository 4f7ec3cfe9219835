// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/layout_rules.h"

#include <cstddef>
#include <cstdint>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::ntlm {
namespace {

constexpr size_t kMaxLenOffset = 2;
constexpr size_t kBufferOffsetOffset = 4;

// The header of a message as far as every sender since NT writes it: without Version and MIC.
size_t HeaderWithoutVersion(MessageType type) {
  switch (type) {
    case MessageType::kNegotiate:
      return 32;
    case MessageType::kChallenge:
      return 48;
    case MessageType::kAuthenticate:
      break;
  }
  return 64;
}

// The values that are Unicode strings where the flags say so; those of NEGOTIATE_MESSAGE are OEM.
bool IsText(MessageType type, absl::string_view name) {
  return type != MessageType::kNegotiate && (name == "TargetName" || name == "DomainName" ||
                                             name == "UserName" || name == "Workstation");
}

void Add(RuleId id, const PlacedField& field, size_t offset, FindingList* findings) {
  findings->Add(id, field.at + offset, absl::StrCat(field.name, ": ", RuleOf(id).text));
}

void ValidateField(const MessageLayout& layout, const PlacedField& field, FindingList* findings) {
  const Fields& fields = field.fields;
  if (fields.max_len != fields.len) {
    Add(RuleId::kFieldsMaxLen, field, kMaxLenOffset, findings);
  }
  if (fields.len == 0) {
    if (fields.buffer_offset < layout.header_size || fields.buffer_offset > layout.message_size) {
      Add(RuleId::kFieldsEmptyOffset, field, kBufferOffsetOffset, findings);
    }
    return;
  }
  if (field.ignored) return;
  if (fields.buffer_offset < layout.header_size) {
    Add(RuleId::kFieldsInHeader, field, kBufferOffsetOffset, findings);
  }
  const bool unicode = (layout.negotiate_flags.value_or(0) & flags::kUnicode) != 0;
  if (unicode && fields.buffer_offset % 2 != 0 && IsText(layout.type, field.name)) {
    Add(RuleId::kFieldsOddOffset, field, kBufferOffsetOffset, findings);
  }
}

bool Overlap(const Fields& a, const Fields& b) {
  const uint64_t a_end = uint64_t{a.buffer_offset} + a.len;
  const uint64_t b_end = uint64_t{b.buffer_offset} + b.len;
  return a.len > 0 && b.len > 0 && a.buffer_offset < b_end && b.buffer_offset < a_end;
}

void ValidateOverlap(const MessageLayout& layout, FindingList* findings) {
  const auto fields = layout.fields();
  for (size_t i = 0; i < fields.size(); ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (fields[i].ignored || fields[j].ignored) continue;
      if (!Overlap(fields[i].fields, fields[j].fields)) continue;
      findings->Add(RuleId::kFieldsOverlap, fields[i].at + kBufferOffsetOffset,
                    absl::StrCat(fields[i].name, " shares bytes with ", fields[j].name));
    }
  }
}

}  // namespace

void ValidateLayout(const MessageLayout& layout, FindingList* findings) {
  if (layout.header_size < HeaderWithoutVersion(layout.type)) {
    findings->Add(RuleId::kHeaderShort, layout.header_size);
  }
  for (const PlacedField& field : layout.fields()) ValidateField(layout, field, findings);
  ValidateOverlap(layout, findings);
}

}  // namespace ntlmatrix::ntlm
