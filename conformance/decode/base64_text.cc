// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/base64_text.h"

#include <algorithm>
#include <cstdint>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"

#include "conformance/decode/dump_line.h"

namespace ntlmatrix::decode {
namespace {

// Fewer characters have no room for a signature.
constexpr size_t kFewestCharacters = 11;
// Nobody wraps shorter lines.
constexpr size_t kShortestWrapped = 40;
// More than these hold more bytes than are kept.
constexpr size_t kMostCharacters = kMostTextBytes / 3 * 4 + 8;
// How base64 begins whose bytes begin with the signature.
constexpr absl::string_view kSignature = "TlRMTVNTUA";

uint32_t Value(char c) {
  if (c >= 'A' && c <= 'Z') return static_cast<uint32_t>(c - 'A');
  if (c >= 'a' && c <= 'z') return static_cast<uint32_t>(c - 'a' + 26);
  if (c >= '0' && c <= '9') return static_cast<uint32_t>(c - '0' + 52);
  return c == '+' || c == '-' ? 62 : 63;
}

bool IsBlank(char c) { return c == ' ' || c == '\t'; }

}  // namespace

bool IsBase64Character(char c) {
  return absl::ascii_isalnum(static_cast<unsigned char>(c)) || c == '+' || c == '/' || c == '-' ||
         c == '_';
}

char TakeBase64Character(absl::string_view text, size_t* position) {
  const absl::string_view rest = text.substr(*position, 6);
  if (rest.empty()) return 0;
  if (IsBase64Character(rest[0]) || rest[0] == '=') {
    ++*position;
    return rest[0];
  }
  struct Escape {
    absl::string_view text;
    char character;
  };
  constexpr Escape kEscapes[] = {{"\\/", '/'},     {"%2b", '+'},     {"%2f", '/'},    {"%3d", '='},
                                 {"\\u002b", '+'}, {"\\u002f", '/'}, {"\\u003d", '='}};
  for (const Escape& escape : kEscapes) {
    if (!absl::StartsWithIgnoreCase(rest, escape.text)) continue;
    *position += escape.text.size();
    return escape.character;
  }
  return 0;
}

void Base64Text::TakeWord(const TextLine& line, size_t begin, size_t end) {
  parts_.push_back({line, begin, end, characters_.size()});
  for (size_t at = begin; at < end;) {
    const char c = TakeBase64Character(line.text, &at);
    padded_ = padded_ || c == '=' || c == 0;
    if (padded_) break;
    if (characters_.size() < kMostCharacters) characters_.push_back(c);
  }
  const absl::string_view after = line.text.substr(end);
  const bool ends_line = std::all_of(after.begin(), after.end(), IsBlank);
  const size_t length = characters_.size() - parts_.back().characters;
  if (padded_ || !ends_line || length < kShortestWrapped) Finish();
}

bool Base64Text::Continues(const TextLine& line, size_t begin, size_t end) const {
  if (!active() || parts_.back().line.number + 1 != line.number) return false;
  const absl::string_view before = line.text.substr(0, begin);
  const absl::string_view after = line.text.substr(end);
  if (!std::all_of(before.begin(), before.end(), IsBlank)) return false;
  if (!std::all_of(after.begin(), after.end(), IsBlank)) return false;
  // Lines are of one length but for the first, which may have something before, and the last.
  const Part& last = parts_.back();
  return parts_.size() == 1 || end - begin <= last.end - last.begin;
}

// Characters that do not make up a byte are left out.
bool Base64Text::Decode(size_t from) {
  text_.Clear();
  size_t part = 0;
  uint32_t bits = 0;
  size_t count = 0;
  for (size_t i = from; i < characters_.size(); ++i) {
    for (; part < parts_.size() && parts_[part].characters <= i; ++part) {
      text_.AddPart(parts_[part].line, parts_[part].begin, parts_[part].end);
    }
    bits = bits << 6 | Value(characters_[i]);
    count += 6;
    if (count < 8) continue;
    count -= 8;
    text_.Add(static_cast<uint8_t>(bits >> count));
  }
  return !text_.empty() && sink_("base64", text_);
}

void Base64Text::Finish() {
  if (characters_.size() >= kFewestCharacters && !Decode(0)) {
    // What is glued to it in front shifts the groups of four.
    const size_t inside = characters_.find(kSignature.data(), 1, kSignature.size());
    if (inside != std::string::npos) Decode(inside);
  }
  characters_.clear();
  parts_.clear();
  padded_ = false;
}

}  // namespace ntlmatrix::decode
