// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/line_form.h"

#include <limits>
#include <utility>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "conformance/subjects/check/words.h"
#include "conformance/subjects/external/json_members.h"
#include "parsers/bytes/utf16.h"

namespace ntlmatrix::conformance::check {
namespace {

using Json = nlohmann::json;

constexpr absl::string_view kMembers[] = {"type", "id",   "message", "sealed",   "seal_error",
                                          "what", "text", "error",   "signature"};

// Null where it is none.
Json JsonOf(absl::string_view line) {
  auto json = external::ParseJsonLine(line);
  return json.ok() ? *std::move(json) : Json();
}

}  // namespace

LineForm FormOf(absl::string_view line) {
  if (absl::StripAsciiWhitespace(line).empty()) {
    return {"an empty line on standard output (PROTOCOL.md, Lines)", "empty line"};
  }
  if (const size_t at = FindInvalidUtf8(line); at < line.size()) {
    return {absl::StrCat("a line on standard output that is no UTF-8 at byte ", at + 1), "UTF-8"};
  }
  const auto json = external::ParseJsonLine(line);
  if (json.ok() && json->is_object()) return {};
  if (json.ok()) return {"a line on standard output that is JSON, but no object", "no object"};
  if (absl::IsResourceExhausted(json.status())) {
    return {absl::StrCat("a line on standard output that ", json.status().message()), "nested"};
  }
  const absl::string_view text = absl::StripLeadingAsciiWhitespace(line);
  if (absl::StartsWith(text, "{'")) {
    return {
        "a line on standard output that is no JSON: names and texts stand in double quotes "
        "(Python: json.dumps())",
        "single quotes"};
  }
  const bool truncated = text[0] == '{';
  return {truncated
              ? "a line on standard output that is no whole JSON object (one object, one line)"
              : "a line on standard output that is no JSON; only the protocol belongs there, "
                "print to standard error instead (PROTOCOL.md, Lines)",
          truncated ? "no whole object" : "no JSON"};
}

std::optional<uint32_t> IdOf(absl::string_view line) {
  const Json json = JsonOf(line);
  const auto id = json.find("id");
  if (!json.is_object() || id == json.end()) return std::nullopt;
  const auto* const number = id->get_ptr<const uint64_t*>();
  if (number == nullptr || *number > std::numeric_limits<uint32_t>::max()) return std::nullopt;
  return static_cast<uint32_t>(*number);
}

std::string MemberHint(absl::string_view name) {
  const absl::string_view meant = NearestWord(name, kMembers);
  return meant.empty() || meant == name ? "" : absl::StrCat("; is `", meant, "` meant?");
}

std::string SpellingHint(absl::string_view line) {
  const Json json = JsonOf(line);
  if (!json.is_object()) return "";
  for (const auto& [name, value] : json.items()) {
    const absl::string_view meant = NearestWord(name, kMembers);
    if (!meant.empty() && meant != name &&
        !json.contains(std::string(meant.data(), meant.size()))) {
      return absl::StrCat("; is its `", Shown(name), "` meant for `", meant, "`?");
    }
  }
  return "";
}

std::string LastLine(absl::string_view text) {
  text = absl::StripTrailingAsciiWhitespace(text);
  const size_t start = text.rfind('\n');
  return Shown(start == absl::string_view::npos ? text : text.substr(start + 1));
}

}  // namespace ntlmatrix::conformance::check
