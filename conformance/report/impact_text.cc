// SPDX-License-Identifier: Apache-2.0

#include <string>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/explain.h"
#include "conformance/report/impact_report.h"
#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::report {
namespace {

using conformance::Side;
using impact::JudgedPeer;
using impact::Outcome;
using impact::Requirement;

std::string Hex(uint32_t value) { return absl::StrFormat("0x%08x", value); }

// "extended session security (0x00080000) and 128-bit encryption (0x20000000)"
std::string Capabilities(uint32_t bits) {
  std::vector<std::string> names;
  for (const conformance::SettingOption& option : conformance::SettingOptions()) {
    if ((bits & option.bit) == 0) continue;
    names.push_back(absl::StrCat(option.capability, " (", Hex(option.bit), ")"));
  }
  return absl::StrJoin(names, " and ");
}

absl::string_view Peers(const Requirement& requirement) {
  return requirement.side == Side::kClient ? "servers" : "clients";
}

std::string Heading(const Requirement& requirement) {
  return Wrapped("", absl::StrCat(conformance::PlaceOf(requirement.side).value, " ",
                                  Hex(requirement.value), " (", RequirementWords(requirement.value),
                                  "): as a ", conformance::SideName(requirement.side),
                                  " this computer refuses ", Peers(requirement), " as follows."));
}

std::string Verdict(const JudgedPeer& judged) {
  if (judged.likely_refused) return "likely refused";
  return std::string(OutcomeName(judged.judgement.outcome));
}

std::string Line(absl::string_view label, absl::string_view text) {
  return Wrapped(absl::StrFormat("      %-12s", std::string(label)), text);
}

std::string PeerText(const JudgedPeer& judged) {
  const impact::Peer& peer = judged.peer;
  std::string title = absl::StrCat(Verdict(judged), ": ", Printable(peer.name));
  if (peer.count > 1) absl::StrAppend(&title, " and ", peer.count - 1, " more like it");
  std::string out = Wrapped("  ", title, 2);
  out += Line("seen", Printable(peer.seen));
  const impact::Judgement& judgement = judged.judgement;
  if (judgement.missing != 0) out += Line("missing", Capabilities(judgement.missing));
  if (judgement.outcome == Outcome::kUnknown && !peer.key_length) {
    out += Line("depends on", absl::StrCat(Capabilities(judgement.depends_on), ", not known"));
  }
  for (const std::string& error : judged.errors) out += Line("error", error);
  if (!peer.sources.empty()) out += Line("source", absl::StrJoin(peer.sources, "; "));
  out += Line("confidence", ConfidenceName(judged.confidence));
  for (const std::string& note : judged.notes) out += Line("note", note);
  return out;
}

std::string Summary(const std::vector<JudgedPeer>& peers) {
  std::vector<std::string> parts = {absl::StrCat(Count(peers, Outcome::kRefused), " refused")};
  const size_t undocumented = Count(peers, Outcome::kUndocumented);
  const size_t unknown = Count(peers, Outcome::kUnknown);
  if (undocumented > 0) {
    parts.push_back(absl::StrCat(undocumented, " ", conformance::kUndocumentedSeenAccepted));
  }
  if (unknown > 0) parts.push_back(absl::StrCat(unknown, " unknown"));
  parts.push_back(absl::StrCat(Count(peers, Outcome::kNotRefused), " not refused"));
  return absl::StrJoin(parts, ", ");
}

std::string ProductsText(const Requirement& requirement) {
  const std::vector<JudgedPeer> products = impact::JudgeProducts(requirement);
  std::string out = Wrapped("", absl::StrCat("Named products, ", products.size(), " ",
                                             Peers(requirement), ": ", Summary(products)));
  std::vector<std::string> others;
  for (const JudgedPeer& judged : products) {
    if (judged.judgement.outcome != Outcome::kNotRefused) {
      out += PeerText(judged);
      continue;
    }
    others.push_back(judged.peer.name);
  }
  if (!others.empty())
    out += Wrapped("  ", absl::StrCat("not refused: ", absl::StrJoin(others, "; ")), 2);
  return out + "\n";
}

std::string OwnText(const ImpactReport& report, const Requirement& requirement) {
  std::vector<JudgedPeer> own;
  for (const JudgedPeer& judged : report.own) {
    if (judged.requirement.side == requirement.side) own.push_back(judged);
  }
  if (own.empty()) return "";
  std::string out = Wrapped("", absl::StrCat("Your own input: ", Summary(own)));
  for (const JudgedPeer& judged : own) out += PeerText(judged);
  return out + "\n";
}

bool RefusesAnything(const Requirement& requirement) { return requirement.value != 0; }

}  // namespace

std::string RequirementWords(uint32_t value) {
  if (value == 0) return "no minimum";
  std::vector<std::string> words;
  for (const conformance::SettingOption& option : conformance::SettingOptions()) {
    if ((value & option.bit) == 0) continue;
    value &= ~option.bit;
    const bool same = option.words == absl::StrCat("Require ", option.capability);
    words.push_back(same ? std::string(option.words)
                         : absl::StrCat(option.words, " (", option.capability, ")"));
  }
  if (value != 0) words.push_back(absl::StrCat("undocumented bits ", Hex(value)));
  return absl::StrJoin(words, ", ");
}

std::string ImpactText(const ImpactReport& report) {
  std::string out;
  bool refuses = false;
  for (const Requirement& requirement : report.requirements) {
    absl::StrAppend(&out, Heading(requirement), "\n", OwnText(report, requirement),
                    ProductsText(requirement));
    refuses = refuses || RefusesAnything(requirement);
  }
  for (const std::string& line : report.not_judged) {
    out += Wrapped("", absl::StrCat("Says nothing: ", line), 2);
  }
  if (!report.not_judged.empty()) out += "\n";
  if (refuses) {
    out += "What a refusal looks like\n";
    for (const std::string& symptom : impact::Symptoms()) out += Wrapped("  ", symptom, 2);
  }
  return out;
}

std::string ImpactLine(const Requirement& requirement) {
  const std::vector<JudgedPeer> products = impact::JudgeProducts(requirement);
  return absl::StrCat("refuses ", Count(products, Outcome::kRefused), " of ", products.size(),
                      " named ", Peers(requirement), ": ntlmatrix impact ",
                      requirement.side == Side::kClient ? "--min " : "--server-min ",
                      absl::StrFormat("0x%x", requirement.value));
}

}  // namespace ntlmatrix::report
