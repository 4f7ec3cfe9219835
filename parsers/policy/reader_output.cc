// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/reader_output.h"

#include <utility>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::policy {

void ReaderOutput::Deliver(const RegistryValue& value) {
  if (!status_.ok()) return;
  if (++value_count_ > kMaxValues) {
    status_ = AtPlace(
        absl::ResourceExhaustedError(absl::StrCat("more than ", kMaxValues, " registry values")),
        value.where);
    return;
  }
  values_(value);
}

void ReaderOutput::Report(absl::string_view id, Severity severity, std::string message,
                          std::string fix, const Place& place) {
  if (!status_.ok()) return;
  if (++finding_count_ > kMaxFindings) {
    status_ = AtPlace(absl::ResourceExhaustedError(
                          absl::StrCat("more than ", kMaxFindings, " findings; another format?")),
                      place);
    return;
  }
  findings_({id, severity, std::move(message), std::move(fix), place});
}

void ReaderOutput::ReportGuess(TextEncoding encoding, std::string fix) {
  const bool is_8_bit = encoding == TextEncoding::k8Bit;
  if (!is_8_bit && encoding != TextEncoding::kUtf16LittleEndianGuess &&
      encoding != TextEncoding::kUtf16BigEndianGuess) {
    return;
  }
  Report(is_8_bit ? "encoding-8-bit" : "encoding-guessed", Severity::kWarning,
         absl::StrCat("read as ", TextEncodingName(encoding)), std::move(fix));
}

absl::Status CheckStoreSize(size_t size, size_t max_size, absl::string_view what) {
  if (size == 0) return absl::InvalidArgumentError("the file is empty");
  if (size <= max_size) return absl::OkStatus();
  return absl::ResourceExhaustedError(
      absl::StrCat(what, " of ", size, " bytes is over the limit of ", max_size));
}

}  // namespace ntlmatrix::policy
