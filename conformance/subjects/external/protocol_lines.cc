// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/protocol_lines.h"

#include <algorithm>
#include <optional>

#include "absl/status/status.h"
#include "absl/strings/escaping.h"
#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "conformance/subjects/account.h"
#include "conformance/subjects/external/json_members.h"

namespace ntlmatrix::conformance::external {
namespace {

constexpr size_t kExcerpt = 120;

struct KindWord {
  Answer::Kind kind;
  absl::string_view word;
};
constexpr KindWord kKinds[] = {
    {Answer::Kind::kNegotiate, "negotiate"},
    {Answer::Kind::kAuthenticate, "authenticate"},
    {Answer::Kind::kUnsupported, "unsupported"},
    {Answer::Kind::kRefused, "refused"},
};

std::string ToHex(Bytes bytes) {
  return absl::BytesToHexString(std::string(bytes.begin(), bytes.end()));
}

std::optional<Application> ApplicationFrom(absl::string_view word) {
  for (const Application app : kAllApplications) {
    if (ApplicationName(app) == word) return app;
  }
  return std::nullopt;
}

bool IsOneOf(absl::string_view word, std::initializer_list<absl::string_view> words) {
  return std::find(words.begin(), words.end(), word) != words.end();
}

// A mask as PROTOCOL.md writes it: "0", "0x20080000".
bool IsMask(absl::string_view text) {
  if (text == "0") return true;
  if (!absl::StartsWith(text, "0x") || text.size() < 3 || text.size() > 10) return false;
  return std::all_of(text.begin() + 2, text.end(),
                     [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); });
}

void ReadRoles(JsonMembers* members, Hello* hello) {
  for (const std::string& role : members->Texts("roles")) {
    if (role == "client") hello->client = true;
    if (role == "server") hello->server = true;
    if (!IsOneOf(role, {"client", "server"})) {
      members->Fault(absl::StrCat("`roles` holds '", Excerpt(role), "', which is no role"));
    }
  }
}

void ReadSettings(JsonMembers* members, Hello* hello) {
  for (const std::string& setting : members->Texts("min")) {
    if (!IsMask(setting) && !IsOneOf(setting, {"undefined-legacy", "undefined-modern"})) {
      members->Fault(absl::StrCat("`min` holds '", Excerpt(setting),
                                  "', which is no mask such as 0x20080000"));
    }
    hello->min.insert(setting);
  }
}

void ReadApplications(JsonMembers* members, Hello* hello) {
  for (const std::string& word : members->Texts("app")) {
    if (const auto app = ApplicationFrom(word)) {
      hello->app.insert(*app);
    } else {
      members->Fault(absl::StrCat("`app` holds '", Excerpt(word),
                                  "'; there are none, integrity, confidentiality"));
    }
  }
}

void ReadErrors(JsonMembers* members, Hello* hello) {
  const nlohmann::json* const errors = members->Object("errors");
  if (errors == nullptr) return;
  for (const auto& [name, code] : errors->items()) {
    const auto* const text = code.get_ptr<const std::string*>();
    uint32_t value = 0;
    if (text == nullptr || !IsMask(*text) || text->size() != 10 ||
        !absl::SimpleHexAtoi(*text, &value)) {
      members->Fault(absl::StrCat("`errors` maps '", Excerpt(name),
                                  "' to something that is no code such as \"0x80090302\""));
      return;
    }
    hello->errors[name] = value;
  }
}

void ReadSealed(JsonMembers* members, Answer* answer) {
  const nlohmann::json* const sealed = members->OptionalObject("sealed");
  if (sealed == nullptr) return;
  JsonMembers inner(*sealed, "`sealed`");
  answer->sealed = {.message = inner.Hex("message"), .signature = inner.Hex("signature")};
  if (inner.ok() && answer->sealed->signature.size() != 16) {
    inner.Fault(
        absl::StrCat("has a `signature` of ", answer->sealed->signature.size(), " bytes, not 16"));
  }
  if (!inner.ok()) members->Fault(std::string(inner.status().message()));
}

}  // namespace

std::string Excerpt(absl::string_view line) {
  const bool cut = line.size() > kExcerpt;
  return absl::StrCat(absl::CHexEscape(line.substr(0, kExcerpt)), cut ? "..." : "");
}

absl::string_view AnswerWord(Answer::Kind kind) {
  return std::find_if(std::begin(kKinds), std::end(kKinds),
                      [&](const KindWord& row) { return row.kind == kind; })
      ->word;
}

std::string HelloLine() {
  return absl::StrCat(R"({"type":"hello","protocol":)", kProtocolVersion, R"(,"suite":"NTLMatrix )",
                      NTLMATRIX_VERSION, R"(","account":{"user":")", kUser, R"(","domain":")",
                      kDomain, R"(","password":")", kPassword, R"(","workstation":")", kWorkstation,
                      R"("},"probe":")", absl::BytesToHexString(kSealProbe), "\"}\n");
}

std::string StartLine(uint32_t id, const ClientPlace& place) {
  return absl::StrCat(R"({"type":"start","id":)", id, R"(,"role":"client","min":")", place.min,
                      R"(","lm":)", place.lm, R"(,"app":")", ApplicationName(place.app), "\"}\n");
}

std::string ChallengeLine(uint32_t id, Bytes message) {
  return absl::StrCat(R"({"type":"challenge","id":)", id, R"(,"message":")", ToHex(message),
                      "\"}\n");
}

std::string DropLine(uint32_t id) { return absl::StrCat(R"({"type":"drop","id":)", id, "}\n"); }

absl::StatusOr<Hello> ParseHello(absl::string_view line) {
  JsonMembers members = JsonMembers::Of(line);
  const std::string type = members.Text("type");
  if (members.ok() && type != "hello") {
    members.Fault(absl::StrCat("`type` is '", Excerpt(type), "' where 'hello' is due"));
  }
  const uint32_t protocol = members.Number("protocol");
  if (members.ok() && protocol != kProtocolVersion) {
    members.Fault(absl::StrCat("`protocol` is ", protocol, "; this is version ", kProtocolVersion));
  }
  Hello hello;
  hello.implementation = members.Text("implementation");
  hello.version = members.Text("version");
  hello.loaded = members.OptionalText("loaded");
  if (members.ok() && members.Has("loaded") && !absl::StartsWith(hello.loaded, "/")) {
    members.Fault("`loaded` is no absolute path");
  }
  hello.in_flight = members.Number("in_flight", 1);
  ReadRoles(&members, &hello);
  ReadSettings(&members, &hello);
  for (const int level : members.Levels("lm")) hello.lm.insert(level);
  ReadApplications(&members, &hello);
  hello.seal = members.Bool("seal");
  ReadErrors(&members, &hello);
  if (members.ok() && (!hello.client && !hello.server)) members.Fault("`roles` is empty");
  if (members.ok() && hello.lm.empty()) members.Fault("`lm` is empty");
  if (members.ok() && hello.app.empty()) members.Fault("`app` is empty");
  if (!members.ok()) return members.status();
  hello.unknown_members = members.Unknown();
  return hello;
}

absl::StatusOr<Answer> ParseAnswer(absl::string_view line) {
  JsonMembers members = JsonMembers::Of(line);
  Answer answer;
  const std::string type = members.Text("type");
  const auto* const kind = std::find_if(std::begin(kKinds), std::end(kKinds),
                                        [&](const KindWord& row) { return row.word == type; });
  if (kind == std::end(kKinds)) {
    members.Fault(absl::StrCat("`type` is '", Excerpt(type),
                               "'; there are negotiate, authenticate, unsupported, refused"));
    return members.status();
  }
  answer.kind = kind->kind;
  answer.id = members.Number("id");
  switch (answer.kind) {
    case Answer::Kind::kAuthenticate:
      ReadSealed(&members, &answer);
      answer.text = members.OptionalText("seal_error");
      [[fallthrough]];
    case Answer::Kind::kNegotiate:
      answer.message = members.Hex("message");
      if (members.ok() && answer.message.empty()) members.Fault("`message` is empty");
      break;
    case Answer::Kind::kUnsupported:
      answer.what = members.Text("what");
      answer.text = members.OptionalText("text");
      if (members.ok() && !IsOneOf(answer.what, {"role", "min", "lm", "app"})) {
        members.Fault(
            absl::StrCat("`what` is '", Excerpt(answer.what), "'; there are role, min, lm, app"));
      }
      break;
    case Answer::Kind::kRefused:
      answer.error = members.OptionalText("error");
      answer.text = members.OptionalText("text");
      if (members.ok() && answer.text.empty() && answer.error.empty()) {
        members.Fault("`text` is missing");
      }
      break;
  }
  if (!members.ok()) return members.status();
  answer.unknown_members = members.Unknown();
  return answer;
}

}  // namespace ntlmatrix::conformance::external
