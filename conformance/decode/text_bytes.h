// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_DECODE_TEXT_BYTES_H_
#define NTLMATRIX_CONFORMANCE_DECODE_TEXT_BYTES_H_

#include <cstddef>
#include <cstdint>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/strings/string_view.h"

#include "conformance/decode/token.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::decode {

// One line of an input, without its line end.
struct TextLine {
  absl::string_view text;
  size_t offset = 0;  // from the start of the input
  size_t number = 0;  // from 1
};

// More bytes than these are not kept of one dump, run of hexadecimal digits or base64 text.
inline constexpr size_t kMostTextBytes = size_t{4} << 20;

// Bytes that a text stands for, and where in the input that text is, to the line or closer.
class TextBytes {
 public:
  // Says that the text of the bytes that are added next begins and ends here in a line.
  void AddPart(const TextLine& line, size_t begin, size_t end);

  // Adds a byte, unless there are kMostTextBytes.
  void Add(uint8_t byte);
  void Add(Bytes bytes);

  // Says that one more hexadecimal digit stands behind the bytes, half of another byte.
  void SetOddDigit() { odd_digit_ = true; }
  bool odd_digit() const { return odd_digit_; }

  bool empty() const { return bytes_.empty(); }
  size_t size() const { return bytes_.size(); }
  Bytes bytes() const { return bytes_; }
  // Whether bytes were left out because there are too many.
  bool cut() const { return cut_; }

  // Where the text of some of the bytes is; `size` is not zero.
  TokenPlace PlaceOf(size_t offset, size_t size) const;
  // Where all of the text is; at least one part has been added.
  TokenPlace Place() const;

  // Takes back all but the first `size` bytes.
  void Truncate(size_t size);

  // Exchanges the bytes of each pair.
  void SwapPairs();
  void Clear();

 private:
  struct Part {
    size_t first_byte;
    TokenPlace place;
  };

  const Part& PartOf(size_t byte) const;

  std::vector<uint8_t> bytes_;
  std::vector<Part> parts_;
  bool cut_ = false;
  bool odd_digit_ = false;
};

// Takes the bytes of a text; returns whether there was a token in them.
using TextBytesSink = absl::FunctionRef<bool(absl::string_view form, const TextBytes& text)>;

}  // namespace ntlmatrix::decode

#endif  // NTLMATRIX_CONFORMANCE_DECODE_TEXT_BYTES_H_
