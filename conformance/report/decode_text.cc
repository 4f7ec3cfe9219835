// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/decode_text.h"

#include <cstddef>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include "absl/strings/string_view.h"

#include "conformance/decode/header_members.h"
#include "conformance/decode/summary.h"
#include "conformance/decode/text_bytes.h"
#include "conformance/decode/value_words.h"
#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"
#include "parsers/ntlm/flag_names.h"

namespace ntlmatrix::report {
namespace {

using decode::DecodedExchange;
using decode::DecodedInput;
using decode::DecodedToken;
using decode::Decoding;
using decode::DescribedField;

// The columns before the value of a field.
constexpr size_t kNameWidth = 33;
constexpr size_t kValueColumn = 17 + kNameWidth;

constexpr size_t kMostOnLine = kTextWidth - kValueColumn;
// Where flags and notes begin, so that the longest name of a flag fits.
constexpr size_t kBelowColumn = 44;

std::string Row(absl::string_view name, absl::string_view text) {
  return Wrapped(absl::StrFormat("  %-6s ", name), text);
}

// The row of a field: a value is broken at its blanks, digits are broken to the width, and a string
// out of the message stays as it is.
std::string RowText(absl::string_view columns, const DescribedField& field) {
  const std::string value = Printable(field.value);
  if (field.is_text) return absl::StrCat(columns, "\"", value, "\"\n");
  if (value.empty()) return absl::StrCat(absl::StripTrailingAsciiWhitespace(columns), "\n");
  if (absl::StrContains(value, ' ')) return Wrapped(columns, value);
  std::string lines;
  for (size_t at = 0; at < value.size(); at += kMostOnLine) {
    absl::StrAppend(&lines, at == 0 ? columns : std::string(kValueColumn, ' '),
                    value.substr(at, kMostOnLine), "\n");
  }
  return lines;
}

void AppendField(const DescribedField& field, size_t depth, std::string* out) {
  const std::string name = absl::StrCat(std::string(2 * depth, ' '), field.name);
  const std::string columns = absl::StrFormat("  %6d  %5d  %-*s ", field.offset, field.length,
                                              static_cast<int>(kNameWidth - 1), name);
  absl::StrAppend(out, RowText(columns, field));
  const std::string below(kBelowColumn, ' ');
  for (const std::string& flag : field.flags) absl::StrAppend(out, below, flag, "\n");
  for (const std::string& note : field.notes) {
    absl::StrAppend(out, Wrapped(absl::StrCat(below, "- "), note));
  }
  for (const DescribedField& member : field.members) AppendField(member, depth + 1, out);
}

std::string FindingText(const Finding& finding) {
  return Wrapped(
      "    ",
      absl::StrCat(SeverityName(finding.severity), ": offset ", finding.offset, ": ",
                   Printable(finding.text), " (", finding.rule, ", ", finding.section, ")"),
      2);
}

// The worst first, otherwise as found.
std::string FindingsText(const std::vector<Finding>& findings) {
  std::string out;
  for (const Severity severity : {Severity::kError, Severity::kWarning, Severity::kNote}) {
    for (const Finding& finding : findings) {
      if (finding.severity == severity) absl::StrAppend(&out, FindingText(finding));
    }
  }
  return out;
}

// What is wrong with the envelopes, with offsets in them, and with the message.
std::string AllFindingsText(const DecodedToken& token) {
  std::string out;
  for (const decode::Envelope& envelope : token.token.envelopes) {
    if (envelope.findings.empty()) continue;
    absl::StrAppend(&out, "\n  findings on ", envelope.name, ", with offsets in it\n",
                    FindingsText(envelope.findings));
  }
  if (!token.findings.empty()) {
    absl::StrAppend(&out, "\n  findings\n", FindingsText(token.findings));
  } else if (token.status.ok()) {
    absl::StrAppend(&out, "\n  no findings\n");
  }
  return out;
}

std::string TokenText(const Decoding& decoding, size_t index) {
  const DecodedToken& token = decoding.tokens()[index];
  const DecodedInput& input = decoding.inputs()[token.input];
  std::string out = absl::StrCat("token ", index + 1, ": ", decode::MessageName(token.token.bytes),
                                 ", ", token.token.bytes.size(), " bytes\n",
                                 Row("from", TokenPlaceText(input, token.token.place)),
                                 Row("path", EnvelopePath(token)));
  const std::string summary = decode::Summary(token);
  if (!summary.empty()) absl::StrAppend(&out, Row("says", summary));
  if (!token.status.ok()) {
    absl::StrAppend(&out, Row("error", absl::StrCat(std::string(token.status.message()),
                                                    "; what could be read:")));
  }
  absl::StrAppend(&out, "\n  offset   size  field\n");
  for (const DescribedField& field : token.fields) AppendField(field, 0, &out);
  absl::StrAppend(&out, AllFindingsText(token));
  return out + "\n";
}

std::string TokenNumbers(const DecodedExchange& exchange) {
  std::vector<size_t> numbers;
  for (const auto& index : {exchange.negotiate, exchange.challenge, exchange.authenticate}) {
    if (index) numbers.push_back(*index + 1);
  }
  return absl::StrJoin(numbers, ", ");
}

// A table of the bits that any of the messages has.
std::string FlagTable(const DecodedExchange& exchange) {
  struct Column {
    absl::string_view name;
    std::optional<ntlm::NegotiateFlags> flags;
  };
  std::optional<ntlm::NegotiateFlags> negotiated;
  if (exchange.offered && exchange.granted) negotiated = *exchange.offered & *exchange.granted;
  const Column columns[] = {{"offered", exchange.offered},
                            {"granted", exchange.granted},
                            {"negotiated", negotiated},
                            {"AUTHENTICATE", exchange.stated}};
  const auto line = [&](absl::string_view title, auto cell) {
    std::string text = absl::StrFormat("  %-42s", title);
    for (const Column& column : columns) {
      if (column.flags) absl::StrAppendFormat(&text, "  %-10s", std::string(cell(column)));
    }
    return absl::StrCat(absl::StripTrailingAsciiWhitespace(text), "\n");
  };
  std::string out = line("", [](const Column& column) { return column.name; });
  out += line("", [](const Column& column) { return decode::HexNumber(*column.flags); });
  ntlm::NegotiateFlags any = 0;
  for (const Column& column : columns) any |= column.flags.value_or(0);
  for (ntlm::NegotiateFlags bit = 1; bit != 0; bit <<= 1) {
    if ((any & bit) == 0) continue;
    out += line(ntlm::FlagName(bit), [&](const Column& column) {
      return absl::string_view((*column.flags & bit) != 0 ? "yes" : "-");
    });
  }
  return out;
}

std::string ExchangeText(const Decoding& decoding, const DecodedExchange& exchange) {
  const absl::string_view caveat =
      decoding.exchanges().size() > 1
          ? ", put together by their order: connections at one time are not told apart"
          : "";
  std::string out = absl::StrCat("exchange of tokens ", TokenNumbers(exchange), caveat, "\n");
  for (const size_t index : exchange.unreadable) {
    absl::StrAppend(&out, "  token ", index + 1, " can't be read and is not compared\n");
  }
  absl::StrAppend(&out, FlagTable(exchange), "\n");
  bool any = false;
  for (const auto& index : {exchange.challenge, exchange.authenticate}) {
    if (!index) continue;
    const DecodedToken& token = decoding.tokens()[*index];
    if (token.exchange_findings.empty()) continue;
    any = true;
    absl::StrAppend(&out, "  findings on token ", *index + 1, ", ",
                    decode::MessageName(token.token.bytes), "\n",
                    FindingsText(token.exchange_findings));
  }
  if (!any) absl::StrAppend(&out, "  no findings\n");
  return out + "\n";
}

std::string Plural(size_t count, absl::string_view one, absl::string_view many) {
  return absl::StrCat(count, " ", count == 1 ? one : many);
}

// What an input without token looked like.
std::string SeenWords(const DecodedInput& input) {
  const decode::SearchResult& search = input.search;
  if (input.size == 0) return "the input is empty";
  std::vector<std::string> seen;
  if (search.dumps > 0) seen.push_back(Plural(search.dumps, "hexdump", "hexdumps"));
  if (search.hex_runs > 0) {
    seen.push_back(
        Plural(search.hex_runs, "run of hexadecimal digits", "runs of hexadecimal digits"));
  }
  if (search.base64_words > 0) {
    seen.push_back(
        Plural(search.base64_words, "word that may be base64", "words that may be base64"));
  }
  return absl::StrCat("the input has ", Plural(input.size, "byte", "bytes"), " in ",
                      Plural(search.lines, "line", "lines"), search.is_utf16 ? " of UTF-16" : "",
                      seen.empty()
                          ? ", without a hexdump, hexadecimal digits or base64 of that size"
                          : absl::StrCat(", with ", absl::StrJoin(seen, ", ")));
}

}  // namespace

std::string TokenPlaceText(const DecodedInput& input, const decode::TokenPlace& place) {
  return absl::StrCat(Printable(input.name), place.line == 0 ? "" : absl::StrCat(":", place.line),
                      ", byte offset ", place.offset);
}

std::string EnvelopePath(const DecodedToken& token) {
  std::vector<std::string> path;
  for (const decode::Envelope& envelope : token.token.envelopes) path.push_back(envelope.name);
  path.push_back(decode::MessageName(token.token.bytes));
  return absl::StrJoin(path, " > ");
}

std::string DecodeErrorLine(const DecodedInput& input) {
  const std::string name = Printable(input.name);
  if (!input.status.ok()) {
    return absl::StrCat(name, ": ", std::string(input.status.message()));
  }
  if (!input.search.cut.empty()) {
    const decode::TokenPlace& place = input.search.cut.front();
    return absl::StrCat(name, ":", place.line, ": text that stands for more than ",
                        decode::kMostTextBytes, " bytes: what comes after these was not read");
  }
  if (input.search.tokens > 0 || input.search.stopped) return "";
  return absl::StrCat(
      name,
      ": no NTLM token found: looked for the signature NTLMSSP\\0 in bytes, hexdumps, "
      "hexadecimal digits and base64, HTTP headers included; ",
      SeenWords(input),
      input.search.other_mechanisms
          ? absl::StrCat("; there is a token of SPNEGO for other mechanisms: ",
                         *input.search.other_mechanisms)
          : "");
}

std::string DecodeText(const Decoding& decoding) {
  std::string out;
  for (size_t i = 0; i < decoding.tokens().size(); ++i) {
    absl::StrAppend(&out, TokenText(decoding, i));
  }
  for (const DecodedExchange& exchange : decoding.exchanges()) {
    absl::StrAppend(&out, ExchangeText(decoding, exchange));
  }
  return out;
}

}  // namespace ntlmatrix::report
