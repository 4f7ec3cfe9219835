// SPDX-License-Identifier: Apache-2.0

#include "parsers/ntlm/message_writer.h"

#include <limits>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::ntlm {

Fields MessageWriter::Place(absl::string_view name, Bytes value) {
  if (value.size() > std::numeric_limits<uint16_t>::max()) {
    if (status_.ok()) {
      status_ = absl::ResourceExhaustedError(absl::StrCat(
          name, " has ", value.size(), " bytes, more than the 65535 that Len can say"));
    }
    return Fields();
  }
  const auto len = static_cast<uint16_t>(value.size());
  const Fields fields = {len, len, static_cast<uint32_t>(end_)};
  values_.at(value_count_++) = value;
  end_ += value.size();
  return fields;
}

void MessageWriter::WritePrologue(MessageType type) {
  message_.Reserve(end_);
  message_.WriteBytes(kSignature);
  message_.WriteU32(static_cast<uint32_t>(type));
}

void MessageWriter::WriteFields(const Fields& fields) {
  message_.WriteU16(fields.len);
  message_.WriteU16(fields.max_len);
  message_.WriteU32(fields.buffer_offset);
}

void MessageWriter::WriteOptional(const std::optional<uint32_t>& value) {
  if (!Ended()) message_.WriteU32(value.value_or(0));
}

void MessageWriter::WriteOptional(const std::optional<Challenge>& value) {
  if (!Ended()) message_.WriteBytes(value.value_or(Challenge{}));
}

void MessageWriter::WriteOptional(const std::optional<Hash>& value) {
  if (!Ended()) message_.WriteBytes(value.value_or(Hash{}));
}

void MessageWriter::WriteOptional(const std::optional<Version>& value) {
  if (Ended()) return;
  const Version version = value.value_or(Version{});
  message_.WriteU8(version.product_major_version);
  message_.WriteU8(version.product_minor_version);
  message_.WriteU16(version.product_build);
  message_.WriteBytes(version.reserved);
  message_.WriteU8(version.ntlm_revision_current);
}

void MessageWriter::WriteOptionalFields(const Fields& fields) {
  if (!Ended()) WriteFields(fields);
}

absl::StatusOr<std::vector<uint8_t>> MessageWriter::Finish() {
  if (!status_.ok()) return status_;
  for (size_t i = 0; i < value_count_; ++i) message_.WriteBytes(values_[i]);
  return message_.Take();
}

}  // namespace ntlmatrix::ntlm
