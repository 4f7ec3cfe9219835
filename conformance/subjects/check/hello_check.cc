// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/check/hello_check.h"

#include <algorithm>
#include <iterator>

#include "absl/strings/match.h"
#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"
#include <nlohmann/json.hpp>

#include "conformance/subjects/check/words.h"
#include "conformance/subjects/external/json_members.h"

namespace ntlmatrix::conformance::check {
namespace {

using Json = nlohmann::json;

constexpr size_t kMaxName = 200;  // protocol.schema.json
constexpr absl::string_view kMembers[] = {"type",   "protocol",  "implementation", "version",
                                          "loaded", "in_flight", "roles",          "min",
                                          "lm",     "app",       "seal",           "errors"};

// A hello in which nothing is wrong, so that each member can be looked at alone.
Json GoodHello() {
  return Json::parse(
      R"({"type":"hello","protocol":1,"implementation":"x","version":"1","loaded":"/x",)"
      R"("in_flight":1,"roles":["client"],"min":[],"lm":[3],"app":["none"],"seal":false,)"
      R"("errors":{}})");
}

std::string Named(absl::string_view name) { return {name.data(), name.size()}; }

// The member that was probably meant for `name`, among those that nobody knows.
std::string Misspelled(absl::string_view name, const std::vector<std::string>& unknown) {
  for (const std::string& each : unknown) {
    if (NearestWord(each, {name}) == name) return each;
  }
  return "";
}

void CheckMember(absl::string_view name, const Json& line, const std::vector<std::string>& unknown,
                 HelloCheck* check) {
  Json alone = GoodHello();
  const auto member = line.find(Named(name));
  if (member == line.end()) {
    alone.erase(Named(name));
  } else {
    alone[Named(name)] = *member;
  }
  const auto parsed = external::ParseHello(alone.dump());
  if (parsed.ok()) return;
  std::string fault(parsed.status().message());
  if (member != line.end() && (member->is_structured() || !absl::StrContains(fault, "`type`"))) {
    absl::StrAppend(&fault, ": ", Shown(member->dump()));
  } else if (const std::string other = Misspelled(name, unknown); !other.empty()) {
    absl::StrAppend(&fault, "; is `", Shown(other), "` meant for it?");
  }
  check->faults.push_back(fault);
}

void CheckDuplicates(absl::string_view name, const Json& line, HelloCheck* check) {
  const auto member = line.find(Named(name));
  if (member == line.end() || !member->is_array()) return;
  for (auto each = member->begin(); each != member->end(); ++each) {
    if (std::find(member->begin(), each, *each) == each) continue;
    check->faults.push_back(absl::StrCat("`", name, "` lists ", Shown(each->dump()), " twice"));
    return;
  }
}

void CheckLength(absl::string_view name, const std::string& text, HelloCheck* check) {
  const size_t characters = external::CharacterCount(text);
  if (characters > kMaxName) {
    check->faults.push_back(
        absl::StrCat("`", name, "` has ", characters, " characters, more than ", kMaxName));
  }
}

// The suite writes a mask in one way only, and a shim compares texts.
void CheckMasks(const external::Hello& hello, HelloCheck* check) {
  for (const std::string& min : hello.min) {
    uint32_t mask = 0;
    if (!absl::SimpleHexAtoi(min, &mask)) continue;
    const std::string asked = mask == 0 ? "0" : absl::StrFormat("0x%x", mask);
    if (asked == min) continue;
    check->faults.push_back(
        absl::StrCat("`min` lists \"", min, "\", but the suite asks for it as \"", asked, "\""));
  }
}

void AddNotes(const external::Hello& hello, HelloCheck* check) {
  for (const std::string& name : hello.unknown_members) {
    const absl::string_view meant = NearestWord(name, kMembers);
    check->notes.push_back(
        absl::StrCat("`", Shown(name), "` is no member of hello and is ignored",
                     meant.empty() ? "" : absl::StrCat("; is `", meant, "` meant?")));
  }
  if (hello.loaded.empty()) {
    check->notes.push_back(
        "there is no `loaded`: nobody can tell whether the implementation is really used; fine "
        "only where no file does the NTLM, or where it is on another machine");
  }
  if (hello.min.empty()) {
    check->notes.push_back(
        "`min` is empty: a subject without the setting requires nothing and can be put to \"0\" "
        "and \"undefined-legacy\"");
  }
}

}  // namespace

HelloCheck CheckHello(absl::string_view line) {
  HelloCheck check;
  const auto parsed = external::ParseJsonLine(line);
  if (!parsed.ok() || !parsed->is_object()) {
    check.faults.push_back(std::string(external::ParseHello(line).status().message()));
    return check;
  }
  const Json& json = *parsed;
  std::vector<std::string> unknown;
  for (const auto& [name, value] : json.items()) {
    if (std::find(std::begin(kMembers), std::end(kMembers), name) == std::end(kMembers)) {
      unknown.push_back(name);
    }
  }
  for (const absl::string_view name : kMembers) CheckMember(name, json, unknown, &check);
  for (const absl::string_view name : {"roles", "min", "lm", "app"}) {
    CheckDuplicates(name, json, &check);
  }
  auto hello = external::ParseHello(line);
  if (!hello.ok()) return check;
  CheckLength("implementation", hello->implementation, &check);
  CheckLength("version", hello->version, &check);
  CheckMasks(*hello, &check);
  if (!hello->client) {
    check.faults.push_back(
        "`roles` has no \"client\": the suite drives no other role of a shim yet");
  }
  AddNotes(*hello, &check);
  check.hello = *std::move(hello);
  return check;
}

std::string HelloText(const external::Hello& hello) {
  std::vector<absl::string_view> apps;
  for (const Application app : hello.app) apps.push_back(ApplicationName(app));
  const std::string min =
      hello.min.empty() ? "nothing but \"own\"" : absl::StrJoin(hello.min, ", ");
  return absl::StrCat(Shown(hello.implementation), " ", Shown(hello.version), "; ",
                      hello.client ? "client" : "", hello.client && hello.server ? ", " : "",
                      hello.server ? "server" : "", hello.lm.size() == 1 ? "; level " : "; levels ",
                      absl::StrJoin(hello.lm, ", "), "; ", absl::StrJoin(apps, ", "), "; min ", min,
                      "; ", hello.seal ? "seals" : "does not seal", "; ", hello.errors.size(),
                      hello.errors.size() == 1 ? " error" : " errors", "; in_flight ",
                      hello.in_flight);
}

}  // namespace ntlmatrix::conformance::check
