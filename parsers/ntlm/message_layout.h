// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_MESSAGE_LAYOUT_H_
#define NTLMATRIX_PARSERS_NTLM_MESSAGE_LAYOUT_H_

#include <array>
#include <cstddef>
#include <optional>

#include "absl/container/inlined_vector.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/fields.h"
#include "parsers/ntlm/header_fields.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/negotiate_flags.h"

namespace ntlmatrix::ntlm {

// A Fields of a header and where it points.
struct PlacedField {
  absl::string_view name;  // of the value, "TargetName"; static storage
  size_t at = 0;           // of the Fields, from the start of the message
  Fields fields;
  bool ignored = false;  // a receiver must ignore it, since its flag is clear
  bool fits = false;     // the value is empty or lies inside the message
};

// Where a message has its members, [MS-NLMP] 2.2.1.1, 2.2.1.2 and 2.2.1.3.
//
// It can be had of messages that Parse() refuses, for values outside of them. Of those it takes,
// Parse() itself can say the same, without a second walk.
struct MessageLayout {
  MessageType type = MessageType::kNegotiate;
  size_t message_size = 0;
  size_t header_size = 0;                         // by the rule of message_reader.h
  std::optional<NegotiateFlags> negotiate_flags;  // nullopt where the header ends before them
  // Those of HeaderFieldsOf(type) that the header has room for, `field_count` of them; then zeros.
  std::array<Fields, kMostHeaderFields> header_fields = {};
  size_t field_count = 0;

  // InvalidArgument without signature, with another MessageType, or when the smallest header that
  // Parse() takes does not fit.
  static absl::StatusOr<MessageLayout> Parse(Bytes message);

  // The Fields that the header has room for, in wire order.
  absl::InlinedVector<PlacedField, kMostHeaderFields> fields() const;

  // The one with this name, or nullopt.
  std::optional<PlacedField> Find(absl::string_view name) const;

  // Whether a receiver must ignore a Fields of the header for want of its flag.
  bool Ignores(const HeaderField& field) const {
    return field.ignored_without != 0 && negotiate_flags.has_value() &&
           (*negotiate_flags & field.ignored_without) == 0;
  }

  bool operator==(const MessageLayout&) const = default;
};

// Of no message: it has a place for nothing.
extern const MessageLayout kNoLayout;

// InvalidArgument without signature or with another MessageType.
absl::StatusOr<MessageType> MessageTypeOf(Bytes message);

}  // namespace ntlmatrix::ntlm

#endif  // NTLMATRIX_PARSERS_NTLM_MESSAGE_LAYOUT_H_
