// SPDX-License-Identifier: Apache-2.0

#include "conformance/stores/passed_over.h"

#include <algorithm>
#include <iterator>
#include <string>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/strip.h"

#include "parsers/policy/json_events.h"
#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/store_text.h"
#include "parsers/policy/xml_store.h"

namespace ntlmatrix::stores {
namespace {

// Of copies of hives.
constexpr absl::string_view kHiveEnds[] = {".sav", ".save", ".bak", ".old",
                                           ".alt", ".dat",  ".copy"};

// Takes the end of a lower-case name off that says the file is a copy.
void StripHiveEnd(absl::string_view* name) {
  for (const absl::string_view end : kHiveEnds) {
    if (absl::ConsumeSuffix(name, end)) return;
  }
}

// "system", "system_b", "host1-system", "system.sav", but neither "ecosystem" nor "system.ini".
bool IsSystemHiveName(absl::string_view name) {
  StripHiveEnd(&name);
  if (absl::StrContains(name, '.')) return absl::EndsWith(name, ".system");
  const auto apart = [](char c) { return absl::ascii_isalnum(static_cast<unsigned char>(c)) == 0; };
  absl::string_view rest = name;
  if (absl::ConsumePrefix(&rest, "system") && (rest.empty() || apart(rest.front()))) return true;
  rest = name;
  return absl::ConsumeSuffix(&rest, "system") && apart(rest.back());
}

// Whether stores have such names among other files.
bool MayBeStoreName(absl::string_view lower_name) {
  constexpr absl::string_view kEnds[] = {".txt", ".xml", ".json", ".conf"};
  for (const absl::string_view end : kEnds) {
    if (absl::EndsWith(lower_name, end)) return true;
  }
  StripHiveEnd(&lower_name);
  return !absl::StrContains(lower_name, '.');
}

class Nothing : public policy::JsonEvents {
 public:
  void OnKey(std::string, uint64_t) override {}
  void OnScalar(policy::JsonScalar) override {}
  void OnStart(bool) override {}
  void OnEnd() override {}
  absl::Status status() const override { return absl::OkStatus(); }
};

absl::Status CheckJson(Bytes bytes) {
  const policy::StoreText text = policy::DecodeStoreText(bytes);
  if (!text.error.ok()) return text.error;
  Nothing nothing;
  return policy::ReadJson(text.utf8, &nothing);
}

absl::Status CheckXml(Bytes bytes) {
  return policy::XmlStore::Parse(bytes, [](const policy::PolicyFinding&) {}).status();
}

}  // namespace

bool HasStoreName(absl::string_view name) {
  constexpr absl::string_view kEnds[] = {".inf", ".pol", ".reg", ".policyrules",
                                         ".mof", ".hiv", ".hive"};
  constexpr absl::string_view kBegins[] = {"gpreport", "gpresult", "rsop", "lgpo.", "smb.conf"};
  const std::string lower = absl::AsciiStrToLower(name);
  return std::any_of(std::begin(kEnds), std::end(kEnds),
                     [&](absl::string_view end) { return absl::EndsWith(lower, end); }) ||
         std::any_of(std::begin(kBegins), std::end(kBegins),
                     [&](absl::string_view begin) { return absl::StartsWith(lower, begin); }) ||
         lower == "registry.xml" || absl::EndsWith(lower, "smb.conf") || IsSystemHiveName(lower);
}

absl::Status MayPassOver(absl::string_view name, Bytes bytes) {
  const std::string lower = absl::AsciiStrToLower(name);
  if (bytes.empty() && (HasStoreName(name) || MayBeStoreName(lower))) {
    return absl::InvalidArgumentError("the file is empty");
  }
  if (HasStoreName(name)) {
    return absl::InvalidArgumentError("named as a policy store is, and none that is known");
  }
  const bool json = absl::EndsWith(lower, ".json");
  if (!json && !absl::EndsWith(lower, ".xml")) return absl::OkStatus();
  const absl::Status broken = json ? CheckJson(bytes) : CheckXml(bytes);
  if (broken.ok()) return broken;
  return policy::AtPlace(
      absl::InvalidArgumentError(absl::StrCat(
          "a broken ", json ? "JSON" : "XML",
          " file, which may have been a policy store: ", std::string(broken.message()))),
      policy::PlaceOf(broken));
}

}  // namespace ntlmatrix::stores
