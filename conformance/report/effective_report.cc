// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/effective_report.h"

#include <algorithm>
#include <cstddef>

#include "absl/strings/str_cat.h"
#include <nlohmann/json.hpp>

#include "conformance/report/defaults_json.h"
#include "conformance/report/policy_json.h"
#include "conformance/report/policy_text.h"
#include "conformance/report/policy_words.h"
#include "conformance/report/printable.h"
#include "conformance/report/wrapped.h"

namespace ntlmatrix::report {
namespace {

using Json = nlohmann::ordered_json;
using policy::EffectiveSetting;
using policy::LinkOutcome;
using policy::LinkStanding;
using policy::SettingId;
using policy::SettingState;
using precedence::ComputerPolicy;

constexpr absl::string_view kKinds[] = {"local", "site", "domain", "ou"};

std::string KindOf(const policy::Container& container) {
  return std::string(kKinds[static_cast<size_t>(container.kind)]);
}

// "domain example.com"
std::string ContainerText(const ComputerPolicy& computer, size_t index) {
  const policy::Container& container = computer.containers[index];
  return absl::StrCat(KindOf(container), " ", Printable(container.name));
}

const stores::PolicyInput& InputOf(const ComputerPolicy& computer, const LinkOutcome& outcome) {
  return computer.inputs[computer.containers[outcome.container].links[outcome.link].gpo];
}

// "domain example.com, link order 2: PATH, "NAME""
std::string LinkText(const ComputerPolicy& computer, const LinkOutcome& outcome) {
  const policy::Container& container = computer.containers[outcome.container];
  const policy::GpoLink& link = container.links[outcome.link];
  const bool enforced = link.enforced && container.kind != policy::ContainerKind::kLocal;
  const stores::PolicyInput& input = InputOf(computer, outcome);
  return absl::StrCat(ContainerText(computer, outcome.container), ", link order ", outcome.link + 1,
                      enforced ? ", enforced: " : ": ", Printable(input.path),
                      input.name.empty() ? "" : absl::StrCat(", \"", Printable(input.name), "\""));
}

// What the GPO says, as far as it could be read.
std::string SaysText(const ComputerPolicy& computer, SettingId id, const LinkOutcome& outcome) {
  if (outcome.state == SettingState::kDefined) return ValueNumber(id, outcome.value);
  if (precedence::GpoOf(InputOf(computer, outcome)).reading != policy::GpoReading::kWhole &&
      outcome.state == SettingState::kMalformed) {
    return "unreadable or with errors, see below";
  }
  return std::string(policy::SettingStateName(outcome.state));
}

// The places in the stores that say it.
std::string PlacesText(const ComputerPolicy& computer, SettingId id, const LinkOutcome& outcome) {
  const stores::PolicyInput& input = InputOf(computer, outcome);
  std::string out;
  for (const policy::PolicySetting& setting : input.settings) {
    if (setting.id != id) continue;
    for (size_t i = 0; i < std::min<size_t>(setting.sources.size(), 20); ++i) {
      const policy::SettingSource& source = setting.sources[i];
      out += Wrapped("          at ", PlaceInFile(stores::FileOf(input, source.file), source.place),
                     2);
    }
  }
  return out;
}

std::string WinnerText(const ComputerPolicy& computer, const LinkOutcome& outcome) {
  return absl::StrCat(ContainerText(computer, outcome.by_container), ", link order ",
                      outcome.by_link + 1);
}

std::string ReasonText(const ComputerPolicy& computer, const LinkOutcome& outcome) {
  switch (outcome.standing) {
    case LinkStanding::kWins:
      return "wins";
    case LinkStanding::kMayWin:
      return "wins where its filter lets it apply, which the link order does not know";
    case LinkStanding::kNotDefined:
      return "does not define it";
    case LinkStanding::kLinkDisabled:
      return "the link is disabled";
    case LinkStanding::kFilteredOut:
      return "filtered out: does not apply to this computer";
    case LinkStanding::kBlocked:
      return absl::StrCat("blocked by the block inheritance of ",
                          ContainerText(computer, outcome.by_container));
    case LinkStanding::kEnforcedLinkWins:
      return absl::StrCat("the enforced link wins: ", WinnerText(computer, outcome));
    case LinkStanding::kNearerLinkWins:
      return absl::StrCat("the link nearer to the computer wins: ", WinnerText(computer, outcome));
    case LinkStanding::kLinkOrderWins:
      return absl::StrCat("the lower link order of the same container wins: ",
                          WinnerText(computer, outcome));
  }
  return "";
}

std::string SettingText(const ComputerPolicy& computer, const EffectiveSetting& setting,
                        const PolicyScope& scope) {
  std::string head(policy::SettingName(setting.id));
  head.resize(22, ' ');
  std::string out = absl::StrCat("  ", head);
  if (setting.state == SettingState::kDefined) {
    absl::StrAppend(&out, "gets     ", ValueNumber(setting.id, setting.value), "\n");
    out += Wrapped("      ", ValueWords(setting.id, setting.value), 2);
    for (const std::string& line : Refusals(setting.id, setting.value)) {
      out += Wrapped("      ", line, 2);
    }
  } else if (setting.state == SettingState::kNotDefined) {
    absl::StrAppend(&out, "no GPO that applies defines it\n",
                    PolicyDefaultsText(setting.id, scope));
  } else {
    absl::StrAppend(&out, policy::SettingStateName(setting.state),
                    "  no requirement can be derived from this\n");
    out += Wrapped("      ", Printable(setting.problem), 2);
  }
  for (const LinkOutcome& outcome : setting.links) {
    out += Wrapped(outcome.standing == LinkStanding::kWins ? "    > " : "      ",
                   LinkText(computer, outcome), 2);
    const bool silent = outcome.state == SettingState::kNotDefined;
    out += Wrapped("          ",
                   absl::StrCat(silent ? "" : SaysText(computer, setting.id, outcome),
                                silent ? "" : "; ", ReasonText(computer, outcome)),
                   2);
    if (outcome.standing == LinkStanding::kWins || outcome.standing == LinkStanding::kMayWin) {
      out += PlacesText(computer, setting.id, outcome);
    }
  }
  return out;
}

std::string FindingText(const std::string& place, const policy::PolicyFinding& finding) {
  std::string out = Wrapped("  ",
                            absl::StrCat(SeverityName(finding.severity), ": ", place, ": ",
                                         finding.message, " [", finding.id, "]"),
                            2);
  if (!finding.fix.empty()) out += Wrapped("    ", absl::StrCat("fix: ", finding.fix), 2);
  return out;
}

Json LinkJson(const ComputerPolicy& computer, const LinkOutcome& outcome) {
  Json json = {{"container", computer.containers[outcome.container].name},
               {"kind", KindOf(computer.containers[outcome.container])},
               {"link_order", outcome.link + 1},
               {"gpo", InputOf(computer, outcome).path},
               {"standing", std::string(policy::LinkStandingName(outcome.standing))},
               {"reason", ReasonText(computer, outcome)}};
  json["state"] = std::string(policy::SettingStateName(outcome.state));
  json["value"] = outcome.state == SettingState::kDefined ? Json(outcome.value) : Json();
  return json;
}

Json SettingJson(const ComputerPolicy& computer, const EffectiveSetting& setting,
                 const PolicyScope& scope) {
  const bool defined = setting.state == SettingState::kDefined;
  Json json;
  json["state"] = std::string(policy::SettingStateName(setting.state));
  json["value"] = defined ? Json(setting.value) : Json();
  json["hex"] =
      defined ? Json(absl::StrCat("0x", absl::Hex(setting.value, absl::kZeroPad8))) : Json();
  json["problem"] = setting.problem;
  json["links"] = Json::array();
  for (const LinkOutcome& outcome : setting.links) {
    json["links"].push_back(LinkJson(computer, outcome));
  }
  json["defaults"] =
      setting.state == SettingState::kNotDefined ? DefaultsJson(setting.id, scope) : Json::array();
  return json;
}

}  // namespace

std::string EffectiveText(const ComputerPolicy& computer, const PolicyScope& scope) {
  std::string out = absl::StrCat(Printable(computer.link_order), ": what the computer gets\n");
  for (const EffectiveSetting& setting : computer.settings) {
    out += SettingText(computer, setting, scope);
  }
  for (const policy::PolicyFinding& finding : computer.findings) {
    out += FindingText(Printable(computer.link_order), finding);
  }
  bool any = false;
  for (const stores::PolicyInput& input : computer.inputs) {
    if (input.status.ok() && input.findings.empty()) continue;
    if (!any) out += "\nThe GPOs with findings:\n";
    any = true;
    out += PolicyText(input, scope, PolicyDetail::kBrief);
  }
  return out;
}

std::string EffectiveJson(const ComputerPolicy& computer, const PolicyScope& scope) {
  // Without the defaults: what one GPO does not define another may.
  std::string gpos = PolicyJsonHead();
  for (const stores::PolicyInput& input : computer.inputs) {
    gpos += PolicyJsonInput(input, {}, &input == &computer.inputs.front(), PolicyDetail::kBrief);
  }
  gpos += PolicyJsonTail(!computer.inputs.empty());
  Json json = Json::parse(gpos, nullptr, /*allow_exceptions=*/false);
  Json& effective = json["effective_policy"];
  effective["link_order"] = computer.link_order;
  for (const EffectiveSetting& setting : computer.settings) {
    effective["settings"][std::string(policy::SettingName(setting.id))] =
        SettingJson(computer, setting, scope);
  }
  effective["findings"] = Json::array();
  for (const policy::PolicyFinding& finding : computer.findings) {
    effective["findings"].push_back({{"id", std::string(finding.id)},
                                     {"severity", std::string(SeverityName(finding.severity))},
                                     {"message", finding.message},
                                     {"fix", finding.fix},
                                     {"place", {{"file", computer.link_order}}}});
  }
  return json.dump(2, ' ', true, Json::error_handler_t::replace) + "\n";
}

}  // namespace ntlmatrix::report
