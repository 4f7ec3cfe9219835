// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/reg_data.h"

#include "absl/strings/match.h"
#include "absl/strings/strip.h"

#include "parsers/policy/blanks.h"
#include "parsers/policy/registry_value.h"

namespace ntlmatrix::policy {
namespace {

constexpr int kNoDigit = -1;

// The value of a hexadecimal digit. Digits are as good as random, so that branches would cost much.
int HexDigit(char c) {
  const int digit = c - '0', letter = (c | 0x20) - 'a';
  const int is_digit = digit >= 0 && digit <= 9, is_letter = letter >= 0 && letter <= 5;
  return is_digit * (digit + 1) + is_letter * (letter + 11) + kNoDigit;
}

// Moves past the hexadecimal digits at the beginning and returns how many there are; `*number` is
// made of the last eight.
size_t ConsumeHexDigits(absl::string_view* text, uint32_t* number) {
  size_t digits = 0;
  *number = 0;
  for (; digits < text->size() && HexDigit((*text)[digits]) != kNoDigit; ++digits) {
    *number = *number << 4 | static_cast<uint32_t>(HexDigit((*text)[digits]));
  }
  text->remove_prefix(digits);
  return digits;
}

// Whether nothing or a comment follows.
bool Ends(absl::string_view text) {
  text = TrimLeadingBlanks(text);
  return text.empty() || text.front() == ';';
}

RegData Unreadable(absl::string_view problem) {
  RegData data;
  data.problem = problem;
  return data;
}

RegData ReadString(absl::string_view line) {
  const size_t end = FindClosingQuote(line);
  if (end != absl::string_view::npos && !Ends(line.substr(end + 1))) {
    return Unreadable("text after the closing quote");
  }
  RegData data;
  if (end == absl::string_view::npos) {
    data.problem = "a string without closing quote";
    data.open_string = true;
    return data;
  }
  data.form = RegData::Form::kString;
  data.type = kRegSz;
  data.text = line.substr(0, end + 1);
  return data;
}

RegData ReadDword(absl::string_view line) {
  RegData data;
  line = TrimLeadingBlanks(line);
  data.digits = ConsumeHexDigits(&line, &data.number);
  if (data.digits == 0) return Unreadable("`dword:` without a hexadecimal digit");
  if (data.digits > 8) return Unreadable("`dword:` with more than eight digits");
  if (!Ends(line)) return Unreadable("`dword:` with more than hexadecimal digits");
  data.form = RegData::Form::kDword;
  data.type = kRegDword;
  return data;
}

RegData ReadHex(absl::string_view line) {
  RegData data;
  data.form = RegData::Form::kHex;
  data.type = kRegBinary;
  if (absl::ConsumePrefix(&line, "(")) {
    const size_t digits = ConsumeHexDigits(&line, &data.type);
    if (digits == 0 || digits > 8 || !absl::ConsumePrefix(&line, ")")) {
      return Unreadable("`hex(` without a type of one to eight hexadecimal digits");
    }
  }
  if (!absl::ConsumePrefix(&line, ":")) return Unreadable("`hex` without a colon");
  data.text = line;
  return data;
}

}  // namespace

RegData ReadRegData(absl::string_view line) {
  if (absl::StartsWith(line, "\"")) return ReadString(line);
  if (absl::ConsumePrefix(&line, "dword:")) return ReadDword(line);
  if (absl::ConsumePrefix(&line, "hex")) return ReadHex(line);
  if (!absl::ConsumePrefix(&line, "-") || !Ends(line)) {
    return Unreadable("neither a string nor `dword:`, `hex:`, `hex(type):` or `-`");
  }
  RegData data;
  data.form = RegData::Form::kDeletion;
  return data;
}

size_t FindClosingQuote(absl::string_view text) {
  for (size_t at = text.find('"', 1); at != absl::string_view::npos; at = text.find('"', at + 1)) {
    size_t backslashes = 0;
    while (backslashes + 1 < at && text[at - 1 - backslashes] == '\\') ++backslashes;
    if (backslashes % 2 == 0) return at;
  }
  return absl::string_view::npos;
}

absl::string_view ReadHexLine(absl::string_view line, std::vector<uint8_t>* bytes, bool* more) {
  line = TrimLeadingBlanks(line);
  *more = false;
  bool after_byte = false, after_comma = false;
  size_t at = 0;
  while (at + 1 < line.size()) {
    const int high = HexDigit(line[at]), low = HexDigit(line[at + 1]);
    if (high == kNoDigit || low == kNoDigit || after_byte) break;
    bytes->push_back(static_cast<uint8_t>(high << 4 | low));
    at += 2;
    after_comma = at < line.size() && line[at] == ',';
    after_byte = !after_comma;
    if (after_comma) ++at;
  }
  absl::string_view rest = line.substr(at);
  if (absl::ConsumePrefix(&rest, "\\")) {
    if (after_byte) return "no comma before the backslash";
    *more = true;
  } else if (after_comma && Ends(rest)) {
    return "the bytes end in a comma";
  }
  return Ends(rest) ? "" : "not two hexadecimal digits for each byte, with commas between";
}

}  // namespace ntlmatrix::policy
