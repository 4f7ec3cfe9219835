// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_TESTING_POLICY_NOTATION_H_
#define NTLMATRIX_PARSERS_POLICY_TESTING_POLICY_NOTATION_H_

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include "absl/strings/numbers.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/string_view.h"
#include "absl/strings/strip.h"

#include "parsers/policy/effective_policy.h"

// A short notation of containers, links and what GPOs say of LmCompatibilityLevel, for tests.
namespace ntlmatrix::policy {

struct WrittenPolicy {
  std::vector<Container> containers;
  std::vector<Gpo> gpos;
};

inline PolicySetting Said(absl::string_view word) {
  PolicySetting setting;
  setting.id = SettingId::kLmCompatibilityLevel;
  setting.state = SettingState::kDefined;
  if (absl::SimpleAtoi(word, &setting.value)) return setting;
  setting.value = 0;
  setting.state = word == "deleted"       ? SettingState::kDeleted
                  : word == "wrong-type"  ? SettingState::kWrongType
                  : word == "malformed"   ? SettingState::kMalformed
                  : word == "conflicting" ? SettingState::kConflicting
                                          : SettingState::kNotDefined;
  return setting;
}

inline Gpo WrittenGpo(absl::string_view name, absl::string_view word, absl::string_view extension) {
  Gpo gpo;
  gpo.name = std::string(name);
  gpo.reading = word == "unreadable" ? GpoReading::kUnreadable
                : word == "errors"   ? GpoReading::kWithErrors
                                     : GpoReading::kWhole;
  for (const SettingId id : AllSettings()) {
    gpo.settings.push_back(Said(""));
    gpo.settings.back().id = id;
  }
  gpo.settings.back() = Said(word);
  const std::vector<absl::string_view> names = absl::StrSplit(extension, '+', absl::SkipEmpty());
  for (const absl::string_view one : names) {
    gpo.extensions[2] |= one == "registry"   ? kRegistryExtension
                         : one == "security" ? kSecurityExtension
                                             : kPreferencesExtension;
  }
  return gpo;
}

// "domain block: a=5 enforced, b disabled / ou: c=deleted": containers with their links in link
// order. A GPO says nothing, "=N", "=deleted", ... or "=unreadable", "=errors" (and nothing else),
// through the extension "@registry", "@security" where given; its first mention says what. Words of
// a link: enforced, disabled, filtered, unknown.
inline WrittenPolicy Written(absl::string_view text) {
  WrittenPolicy written;
  if (text.empty()) return written;
  for (const absl::string_view part : absl::StrSplit(text, " / ")) {
    const std::pair<absl::string_view, absl::string_view> halves =
        absl::StrSplit(part, absl::MaxSplits(':', 1));
    const std::vector<absl::string_view> head = absl::StrSplit(halves.first, ' ');
    Container container;
    container.name = absl::StrCat(head[0], written.containers.size());
    container.kind = head[0] == "local"    ? ContainerKind::kLocal
                     : head[0] == "site"   ? ContainerKind::kSite
                     : head[0] == "domain" ? ContainerKind::kDomain
                                           : ContainerKind::kOu;
    container.block_inheritance = head.size() > 1;
    const std::vector<absl::string_view> links =
        absl::StrSplit(halves.second, ',', absl::SkipWhitespace());
    for (const absl::string_view link_text : links) {
      const std::vector<absl::string_view> words =
          absl::StrSplit(link_text, ' ', absl::SkipEmpty());
      const std::vector<absl::string_view> gpo = absl::StrSplit(words[0], absl::MaxSplits('@', 1));
      const std::vector<absl::string_view> says = absl::StrSplit(gpo[0], absl::MaxSplits('=', 1));
      const auto known = std::find_if(written.gpos.begin(), written.gpos.end(),
                                      [&](const Gpo& one) { return one.name == says[0]; });
      GpoLink link;
      link.gpo = static_cast<size_t>(known - written.gpos.begin());
      if (known == written.gpos.end()) {
        written.gpos.push_back(
            WrittenGpo(says[0], says.size() > 1 ? says[1] : "", gpo.size() > 1 ? gpo[1] : ""));
      }
      for (const absl::string_view word : words) {
        if (word == "enforced") link.enforced = true;
        if (word == "disabled") link.enabled = false;
        if (word == "filtered") link.applies = Applies::kNo;
        if (word == "unknown") link.applies = Applies::kUnknown;
      }
      container.links.push_back(link);
    }
    written.containers.push_back(std::move(container));
  }
  return written;
}

// "5; a wins, b link-order-wins": the state or value, then every link in order of precedence.
inline std::string Outcome(const WrittenPolicy& policy) {
  const EffectiveSetting level = EffectivePolicy(policy.containers, policy.gpos).back();
  std::string text = level.state == SettingState::kDefined
                         ? absl::StrCat(level.value)
                         : std::string(SettingStateName(level.state));
  absl::string_view separator = "; ";
  for (const LinkOutcome& link : level.links) {
    const size_t gpo = policy.containers[link.container].links[link.link].gpo;
    absl::StrAppend(&text, separator, policy.gpos[gpo].name, " ", LinkStandingName(link.standing));
    separator = ", ";
  }
  return text;
}

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_TESTING_POLICY_NOTATION_H_
