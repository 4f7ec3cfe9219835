// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/shim/answer_lines.h"

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include <nlohmann/json.hpp>

namespace ntlmatrix::conformance::shim {
namespace {

using Json = nlohmann::ordered_json;

constexpr size_t kMaxText = 4096;
constexpr size_t kMaxName = 200;

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

// The end of the first `max` characters of valid UTF-8.
size_t EndOfCharacters(absl::string_view utf8, size_t max) {
  for (size_t i = 0, characters = 0; i < utf8.size(); ++i) {
    const bool is_start = (static_cast<uint8_t>(utf8[i]) & 0xC0) != 0x80;
    if (is_start && ++characters > max) return i;
  }
  return utf8.size();
}

// `text` as a JSON string of at most `max` characters. Cut last: a byte that has to be replaced
// makes a character.
std::string Quoted(absl::string_view text, size_t max) {
  Json json = Json::parse(Dump(Json(std::string(text))));
  auto& valid = json.get_ref<std::string&>();
  valid.resize(EndOfCharacters(valid, max));
  return Dump(json);
}

void AppendHex(Bytes bytes, std::string* out) {
  constexpr char kDigits[] = "0123456789abcdef";
  size_t at = out->size();
  out->resize(at + 2 * bytes.size());
  for (const uint8_t byte : bytes) {
    (*out)[at++] = kDigits[byte >> 4];
    (*out)[at++] = kDigits[byte & 15];
  }
}

// A line up to the bytes of its message, which come most often and are not passed through Json.
void AppendOpenMessage(absl::string_view type, uint32_t id, Bytes message, std::string* out) {
  absl::StrAppend(out, "{\"type\":\"", type, "\",\"id\":", id, ",\"message\":\"");
  AppendHex(message, out);
  out->push_back('"');
}

int NibbleOf(char digit) {
  if (digit >= '0' && digit <= '9') return digit - '0';
  if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
  if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
  return -1;
}

}  // namespace

std::optional<std::vector<uint8_t>> BytesFromHex(absl::string_view digits) {
  if (digits.size() % 2 != 0) return std::nullopt;
  std::vector<uint8_t> bytes(digits.size() / 2);
  for (size_t i = 0; i < bytes.size(); ++i) {
    const int high = NibbleOf(digits[2 * i]);
    const int low = NibbleOf(digits[2 * i + 1]);
    if (high < 0 || low < 0) return std::nullopt;
    bytes[i] = static_cast<uint8_t>(high << 4 | low);
  }
  return bytes;
}

std::optional<ClientSetting> SettingFromText(absl::string_view text) {
  for (const SettingState state :
       {SettingState::kUndefinedLegacy, SettingState::kUndefinedModern}) {
    const ClientSetting setting = {.state = state};
    if (text == SettingName(setting)) return setting;
  }
  ClientSetting setting;
  if (text == "0") return setting;
  if (!absl::StartsWith(text, "0x") || text.size() > 10) return std::nullopt;
  if (!absl::SimpleHexAtoi(text, &setting.value)) return std::nullopt;
  return setting;
}

void AppendHello(const ShimInfo& info, std::string* out) {
  Json hello = {{"type", "hello"},
                {"protocol", 1},
                {"implementation", info.implementation},
                {"version", info.version}};
  if (!info.loaded.empty()) hello["loaded"] = info.loaded;
  hello["in_flight"] = info.in_flight;
  hello["roles"] = {"client"};
  hello["min"] = Json::array();
  for (const ClientSetting& setting : info.min) {
    hello["min"].push_back(absl::AsciiStrToLower(SettingName(setting)));
  }
  hello["lm"] = info.lm;
  hello["app"] = Json::array();
  for (const Application app : info.app) {
    hello["app"].push_back(std::string(ApplicationName(app)));
  }
  hello["seal"] = info.seal;
  hello["errors"] = Json::object();
  for (const auto& [name, code] : info.errors) {
    hello["errors"][name] = absl::StrFormat("0x%08x", code);
  }
  absl::StrAppend(out, Dump(hello), "\n");
}

void AppendMessage(absl::string_view type, uint32_t id, Bytes message, std::string* out) {
  AppendOpenMessage(type, id, message, out);
  out->append("}\n");
}

void AppendUnsupported(uint32_t id, absl::string_view what, absl::string_view text,
                       std::string* out) {
  absl::StrAppend(out, "{\"type\":\"unsupported\",\"id\":", id, ",\"what\":\"", what,
                  "\",\"text\":", Quoted(text, kMaxText), "}\n");
}

void AppendRefused(uint32_t id, const Refused& refused, std::string* out) {
  absl::StrAppend(out, "{\"type\":\"refused\",\"id\":", id);
  if (!refused.error.empty()) {
    absl::StrAppend(out, ",\"error\":", Quoted(refused.error, kMaxName));
  }
  absl::StrAppend(out, ",\"text\":", Quoted(refused.text, kMaxText), "}\n");
}

void AppendAuthenticate(uint32_t id, Bytes message, const absl::StatusOr<Sealed>& sealed,
                        std::string* out) {
  AppendOpenMessage("authenticate", id, message, out);
  if (sealed.ok()) {
    out->append(",\"sealed\":{\"message\":\"");
    AppendHex(sealed->message, out);
    out->append("\",\"signature\":\"");
    AppendHex(sealed->signature, out);
    out->append("\"}}\n");
  } else {
    absl::StrAppend(out, ",\"seal_error\":",
                    Quoted(absl::string_view(sealed.status().message().data(),
                                             sealed.status().message().size()),
                           kMaxText),
                    "}\n");
  }
}

}  // namespace ntlmatrix::conformance::shim
