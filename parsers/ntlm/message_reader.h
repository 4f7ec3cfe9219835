// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_NTLM_MESSAGE_READER_H_
#define NTLMATRIX_PARSERS_NTLM_MESSAGE_READER_H_

#include <cstddef>
#include <cstdint>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/bytes.h"
#include "parsers/ntlm/message_layout.h"
#include "parsers/ntlm/message_type.h"
#include "parsers/ntlm/negotiate_flags.h"
#include "parsers/ntlm/types.h"
#include "parsers/ntlm/version.h"

namespace ntlmatrix::ntlm {

// Reads the header of a message in wire order, following each Fields into the payload.
//
// Historic senders leave out members at the end of the header and nothing in the message says
// so. The header ends where the payload of the first non-empty value begins, or with the message;
// a value that begins before `smallest_header` says nothing. Optional reads end there: they
// succeed without a value, and so do all later ones.
class MessageReader {
 public:
  // Records what it reads in `layout`, unless that is null.
  MessageReader(Bytes message, size_t smallest_header, MessageLayout* layout)
      : reader_(message),
        smallest_header_(smallest_header),
        header_end_(message.size()),
        layout_(layout) {
    if (layout_ == nullptr) return;
    layout_->field_count = 0;
    layout_->header_fields = {};
  }

  // Signature and MessageType.
  [[nodiscard]] bool ReadPrologue(MessageType type);
  [[nodiscard]] bool ReadU32(uint32_t* out) { return reader_.ReadU32(out); }
  [[nodiscard]] bool CopyBytes(absl::Span<uint8_t> out) { return reader_.CopyBytes(out); }
  // The value that a Fields points to, anywhere in the message; empty when Len is zero.
  [[nodiscard]] bool ReadFields(Bytes* out);

  [[nodiscard]] bool ReadOptional(std::optional<uint32_t>* out);
  [[nodiscard]] bool ReadOptional(std::optional<Challenge>* out);
  [[nodiscard]] bool ReadOptional(std::optional<Hash>* out);
  [[nodiscard]] bool ReadOptional(std::optional<Version>* out);
  [[nodiscard]] bool ReadOptionalFields(std::optional<Bytes>* out);

  // Completes the layout after the last member.
  void FinishLayout(MessageType type, std::optional<NegotiateFlags> negotiate_flags);

  absl::Status error(absl::string_view what) const { return reader_.error(what); }

 private:
  // Whether the header has `size` more bytes; if not it ends here for good.
  bool HasRoom(size_t size);

  ByteReader reader_;
  size_t smallest_header_;
  size_t header_end_;
  MessageLayout* layout_;
};

}  // namespace ntlmatrix::ntlm

#include "parsers/ntlm/message_reader_inline.h"

#endif  // NTLMATRIX_PARSERS_NTLM_MESSAGE_READER_H_
