// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_ENVELOPE_BASE64_H_
#define NTLMATRIX_PARSERS_ENVELOPE_BASE64_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/bytes.h"
#include "parsers/bytes/finding.h"

namespace ntlmatrix::envelope {

// What a text in base64 stands for, RFC 4648 4.
//
// Fails where the text stands for no bytes: at a byte outside the alphabet (base64url has another
// one), at data after padding, at padding where none is due, at a group of one character. The
// InvalidArgument status names that byte and its offset, counted from `offset`: where `text` begins
// in what the user knows. White space, missing padding and pad bits that are not zero are read
// over.
absl::StatusOr<std::vector<uint8_t>> DecodeBase64(absl::string_view text, size_t offset = 0);

// Departures from RFC 4648, offsets counted as above: what DecodeBase64() reads over, or the one
// place where it fails. Without a finding EncodeBase64() gives the same text back.
std::vector<Finding> ValidateBase64(absl::string_view text, size_t offset = 0);

// With padding and without white space.
std::string EncodeBase64(Bytes bytes);

}  // namespace ntlmatrix::envelope

#endif  // NTLMATRIX_PARSERS_ENVELOPE_BASE64_H_
