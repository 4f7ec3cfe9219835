// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_EFFECTIVE_POLICY_H_
#define NTLMATRIX_PARSERS_POLICY_EFFECTIVE_POLICY_H_

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "absl/types/span.h"

#include "parsers/policy/gpo_link.h"
#include "parsers/policy/policy_setting.h"

namespace ntlmatrix::policy {

// What becomes of one link for one setting.
enum class LinkStanding : uint8_t {
  kWins,
  kMayWin,      // it wins where its filter lets it apply, which is not known
  kNotDefined,  // its GPO does not define the setting
  kLinkDisabled,
  kFilteredOut,
  kBlocked,           // by the block inheritance of a container below
  kEnforcedLinkWins,  // one that is enforced, here or in a container above
  kNearerLinkWins,    // one of a container nearer to the computer
  kLinkOrderWins,     // one with a lower link order in the same container
};

// "wins", "may-win", "not-defined", "link-disabled", ...
absl::string_view LinkStandingName(LinkStanding standing);

// One link, and what its GPO says about the setting.
struct LinkOutcome {
  size_t container = 0;  // index into the containers
  size_t link = 0;       // index into its links: the link order less one
  LinkStanding standing = LinkStanding::kNotDefined;
  size_t by_container = 0;                         // of the block, or of the link that wins
  size_t by_link = 0;                              // of the link that wins
  SettingState state = SettingState::kNotDefined;  // as far as it can be relied on
  uint32_t value = 0;                              // when kDefined

  bool operator==(const LinkOutcome&) const = default;
};

// What a computer gets of one setting.
struct EffectiveSetting {
  SettingId id = SettingId::kNtlmMinClientSec;
  SettingState state = SettingState::kNotDefined;  // kNotDefined: the default applies
  uint32_t value = 0;                              // when kDefined
  std::string problem;                             // when neither kDefined nor kNotDefined
  std::vector<LinkOutcome> links;                  // every link once, highest precedence first

  // The outcome that kWins, or null.
  const LinkOutcome* Winner() const;

  bool operator==(const EffectiveSetting&) const = default;
};

// Computes what a computer gets of every setting, in the order of AllSettings().
//
// Containers stand in the order local, site, domain, OUs from parent to child; links in link order,
// 1 first, which is applied last. [MS-GPOL] 3.2.5.1.5, 2.2.2:
//
// - Enforced links win over all others, and among them the one of the highest container.
// - Else the link of the lowest container wins, the local GPO last; in a container link order 1.
// - Block inheritance stops links of containers above that are not enforced, but not the local GPO,
//   which is no link of Active Directory and can't be enforced either.
// - Links that are disabled, enforced or not, are as if absent, and so are GPOs filtered out.
// - A GPO that can't be read, and a setting in any other state than kDefined and kNotDefined, hides
//   whatever it outranks: what a computer gets is then that state.
// - A filter that is not known leaves two answers; where they differ the setting is conflicting.
// - Client-side extensions run one after the other, each over all GPOs ([MS-GPOL] 3.2.1.5): where
//   GPOs that set a value through different extensions differ, the link order does not decide, and
//   the setting is conflicting.
//
// Loopback processing concerns the settings of users and changes nothing here. A link to a GPO that
// is not in `gpos` is one to a GPO that can't be read.
std::vector<EffectiveSetting> EffectivePolicy(absl::Span<const Container> containers,
                                              absl::Span<const Gpo> gpos);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_EFFECTIVE_POLICY_H_
