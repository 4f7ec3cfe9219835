// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/layout_rules.h"

#include <cstddef>
#include <cstdint>

#include "absl/base/attributes.h"
#include "absl/strings/str_cat.h"
#include "absl/types/span.h"

#include "parsers/ntlm/header_fields.h"

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

ABSL_ATTRIBUTE_COLD void Add(RuleId id, const HeaderField& field, size_t offset,
                             FindingList* findings) {
  findings->Add(id, field.at + offset, absl::StrCat(field.name, ": ", RuleOf(id).text));
}

// "Set NtChallengeResponseBufferOffset to 0": the anonymous user, [MS-NLMP] 3.3.1 and 3.3.2.
bool IsAnonymousNt(const MessageLayout& layout, const HeaderField& field) {
  constexpr size_t kNt = authenticate_fields::kNtChallengeResponse;
  return layout.type == MessageType::kAuthenticate && field.at == kAuthenticateFields[kNt].at &&
         layout.header_fields[kNt].buffer_offset == 0 &&
         layout.header_fields[authenticate_fields::kUserName].len == 0;
}

void ValidateField(const MessageLayout& layout, const HeaderField& field, const Fields& fields,
                   FindingList* findings) {
  if (fields.max_len != fields.len) {
    // "MUST be set to zero on transmission" where AUTHENTICATE_MESSAGE does not send the value.
    const bool must =
        fields.len == 0 && layout.type == MessageType::kAuthenticate && field.ignored_without == 0;
    Add(must ? RuleId::kFieldsMaxLenNotZero : RuleId::kFieldsMaxLen, field, kMaxLenOffset,
        findings);
  }
  if (fields.len == 0) {
    if (IsAnonymousNt(layout, field)) return;
    if (fields.buffer_offset < layout.header_size || fields.buffer_offset > layout.message_size) {
      Add(RuleId::kFieldsEmptyOffset, field, kBufferOffsetOffset, findings);
    }
    return;
  }
  const bool in_header = fields.buffer_offset < layout.header_size;
  const bool odd = fields.buffer_offset % 2 != 0;
  if ((!in_header && !odd) || layout.Ignores(field)) return;
  if (in_header) Add(RuleId::kFieldsInHeader, field, kBufferOffsetOffset, findings);
  const bool unicode = (layout.negotiate_flags.value_or(0) & flags::kUnicode) != 0;
  if (odd && unicode && field.text) {
    Add(RuleId::kFieldsOddOffset, field, kBufferOffsetOffset, findings);
  }
}

bool Overlap(const Fields& a, const Fields& b) {
  const uint64_t a_end = uint64_t{a.buffer_offset} + a.len;
  const uint64_t b_end = uint64_t{b.buffer_offset} + b.len;
  return a.len > 0 && b.len > 0 && a.buffer_offset < b_end && b.buffer_offset < a_end;
}

void ValidateOverlap(const MessageLayout& layout, absl::Span<const HeaderField> of_type,
                     FindingList* findings) {
  const auto& fields = layout.header_fields;
  for (size_t i = 1; i < layout.field_count; ++i) {
    for (size_t j = 0; j < i; ++j) {
      if (!Overlap(fields[i], fields[j])) continue;
      if (layout.Ignores(of_type[i]) || layout.Ignores(of_type[j])) continue;
      findings->Add(RuleId::kFieldsOverlap, of_type[i].at + kBufferOffsetOffset,
                    absl::StrCat(of_type[i].name, " shares bytes with ", of_type[j].name));
    }
  }
}

}  // namespace

void ValidateLayout(const MessageLayout& layout, FindingList* findings) {
  if (layout.header_size < HeaderWithoutVersion(layout.type)) {
    findings->Add(RuleId::kHeaderShort, layout.header_size);
  }
  const absl::Span<const HeaderField> of_type = HeaderFieldsOf(layout.type);
  for (size_t i = 0; i < layout.field_count; ++i) {
    ValidateField(layout, of_type[i], layout.header_fields[i], findings);
  }
  ValidateOverlap(layout, of_type, findings);
}

}  // namespace ntlmatrix::ntlm
