// SPDX-License-Identifier: Apache-2.0

#include "conformance/expected/expected_file.h"

#include <algorithm>
#include <iterator>
#include <utility>

#include "absl/status/status.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"

#include "conformance/precedence/json_object.h"
#include "conformance/precedence/strict_json.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::expected {
namespace {

using conformance::Check;
using conformance::Outcome;
using precedence::BadMember;
using precedence::Json;
using precedence::JsonObject;
using precedence::JsonWord;

constexpr JsonWord<Check> kChecks[] = {{"verdict", Check::kVerdict}, {"status", Check::kStatus},
                                       {"flags", Check::kFlags},     {"response", Check::kResponse},
                                       {"key", Check::kKey},         {"mic", Check::kMic}};
static_assert(std::size(kChecks) == std::size(conformance::kAllChecks));

constexpr JsonWord<Outcome> kOutcomes[] = {{"fail", Outcome::kFail},
                                           {"broke", Outcome::kBroke},
                                           {"unsupported", Outcome::kUnsupported},
                                           {"cannot-require", Outcome::kCannotRequire}};

std::string ToString(absl::string_view text) { return {text.data(), text.size()}; }

// The line of the text on which each element of `lines` starts. The text is a file that was read:
// objects in a list stand nowhere else in it.
std::vector<size_t> Places(absl::string_view text) {
  std::vector<size_t> places;
  size_t line = 1;
  int depth = 0;
  bool in_string = false;
  for (size_t i = 0; i < text.size(); ++i) {
    const char c = text[i];
    if (c == '\n') ++line;
    if (in_string) {
      if (c == '\\') ++i;
      in_string = c != '"';
    } else if (c == '"') {
      in_string = true;
    } else if (c == '{' || c == '[') {
      if (c == '{' && depth == 2) places.push_back(line);
      ++depth;
    } else if (c == '}' || c == ']') {
      --depth;
    }
  }
  return places;
}

std::vector<std::string> ReadTests(JsonObject* members) {
  const Json* const json = members->Find("tests");
  const std::string at = members->At("tests");
  std::vector<std::string> tests;
  if (json == nullptr || !json->is_array() || json->empty()) {
    members->Fail(BadMember(at, "is not a list of one name or more"));
    return tests;
  }
  for (const Json& element : *json) {
    const auto* const text = element.get_ptr<const std::string*>();
    const std::string pointer = absl::StrCat(at, "/", tests.size());
    if (text == nullptr || text->empty() || text->find('\0') != std::string::npos) {
      members->Fail(BadMember(pointer, "is not a text of one character or more"));
      return tests;
    }
    if (std::find(tests.begin(), tests.end(), *text) != tests.end()) {
      members->Fail(BadMember(pointer, absl::StrCat("`", policy::Shown(*text), "` stands twice")));
    }
    tests.push_back(*text);
  }
  return tests;
}

std::string ReadReason(JsonObject* members) {
  std::string reason = members->Text("reason");
  if (absl::StartsWithIgnoreCase(reason, "TODO")) {
    members->Fail(BadMember(members->At("reason"), "says TODO: write why the subject does this"));
  }
  return reason;
}

std::string ReadLink(JsonObject* members) {
  if (members->Find("link") == nullptr) return "";
  std::string link = members->Text("link");
  if (!absl::StartsWith(link, "https://") ||
      std::any_of(link.begin(), link.end(), [](char c) { return c <= ' ' || c > '~'; })) {
    members->Fail(BadMember(members->At("link"), "is no https:// address"));
  }
  return link;
}

absl::CivilDay ReadDay(JsonObject* members) {
  const std::string text = members->Text("reviewed");
  absl::CivilDay day;
  // What is written back must be what was read: "2026-2-3" and blanks are read too.
  if (!absl::ParseCivilTime(text, &day) || absl::FormatCivilTime(day) != text) {
    members->Fail(BadMember(members->At("reviewed"), "is no day in the form 2026-11-26"));
  }
  return day;
}

absl::StatusOr<ExpectedLine> ReadLine(const Json& json, const std::string& pointer) {
  JsonObject members(json, pointer);
  ExpectedLine line = {.tests = ReadTests(&members),
                       .check = members.OneOf("check", kChecks),
                       .outcome = members.OneOf("outcome", kOutcomes),
                       .reason = ReadReason(&members),
                       .link = ReadLink(&members),
                       .reviewed = ReadDay(&members)};
  if (line.outcome != Outcome::kFail && line.check != Check::kVerdict) {
    members.Fail(BadMember(members.At("outcome"),
                           absl::StrCat("is `", conformance::OutcomeName(line.outcome),
                                        "`, which only the check `verdict` can have")));
  }
  if (absl::Status status = members.Finish(); !status.ok()) return status;
  return line;
}

absl::Status ReadLines(const Json* json, std::vector<ExpectedLine>* lines) {
  if (json == nullptr || !json->is_array()) return BadMember("/lines", "is not a list");
  for (const Json& element : *json) {
    auto line = ReadLine(element, absl::StrCat("/lines/", lines->size()));
    if (!line.ok()) return line.status();
    lines->push_back(*std::move(line));
  }
  return absl::OkStatus();
}

}  // namespace

bool IsDeviation(Outcome outcome) {
  return std::any_of(std::begin(kOutcomes), std::end(kOutcomes),
                     [&](const JsonWord<Outcome>& word) { return word.value == outcome; });
}

absl::StatusOr<ExpectedFile> ParseExpectedFile(absl::string_view text) {
  if (text.size() > kMaxExpectedFileSize) {
    return absl::ResourceExhaustedError(
        absl::StrCat("a file of more than ", kMaxExpectedFileSize, " bytes"));
  }
  const auto json = precedence::ParseStrictJson(text);
  if (!json.ok()) return json.status();
  JsonObject members(*json, "");
  ExpectedFile file = {.subject = members.Text("subject"),
                       .implementation = members.Text("implementation"),
                       .version = members.Text("version"),
                       .lines = {}};
  members.Fail(ReadLines(members.Find("lines"), &file.lines));
  if (absl::Status status = members.Finish(); !status.ok()) return status;
  const std::vector<size_t> places = Places(text);
  for (size_t i = 0; i < file.lines.size(); ++i) file.lines[i].place = places[i];
  return file;
}

std::string ExpectedFileText(const ExpectedFile& file) {
  Json lines = Json::array();
  for (const ExpectedLine& line : file.lines) {
    Json json = {{"tests", line.tests},
                 {"check", ToString(conformance::CheckName(line.check))},
                 {"outcome", ToString(conformance::OutcomeName(line.outcome))},
                 {"reason", line.reason}};
    if (!line.link.empty()) json["link"] = line.link;
    json["reviewed"] = absl::FormatCivilTime(line.reviewed);
    lines.push_back(std::move(json));
  }
  const Json json = {{"subject", file.subject},
                     {"implementation", file.implementation},
                     {"version", file.version},
                     {"lines", std::move(lines)}};
  return absl::StrCat(json.dump(2, ' ', false, Json::error_handler_t::replace), "\n");
}

}  // namespace ntlmatrix::expected
