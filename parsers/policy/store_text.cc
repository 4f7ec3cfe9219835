// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/store_text.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <utility>

#include "absl/strings/str_cat.h"

#include "parsers/bytes/byte_reader.h"
#include "parsers/bytes/utf16.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::policy {
namespace {

// A view of bytes [from, to), which must lie inside `bytes`.
Bytes Slice(Bytes bytes, size_t from, size_t to) {
  Bytes slice;
  ByteReader reader(bytes);
  return reader.ReadAt(from, to - from, &slice) ? slice : Bytes();
}

bool StartsWith(Bytes bytes, Bytes prefix) { return ByteReader(bytes).Expect(prefix); }

// The encoding, and in `*mark` the size of its byte order mark.
TextEncoding Detect(Bytes bytes, size_t* mark) {
  *mark = 2;
  if (StartsWith(bytes, {0xFF, 0xFE})) return TextEncoding::kUtf16LittleEndian;
  if (StartsWith(bytes, {0xFE, 0xFF})) return TextEncoding::kUtf16BigEndian;
  *mark = 3;
  if (StartsWith(bytes, {0xEF, 0xBB, 0xBF})) return TextEncoding::kUtf8WithMark;
  *mark = 0;
  if (bytes.size() >= 4) {
    const bool zero[] = {bytes[0] == 0, bytes[1] == 0, bytes[2] == 0, bytes[3] == 0};
    if (!zero[0] && zero[1] && !zero[2] && zero[3]) return TextEncoding::kUtf16LittleEndianGuess;
    if (zero[0] && !zero[1] && zero[2] && !zero[3]) return TextEncoding::kUtf16BigEndianGuess;
  }
  return TextEncoding::kUtf8;
}

absl::Status BadText(absl::string_view what, size_t offset) {
  return AtPlace(absl::InvalidArgumentError(absl::StrCat(what, " at byte offset ", offset)),
                 Place::Offset(offset));
}

bool IsAscii(Bytes bytes) {
  uint8_t bits = 0;
  for (const uint8_t byte : bytes) bits |= byte;
  return bits < 0x80;
}

void DecodeUtf16(Bytes bytes, size_t mark, Endian endian, StoreText* out) {
  const Bytes body = Slice(bytes, mark, bytes.size());
  if (auto text = Utf16ToUtf8(body, endian); text.ok()) {
    out->utf8 = *std::move(text);
    return;
  }
  const size_t bad = FindInvalidUtf16(body, endian);
  out->utf8 = Utf16ToUtf8(Slice(body, 0, bad), endian).value_or("");
  out->error = BadText(bad + 1 == body.size() ? "half a UTF-16 code unit" : "lone UTF-16 surrogate",
                       mark + bad);
}

std::string Latin1ToUtf8(absl::string_view text) {
  std::string out;
  out.reserve(text.size() + text.size() / 4);
  const auto is_ascii = [](char c) { return static_cast<uint8_t>(c) < 0x80; };
  while (!text.empty()) {
    const auto ascii = std::find_if_not(text.begin(), text.end(), is_ascii) - text.begin();
    out.append(text.begin(), text.begin() + ascii);
    text.remove_prefix(static_cast<size_t>(ascii));
    if (text.empty()) break;
    const auto byte = static_cast<uint8_t>(text.front());
    out.push_back(static_cast<char>(0xC0 | byte >> 6));
    out.push_back(static_cast<char>(0x80 | (byte & 0x3F)));
    text.remove_prefix(1);
  }
  return out;
}

void DecodeUtf8(Bytes bytes, size_t mark, StoreText* out) {
  const Bytes body = Slice(bytes, mark, bytes.size());
  out->utf8 = std::string(body.begin(), body.end());
  if (IsAscii(body)) return;
  const size_t bad = FindInvalidUtf8(out->utf8);
  if (bad == out->utf8.size()) return;
  if (out->encoding == TextEncoding::kUtf8) {
    out->encoding = TextEncoding::k8Bit;
    out->utf8 = Latin1ToUtf8(out->utf8);
    return;
  }
  out->utf8.resize(bad);
  out->error = BadText("malformed UTF-8", mark + bad);
}

// U+0000 ends the text: no store may hold it, and readers disagree on what follows it.
void StopAtNul(Bytes bytes, size_t mark, StoreText* out) {
  const size_t nul = out->utf8.find('\0');
  if (nul == std::string::npos) return;
  out->utf8.resize(nul);
  size_t offset = mark;
  if (IsUtf16(out->encoding)) {
    while (offset + 1 < bytes.size() && (bytes[offset] != 0 || bytes[offset + 1] != 0)) offset += 2;
  } else {
    while (offset < bytes.size() && bytes[offset] != 0) ++offset;
  }
  out->error = BadText("character U+0000", offset);
}

}  // namespace

absl::string_view TextEncodingName(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf16LittleEndian:
      return "UTF-16LE";
    case TextEncoding::kUtf16BigEndian:
      return "UTF-16BE";
    case TextEncoding::kUtf8WithMark:
      return "UTF-8 with byte order mark";
    case TextEncoding::kUtf8:
      return "UTF-8 without byte order mark";
    case TextEncoding::kUtf16LittleEndianGuess:
      return "UTF-16LE without byte order mark";
    case TextEncoding::kUtf16BigEndianGuess:
      return "UTF-16BE without byte order mark";
    case TextEncoding::k8Bit:
      return "8-bit text in an unnamed code page";
  }
  return "";
}

bool IsUtf16(TextEncoding encoding) {
  switch (encoding) {
    case TextEncoding::kUtf16LittleEndian:
    case TextEncoding::kUtf16BigEndian:
    case TextEncoding::kUtf16LittleEndianGuess:
    case TextEncoding::kUtf16BigEndianGuess:
      return true;
    default:
      return false;
  }
}

StoreText DecodeStoreText(Bytes bytes) {
  StoreText out;
  size_t mark = 0;
  out.encoding = Detect(bytes, &mark);
  switch (out.encoding) {
    case TextEncoding::kUtf16LittleEndian:
    case TextEncoding::kUtf16LittleEndianGuess:
      DecodeUtf16(bytes, mark, Endian::kLittle, &out);
      break;
    case TextEncoding::kUtf16BigEndian:
    case TextEncoding::kUtf16BigEndianGuess:
      DecodeUtf16(bytes, mark, Endian::kBig, &out);
      break;
    default:
      DecodeUtf8(bytes, mark, &out);
  }
  StopAtNul(bytes, mark, &out);
  return out;
}

StoreText DecodeStoreHead(Bytes bytes, size_t size) {
  return DecodeStoreText(Slice(bytes, 0, std::min(bytes.size(), size)));
}

absl::string_view WholeLines(const StoreText& text) {
  const absl::string_view utf8 = text.utf8;
  return text.error.ok() ? utf8 : utf8.substr(0, utf8.rfind('\n') + 1);
}

absl::Status TextErrorAtLine(const StoreText& text) {
  if (text.error.ok()) return absl::OkStatus();
  const auto line_ends = std::count(text.utf8.begin(), text.utf8.end(), '\n');
  return AtPlace(absl::Status(text.error.code(), text.error.message()),
                 Place::Line(static_cast<uint64_t>(line_ends) + 1));
}

}  // namespace ntlmatrix::policy
