// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/policy_sarif.h"

#include <algorithm>
#include <cstdint>
#include <filesystem>
#include <vector>

#include "absl/strings/ascii.h"
#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "conformance/report/policy_sarif_rules.h"
#include "conformance/report/printable.h"

namespace ntlmatrix::report {
namespace {

using Json = nlohmann::ordered_json;
using policy::Place;
using policy::PolicyFinding;

// The gravest first.
size_t Rank(Severity severity) { return static_cast<size_t>(severity); }
static_assert(Severity::kError < Severity::kWarning && Severity::kWarning < Severity::kNote);

// SARIF has the same three words.
std::string Level(Severity severity) { return std::string(SeverityName(severity)); }

std::string Dump(const Json& json) {
  return json.dump(-1, ' ', true, Json::error_handler_t::replace);
}

Json Region(const Place& place) {
  if (place.kind == Place::Kind::kLine) return {{"startLine", std::max<uint64_t>(place.number, 1)}};
  if (place.kind == Place::Kind::kOffset) return {{"startLine", 1}, {"byteOffset", place.number}};
  return {{"startLine", 1}};
}

// What a message says apart from numbers, which move with the lines of a file.
std::string WithoutNumbers(absl::string_view text) {
  std::string out;
  for (const char c : text) {
    const bool digit = absl::ascii_isdigit(static_cast<unsigned char>(c));
    if (!digit) {
      out.push_back(c);
    } else if (out.empty() || out.back() != '#') {
      out.push_back('#');
    }
  }
  return out;
}

// FNV-1a of 64 bits: the same everywhere and for ever.
uint64_t Hash(absl::string_view text) {
  uint64_t hash = 0xcbf29ce484222325;
  for (const char c : text) hash = (hash ^ static_cast<uint8_t>(c)) * 0x100000001b3;
  return hash;
}

Json Rule(const std::string& id, Severity severity) {
  const std::string help = FindingHelp(id);
  return {{"id", id},
          {"shortDescription", {{"text", help}}},
          {"fullDescription", {{"text", help}}},
          {"help", {{"text", absl::StrCat(help, " `ntlmatrix policy` shows the whole store.")}}},
          {"defaultConfiguration", {{"level", Level(severity)}}},
          {"properties", {{"tags", Json::array({"security", "ntlm"})}}}};
}

Json Invocations(const std::string& incomplete) {
  Json invocation = {{"executionSuccessful", incomplete.empty()}};
  if (!incomplete.empty()) {
    const Json message = {{"text", Printable(incomplete)}};
    invocation["toolExecutionNotifications"] =
        Json::array({Json{{"level", "error"}, {"message", message}}});
  }
  return Json::array({std::move(invocation)});
}

}  // namespace

std::string PathUri(const std::string& path, const std::string& folder) {
  std::string normal = std::filesystem::path(path).lexically_normal().string();
  const std::string base = absl::EndsWith(folder, "/") ? folder : folder + "/";
  if (absl::StartsWith(normal, base)) normal.erase(0, base.size());
  std::string uri = absl::StartsWith(normal, "/") ? "file://" : "";
  for (const char c : normal) {
    const auto byte = static_cast<unsigned char>(c);
    if (absl::ascii_isalnum(byte) || absl::StrContains("/-._~", absl::string_view(&c, 1))) {
      uri.push_back(c);
    } else {
      absl::StrAppend(&uri, "%",
                      absl::AsciiStrToUpper(absl::StrCat(absl::Hex(byte, absl::kZeroPad2))));
    }
  }
  return uri.empty() ? "." : uri;
}

std::string PolicySarif::Result(const std::string& file, const PolicyFinding& finding,
                                Occurrences* occurrences) const {
  std::string text = finding.message;
  if (finding.place.kind == Place::Kind::kOffset) {
    absl::StrAppend(&text, " (at ", policy::PlaceText(finding.place), ")");
  }
  if (!finding.fix.empty()) absl::StrAppend(&text, ". Fix: ", finding.fix);
  const std::string hash = absl::StrCat(absl::Hex(
      Hash(absl::StrCat(finding.id, ":", WithoutNumbers(finding.message))), absl::kZeroPad16));
  const size_t occurrence = ++(*occurrences)[absl::StrCat(file, ":", hash)];
  const Json location = {{"artifactLocation", {{"uri", PathUri(file, folder_)}}},
                         {"region", Region(finding.place)}};
  return Dump({{"ruleId", std::string(finding.id)},
               {"level", Level(finding.severity)},
               {"message", {{"text", Printable(text)}}},
               {"locations", Json::array({Json{{"physicalLocation", location}}})},
               {"partialFingerprints",
                {{"primaryLocationLineHash", absl::StrCat(hash, ":", occurrence)}}}});
}

void PolicySarif::AddResult(const std::string& file, const PolicyFinding& finding,
                            Occurrences* occurrences) {
  const size_t rank = Rank(finding.severity);
  if (++counts_[rank] > most_) return;
  const auto [rule, is_new] = rules_.emplace(std::string(finding.id), finding.severity);
  if (Rank(rule->second) > rank) rule->second = finding.severity;
  if (first_file_.empty()) first_file_ = file;
  results_[rank].push_back(Result(file, finding, occurrences));
}

void PolicySarif::Add(const PolicyInput& input) {
  Occurrences occurrences;
  if (!input.status.ok()) {
    AddResult(input.path,
              {"unreadable", Severity::kError, std::string(input.status.message()),
               "give a complete file of a known format", policy::PlaceOf(input.status)},
              &occurrences);
  }
  for (const auto* list : {&input.findings, &input.verdicts}) {
    for (const PolicyFinding& finding : *list) {
      AddResult(stores::FileOf(input, finding.file), finding, &occurrences);
    }
  }
}

size_t PolicySarif::left_out() const {
  const size_t all = counts_[0] + counts_[1] + counts_[2];
  return all <= most_ ? 0 : all - (most_ - 1);
}

std::string PolicySarif::Text() const {
  const size_t missing = left_out();
  const size_t room = missing > 0 ? most_ - 1 : most_;
  std::map<std::string, Severity> rules = rules_;
  std::string results;
  size_t written = 0;
  const auto write = [&](const std::string& result) {
    absl::StrAppend(&results, written++ == 0 ? "\n    " : ",\n    ", result);
  };
  for (const auto& list : results_) {
    for (size_t i = 0; i < list.size() && written < room; ++i) write(list[i]);
  }
  if (missing > 0) {
    const PolicyFinding finding{
        "results-left-out",
        Severity::kWarning,
        absl::StrCat(missing, " more results are not in this file; the gravest are"),
        "mend those that are listed first",
        {}};
    Occurrences occurrences;
    write(Result(first_file_, finding, &occurrences));
    rules.emplace(std::string(finding.id), finding.severity);
  }
  Json driver = {{"name", "ntlmatrix policy"}, {"version", NTLMATRIX_VERSION}};
  driver["rules"] = Json::array();
  for (const auto& [id, severity] : rules) driver["rules"].push_back(Rule(id, severity));
  return absl::StrCat(
      "{\n  \"$schema\": \"https://json.schemastore.org/sarif-2.1.0.json\",\n",
      "  \"version\": \"2.1.0\",\n  \"runs\": [{\n   \"tool\": ", Dump({{"driver", driver}}),
      ",\n   \"invocations\": ", Dump(Invocations(incomplete_)), ",\n   \"results\": [", results,
      "]\n  }]\n}\n");
}

}  // namespace ntlmatrix::report
