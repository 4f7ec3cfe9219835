// SPDX-License-Identifier: Apache-2.0

#include "conformance/decode/token_text.h"

#include <algorithm>
#include <cstdint>
#include <string>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/string_view.h"

#include "conformance/decode/base64_text.h"
#include "conformance/decode/byte_tokens.h"
#include "conformance/decode/dump_text.h"
#include "conformance/decode/envelope.h"
#include "conformance/decode/hex_text.h"
#include "conformance/decode/http_words.h"
#include "conformance/decode/text_bytes.h"

namespace ntlmatrix::decode {
namespace {

constexpr size_t kNotableWord = 24;

// Where a word ends with what is escaped in it and the padding behind it.
size_t Base64End(absl::string_view text, size_t at) {
  bool padding = false;
  while (at < text.size()) {
    size_t next = at;
    const char c = TakeBase64Character(text, &next);
    if (c == 0 || (padding && c != '=')) break;
    padding = c == '=';
    at = next;
  }
  return at;
}

// The envelope of bytes out of digits.
Envelope DigitsEnvelope(absl::string_view form, const TextBytes& text) {
  Envelope envelope = {std::string(form)};
  if (text.odd_digit()) {
    envelope.findings.push_back(
        {"hex-odd-digit", "RFC 4648 8", Severity::kNote, 2 * text.size(),
         "an odd number of hexadecimal digits: the last one is half a byte and left out"});
  }
  return envelope;
}

std::vector<uint8_t> Copy(Bytes bytes, const ByteToken& token) {
  const auto begin = bytes.begin() + static_cast<ptrdiff_t>(token.offset);
  return {begin, begin + static_cast<ptrdiff_t>(token.size)};
}

// What bytes a text may stand for. Bytes out of digits are searched for base64 alone: one level
// deep, and without the zeros that a dump may leave out, so that the work stays linear.
enum class Forms { kAll, kBase64 };

// Goes over a text line by line.
class TextScanner {
 public:
  TextScanner(absl::string_view input, TokenSink sink, SearchResult* result, Forms forms)
      : input_(input), sink_(sink), result_(result), forms_(forms) {}

  // Searches the lines of the input from where the last call ended.
  void Scan(size_t end) {
    while (position_ < end && !result_->stopped) {
      const size_t line_end = std::min(input_.find('\n', position_), end);
      absl::string_view text = input_.substr(position_, line_end - position_);
      if (!text.empty() && text.back() == '\r') text.remove_suffix(1);
      ScanLine({text, position_, line_ + 1});
      const bool whole = line_end < end;
      position_ = line_end + (whole ? 1 : 0);
      line_ += whole ? 1 : 0;
    }
    FinishAll();
  }

  // Goes on behind bytes that are no text.
  void SkipTo(size_t end) {
    const absl::string_view skipped = input_.substr(position_, end - position_);
    line_ += static_cast<size_t>(std::count(skipped.begin(), skipped.end(), '\n'));
    position_ = end;
  }

  size_t lines() const { return line_ + 1; }

 private:
  void ScanLine(const TextLine& line) {
    if (forms_ == Forms::kAll && dump_.Take(line)) {
      hex_.Finish();
      base64_.Finish();
      return;
    }
    for (size_t at = 0; at < line.text.size() && !result_->stopped;) {
      const size_t begin = at;
      const char c = TakeBase64Character(line.text, &at);
      const size_t comment = CommentEnd(line, begin);
      if (comment > begin) {
        at = comment;
      } else if (c == 0 || c == '=') {
        if (!HexText::IsSeparator(line.text[begin])) hex_.Break(line);
        at = begin + 1;
      } else {
        while (at < line.text.size() && IsBase64Character(line.text[at])) ++at;
        at = TakeWord(line, begin, at);
      }
    }
  }

  // Where a comment in a source text ends that begins here; `begin` where none does.
  size_t CommentEnd(const TextLine& line, size_t begin) const {
    if (!hex_.active() || !hex_.is_source()) return begin;
    const absl::string_view rest = line.text.substr(begin);
    if (absl::StartsWith(rest, "#") || absl::StartsWith(rest, "//")) return line.text.size();
    if (!absl::StartsWith(rest, "/*")) return begin;
    const size_t end = rest.find("*/");
    return end == absl::string_view::npos ? line.text.size() : begin + end + 2;
  }

  // Takes the word whose plain characters end at `end`; returns where the word ends.
  size_t TakeWord(const TextLine& line, size_t begin, size_t end) {
    const size_t base64_end = Base64End(line.text, end);
    if (base64_.Continues(line, begin, base64_end)) {
      base64_.TakeWord(line, begin, base64_end);
      return base64_end;
    }
    base64_.Finish();
    if (forms_ == Forms::kAll && hex_.TakeWord(line, begin, end)) return end;
    hex_.Break(line);
    if (base64_end - begin >= kNotableWord) ++result_->base64_words;
    base64_.TakeWord(line, begin, base64_end);
    return base64_end;
  }

  void FinishAll() {
    dump_.Finish();
    hex_.Finish();
    base64_.Finish();
  }

  bool SearchText(absl::string_view form, const TextBytes& text) {
    if (result_->stopped) return true;
    if (form == "hex") ++result_->hex_runs;
    if (form == "hexdump") ++result_->dumps;
    if (text.cut()) result_->cut.push_back(text.Place());
    bool found = false;
    FindByteTokens(text.bytes(), [&](const ByteToken& token) {
      found = true;
      const TokenPlace place = text.PlaceOf(token.offset, token.size);
      std::vector<Envelope> envelopes = {form == "base64" ? Base64Envelope(input_, place.offset)
                                                          : DigitsEnvelope(form, text)};
      envelopes.insert(envelopes.end(), token.envelopes.begin(), token.envelopes.end());
      ++result_->tokens;
      result_->stopped = !sink_({place, std::move(envelopes), Copy(text.bytes(), token)});
      return !result_->stopped;
    });
    if (!found && form != "base64") found = SearchInside(form, text);
    if (!found && !result_->other_mechanisms) {
      result_->other_mechanisms = OtherMechanisms(text.bytes());
    }
    return found;
  }

  // Searches bytes out of digits as a text: a packet may carry an HTTP header.
  bool SearchInside(absl::string_view form, const TextBytes& text) {
    const size_t before = result_->tokens;
    const absl::string_view inside(reinterpret_cast<const char*>(text.bytes().data()), text.size());
    const auto sink = [&](Token token) {
      token.place = text.PlaceOf(token.place.offset, token.place.length);
      token.envelopes.insert(token.envelopes.begin(), DigitsEnvelope(form, text));
      return sink_(std::move(token));
    };
    TextScanner(inside, sink, result_, Forms::kBase64).Scan(inside.size());
    return result_->tokens > before;
  }

  absl::string_view input_;
  TokenSink sink_;
  SearchResult* result_;
  Forms forms_;
  size_t position_ = 0;
  size_t line_ = 0;  // line ends before position_
  // Kept as an object, since a FunctionRef does not keep what it refers to.
  struct Search {
    TextScanner* scanner;
    bool operator()(absl::string_view form, const TextBytes& text) const {
      return scanner->SearchText(form, text);
    }
  };
  Search search_{this};
  DumpText dump_{search_};
  HexText hex_{search_};
  Base64Text base64_{search_};
};

enum class ByteOrderMark { kNone, kLittle, kBig };

ByteOrderMark MarkOf(Bytes input) {
  if (input.size() < 2) return ByteOrderMark::kNone;
  if (input[0] == 0xFF && input[1] == 0xFE) return ByteOrderMark::kLittle;
  if (input[0] == 0xFE && input[1] == 0xFF) return ByteOrderMark::kBig;
  return ByteOrderMark::kNone;
}

// Tokens are written in ASCII: one byte stands for each unit of UTF-16, others for 0x1A.
std::string Narrowed(Bytes units, ByteOrderMark mark) {
  std::string text;
  text.reserve(units.size() / 2);
  for (size_t i = 2; i + 1 < units.size(); i += 2) {
    const uint8_t low = units[mark == ByteOrderMark::kLittle ? i : i + 1];
    const uint8_t high = units[mark == ByteOrderMark::kLittle ? i + 1 : i];
    text.push_back(high == 0 && low < 0x80 ? static_cast<char>(low) : '\x1A');
  }
  return text;
}

SearchResult FindInUtf16(Bytes input, ByteOrderMark mark, TokenSink sink) {
  SearchResult result;
  result.is_utf16 = true;
  const std::string text = Narrowed(input, mark);
  const auto widened = [&](Token token) {
    token.place.offset = 2 + 2 * token.place.offset;
    token.place.length *= 2;
    return sink(std::move(token));
  };
  TextScanner scanner(text, widened, &result, Forms::kAll);
  scanner.Scan(text.size());
  result.lines = scanner.lines();
  return result;
}

}  // namespace

SearchResult FindTokens(Bytes input, TokenSink sink) {
  const ByteOrderMark mark = MarkOf(input);
  if (mark != ByteOrderMark::kNone) return FindInUtf16(input, mark, sink);
  SearchResult result;
  const absl::string_view text(reinterpret_cast<const char*>(input.data()), input.size());
  TextScanner scanner(text, sink, &result, Forms::kAll);
  FindByteTokens(input, [&](const ByteToken& token) {
    scanner.Scan(token.offset);
    if (result.stopped) return false;
    scanner.SkipTo(token.offset + token.size);
    ++result.tokens;
    const TokenPlace place = {token.offset, token.size, 0};
    result.stopped = !sink({place, token.envelopes, Copy(input, token)});
    return !result.stopped;
  });
  scanner.Scan(text.size());
  result.lines = scanner.lines();
  if (result.tokens == 0 && !result.other_mechanisms) {
    result.other_mechanisms = OtherMechanisms(input);
  }
  return result;
}

}  // namespace ntlmatrix::decode
