// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/decode_json.h"

#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "absl/strings/string_view.h"
#include <nlohmann/json.hpp>

#include "conformance/decode/header_members.h"
#include "conformance/decode/value_words.h"
#include "conformance/report/decode_text.h"
#include "parsers/bytes/byte_reader.h"

namespace ntlmatrix::report {
namespace {

using decode::DecodedExchange;
using decode::DecodedInput;
using decode::DecodedToken;
using decode::Decoding;
using decode::DescribedField;
using Json = nlohmann::ordered_json;

std::string Text(absl::string_view text) { return {text.data(), text.size()}; }

Json FieldJson(const DescribedField& field, Bytes message) {
  Json json = {{"name", field.name}, {"offset", field.offset}, {"length", field.length}};
  Bytes bytes;
  const bool inside =
      !field.outside && ByteReader(message).ReadAt(field.offset, field.length, &bytes);
  json["hex"] = inside ? Json(decode::HexWords(bytes)) : Json();
  json["value"] = field.value;
  if (field.outside) json["outside"] = true;
  if (!field.flags.empty()) json["flags"] = field.flags;
  if (!field.notes.empty()) json["notes"] = field.notes;
  for (const DescribedField& member : field.members) {
    json["members"].push_back(FieldJson(member, message));
  }
  return json;
}

void AppendFindings(const std::vector<Finding>& findings, absl::string_view about, Json* json) {
  for (const Finding& finding : findings) {
    json->push_back({{"rule", Text(finding.rule)},
                     {"section", Text(finding.section)},
                     {"severity", Text(SeverityName(finding.severity))},
                     {"offset", finding.offset},
                     {"about", Text(about)},
                     {"text", finding.text}});
  }
}

Json TokenJson(const DecodedToken& token, size_t number) {
  const decode::TokenPlace& place = token.token.place;
  Json json = {{"number", number},
               {"place",
                {{"offset", place.offset},
                 {"length", place.length},
                 {"line", place.line == 0 ? Json() : Json(place.line)}}},
               {"envelopes", Json::array()},
               {"message", decode::MessageName(token.token.bytes)},
               {"size", token.token.bytes.size()},
               {"hex", decode::HexWords(token.token.bytes)},
               {"error", token.status.ok() ? Json() : Json(Text(token.status.message()))},
               {"fields", Json::array()},
               {"findings", Json::array()}};
  for (const decode::Envelope& envelope : token.token.envelopes) {
    Json findings = Json::array();
    AppendFindings(envelope.findings, "envelope", &findings);
    json["envelopes"].push_back({{"name", envelope.name}, {"findings", std::move(findings)}});
  }
  for (const DescribedField& field : token.fields) {
    json["fields"].push_back(FieldJson(field, token.token.bytes));
  }
  AppendFindings(token.findings, "message", &json["findings"]);
  AppendFindings(token.exchange_findings, "exchange", &json["findings"]);
  return json;
}

Json FlagsJson(std::optional<ntlm::NegotiateFlags> flags) {
  return flags ? Json(decode::HexNumber(*flags)) : Json();
}

Json ExchangeJson(const DecodedExchange& exchange) {
  Json json = {{"tokens", Json::array()},
               {"offered", FlagsJson(exchange.offered)},
               {"granted", FlagsJson(exchange.granted)},
               {"negotiated", exchange.offered && exchange.granted
                                  ? FlagsJson(*exchange.offered & *exchange.granted)
                                  : Json()},
               {"authenticate", FlagsJson(exchange.stated)},
               {"unreadable", Json::array()}};
  for (const auto& index : {exchange.negotiate, exchange.challenge, exchange.authenticate}) {
    if (index) json["tokens"].push_back(*index + 1);
  }
  for (const size_t index : exchange.unreadable) json["unreadable"].push_back(index + 1);
  return json;
}

}  // namespace

std::string DecodeJson(const Decoding& decoding) {
  Json json = {
      {"schema", "ntlmatrix/decode/1"}, {"inputs", Json::array()}, {"exchanges", Json::array()}};
  for (size_t i = 0; i < decoding.inputs().size(); ++i) {
    const DecodedInput& input = decoding.inputs()[i];
    const std::string error = DecodeErrorLine(input);
    Json tokens = Json::array();
    for (size_t t = 0; t < decoding.tokens().size(); ++t) {
      const DecodedToken& token = decoding.tokens()[t];
      if (token.input == i) tokens.push_back(TokenJson(token, t + 1));
    }
    json["inputs"].push_back({{"path", input.name},
                              {"error", error.empty() ? Json() : Json(error)},
                              {"tokens", std::move(tokens)}});
  }
  for (const DecodedExchange& exchange : decoding.exchanges()) {
    json["exchanges"].push_back(ExchangeJson(exchange));
  }
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace ntlmatrix::report
