// SPDX-License-Identifier: Apache-2.0

#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/escaping.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"

#include "conformance/decode/byte_tokens.h"
#include "conformance/decode/describe.h"
#include "conformance/decode/token_text.h"
#include "fuzz/check.h"

namespace {

using ntlmatrix::Bytes;
using ntlmatrix::decode::Token;
using Messages = std::vector<std::vector<uint8_t>>;

// The messages in an input; checks that the places are in it and that they are described.
Messages Find(Bytes input) {
  Messages messages;
  ntlmatrix::decode::FindTokens(input, [&](Token token) {
    FUZZ_CHECK(token.place.offset <= input.size());
    FUZZ_CHECK(token.place.length <= input.size() - token.place.offset);
    FUZZ_CHECK(!ntlmatrix::decode::DescribeMessage(token.bytes).empty());
    messages.push_back(std::move(token.bytes));
    return true;
  });
  return messages;
}

Messages Find(const std::string& text) {
  return Find(Bytes(reinterpret_cast<const uint8_t*>(text.data()), text.size()));
}

std::string Dump(Bytes data) {
  std::string text;
  for (size_t at = 0; at < data.size(); at += 16) {
    absl::StrAppendFormat(&text, "%08x  ", at);
    std::string characters;
    for (size_t i = at; i < at + 16; ++i) {
      absl::StrAppend(&text, i == at + 8 ? " " : "");
      if (i >= data.size()) {
        absl::StrAppend(&text, "   ");
        continue;
      }
      absl::StrAppendFormat(&text, "%02x ", data[i]);
      characters.push_back(data[i] >= 0x20 && data[i] < 0x7F ? static_cast<char>(data[i]) : '.');
    }
    absl::StrAppend(&text, " ", characters, "\n");
  }
  return text;
}

}  // namespace

// Messages found in bytes are found again, byte for byte, in hexadecimal digits, base64 and a
// hexdump of the same bytes, and every place lies in its input.
extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  Messages messages;
  ntlmatrix::decode::FindByteTokens(Bytes(data, size), [&](const auto& token) {
    const uint8_t* const begin = data + token.offset;
    messages.emplace_back(begin, begin + token.size);
    return true;
  });
  (void)Find(Bytes(data, size));
  if (messages.empty()) return 0;
  const absl::string_view bytes(reinterpret_cast<const char*>(data), size);
  FUZZ_CHECK(Find(absl::BytesToHexString(bytes)) == messages);
  FUZZ_CHECK(Find(absl::Base64Escape(bytes)) == messages);
  FUZZ_CHECK(Find(Dump(Bytes(data, size))) == messages);
  return 0;
}
