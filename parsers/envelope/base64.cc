// SPDX-License-Identifier: Apache-2.0

#include "parsers/envelope/base64.h"

#include <optional>

#include "absl/status/status.h"
#include "absl/strings/ascii.h"
#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"

namespace ntlmatrix::envelope {
namespace {

// In the order of their values, RFC 4648 table 1.
constexpr absl::string_view kAlphabet =
    "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

// How a text is made up, as far as its first fault.
struct Shape {
  size_t characters = 0;  // of the alphabet
  size_t last = 0;        // where the last of them is
  size_t padding = 0;
  std::optional<size_t> space;  // the first
  size_t fault = 0;             // where `reason` applies
  absl::string_view reason;     // empty without a fault
};

bool InAlphabet(char c) {
  return absl::ascii_isalnum(static_cast<uint8_t>(c)) || c == '+' || c == '/';
}

// Why `c` can not come next; empty when it can.
absl::string_view Refuse(char c, const Shape& shape) {
  const size_t in_group = (shape.characters + shape.padding) % 4;
  if (c == '=') return in_group < 2 ? "is padding where none is due" : "";
  if (!InAlphabet(c)) return "is not in the alphabet";
  return shape.padding > 0 ? "comes after the padding" : "";
}

Shape Measure(absl::string_view text) {
  Shape shape;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (absl::ascii_isspace(static_cast<uint8_t>(c))) {
      if (!shape.space.has_value()) shape.space = i;
      continue;
    }
    shape.fault = i;
    shape.reason = Refuse(c, shape);
    if (!shape.reason.empty()) return shape;
    if (c == '=') {
      ++shape.padding;
    } else {
      ++shape.characters;
      shape.last = i;
    }
  }
  if (shape.characters % 4 == 1) shape.reason = "is alone in its group";
  return shape;
}

std::string FaultText(absl::string_view text, const Shape& shape, size_t offset) {
  return absl::StrCat("Base64: byte 0x",
                      absl::Hex(static_cast<uint8_t>(text[shape.fault]), absl::kZeroPad2),
                      " at offset ", offset + shape.fault, " ", shape.reason);
}

// The bits of the last character that belong to no byte.
size_t PadBits(absl::string_view text, const Shape& shape) {
  const size_t in_group = shape.characters % 4;
  if (in_group == 0) return 0;
  return kAlphabet.find(text[shape.last]) & (in_group == 2 ? 0xF : 0x3);
}

}  // namespace

absl::StatusOr<std::vector<uint8_t>> DecodeBase64(absl::string_view text, size_t offset) {
  const Shape shape = Measure(text);
  if (!shape.reason.empty()) return absl::InvalidArgumentError(FaultText(text, shape, offset));
  // Abseil takes all of the padding or none, and never says what is wrong.
  const size_t end = shape.characters == 0 ? 0 : shape.last + 1;
  std::string bytes;
  if (!absl::Base64Unescape(absl::ClippedSubstr(text, 0, end), &bytes)) {
    return absl::InvalidArgumentError(absl::StrCat("Base64: unreadable from offset ", offset));
  }
  return std::vector<uint8_t>(bytes.begin(), bytes.end());
}

std::vector<Finding> ValidateBase64(absl::string_view text, size_t offset) {
  const Shape shape = Measure(text);
  std::vector<Finding> findings;
  if (shape.space.has_value()) {
    findings.push_back({"base64-space", "RFC 4648 3.3", Severity::kError, offset + *shape.space,
                        "white space in base64"});
  }
  if (!shape.reason.empty()) {
    findings.push_back({"base64-unreadable", "RFC 4648 4", Severity::kError, offset + shape.fault,
                        FaultText(text, shape, offset)});
    return findings;
  }
  if (PadBits(text, shape) != 0) {
    findings.push_back({"base64-pad-bits", "RFC 4648 3.5", Severity::kError, offset + shape.last,
                        "the last character has bits that belong to no byte and are not zero"});
  }
  const size_t missing = (4 - (shape.characters + shape.padding) % 4) % 4;
  if (missing != 0) {
    findings.push_back({"base64-padding", "RFC 4648 3.2", Severity::kError, offset + text.size(),
                        absl::StrCat("padding of ", missing, " '=' is missing")});
  }
  return findings;
}

std::string EncodeBase64(Bytes bytes) {
  return absl::Base64Escape(std::string(bytes.begin(), bytes.end()));
}

}  // namespace ntlmatrix::envelope
