// SPDX-License-Identifier: Apache-2.0

#include "parsers/policy/effective_policy.h"

#include <algorithm>
#include <optional>

#include "absl/strings/str_cat.h"

namespace ntlmatrix::policy {
namespace {

using Containers = absl::Span<const Container>;
using Gpos = absl::Span<const Gpo>;

bool IsEnforced(const Container& container, const GpoLink& link) {
  return link.enforced && container.kind != ContainerKind::kLocal;
}

// Every link, highest precedence first, whether it applies or not.
std::vector<LinkOutcome> RankedLinks(Containers containers) {
  std::vector<LinkOutcome> ranked;
  const auto add = [&](size_t container, bool enforced) {
    const std::vector<GpoLink>& links = containers[container].links;
    for (size_t link = 0; link < links.size(); ++link) {
      if (IsEnforced(containers[container], links[link]) != enforced) continue;
      LinkOutcome outcome;
      outcome.container = container;
      outcome.link = link;
      ranked.push_back(outcome);
    }
  };
  for (size_t i = 0; i < containers.size(); ++i) add(i, true);
  for (size_t i = containers.size(); i > 0; --i) add(i - 1, false);
  return ranked;
}

// The nearest container below each that blocks inheritance.
std::vector<std::optional<size_t>> BlocksBelow(Containers containers) {
  std::vector<std::optional<size_t>> blocks(containers.size());
  std::optional<size_t> block;
  for (size_t i = containers.size(); i > 0; --i) {
    blocks[i - 1] = block;
    if (containers[i - 1].block_inheritance) block = i - 1;
  }
  return blocks;
}

// What a GPO says as far as it can be relied on.
void SetState(Gpos gpos, const GpoLink& link, size_t setting, LinkOutcome* outcome) {
  outcome->state = SettingState::kMalformed;
  if (link.gpo >= gpos.size()) return;
  const Gpo& gpo = gpos[link.gpo];
  if (gpo.reading == GpoReading::kUnreadable || setting >= gpo.settings.size()) return;
  const PolicySetting& said = gpo.settings[setting];
  if (gpo.reading == GpoReading::kWithErrors && said.state == SettingState::kNotDefined) return;
  outcome->state = said.state;
  if (said.state == SettingState::kDefined) outcome->value = said.value;
}

bool SaysTheSame(const LinkOutcome& a, const LinkOutcome& b) {
  return a.state == SettingState::kDefined && b.state == SettingState::kDefined &&
         a.value == b.value;
}

// One setting, of which every link is judged in order of precedence.
class Contest {
 public:
  Contest(Containers containers, Gpos gpos, SettingId id)
      : containers_(containers), gpos_(gpos), setting_(static_cast<size_t>(id)) {
    result_.id = id;
  }

  EffectiveSetting Decide() {
    const auto blocks = BlocksBelow(containers_);
    result_.links = RankedLinks(containers_);
    for (LinkOutcome& outcome : result_.links) {
      const Container& container = containers_[outcome.container];
      const GpoLink& link = LinkOf(outcome);
      SetState(gpos_, link, setting_, &outcome);
      const std::optional<size_t> block = blocks[outcome.container];
      if (!link.enabled) {
        outcome.standing = LinkStanding::kLinkDisabled;
      } else if (link.applies == Applies::kNo) {
        outcome.standing = LinkStanding::kFilteredOut;
      } else if (block.has_value() && container.kind != ContainerKind::kLocal &&
                 !IsEnforced(container, link)) {
        outcome.standing = LinkStanding::kBlocked;
        outcome.by_container = *block;
      } else if (outcome.state != SettingState::kNotDefined) {
        Enter(link, &outcome);
      }
    }
    Settle();
    return std::move(result_);
  }

 private:
  const GpoLink& LinkOf(const LinkOutcome& outcome) const {
    return containers_[outcome.container].links[outcome.link];
  }

  // A link that applies, or may, and says something.
  void Enter(const GpoLink& link, LinkOutcome* outcome) {
    entrants_.push_back(outcome);
    if (winner_ != nullptr) {
      outcome->standing = LossTo(*winner_, *outcome);
      outcome->by_container = winner_->container;
      outcome->by_link = winner_->link;
    } else if (link.applies == Applies::kUnknown) {
      outcome->standing = LinkStanding::kMayWin;
    } else {
      outcome->standing = LinkStanding::kWins;
      winner_ = outcome;
    }
  }

  LinkStanding LossTo(const LinkOutcome& winner, const LinkOutcome& loser) const {
    const bool enforced = IsEnforced(containers_[winner.container], LinkOf(winner));
    if (winner.container == loser.container &&
        enforced == IsEnforced(containers_[loser.container], LinkOf(loser))) {
      return LinkStanding::kLinkOrderWins;
    }
    return enforced ? LinkStanding::kEnforcedLinkWins : LinkStanding::kNearerLinkWins;
  }

  std::string Name(const LinkOutcome& outcome) const {
    const size_t gpo = LinkOf(outcome).gpo;
    return gpo < gpos_.size() ? gpos_[gpo].name : absl::StrCat("GPO ", gpo);
  }

  void Settle() {
    if (entrants_.empty()) return;
    const LinkOutcome& best = *entrants_.front();
    if (winner_ == &best) {
      result_.state = best.state;
      result_.value = best.value;
      if (best.state != SettingState::kDefined) result_.problem = StateProblem(best);
    } else {
      SettleUnknown();
    }
    if (result_.state == SettingState::kDefined) CompareExtensions();
  }

  std::string StateProblem(const LinkOutcome& outcome) const {
    const size_t gpo = LinkOf(outcome).gpo;
    const bool readable = gpo < gpos_.size() && gpos_[gpo].reading != GpoReading::kUnreadable;
    if (!readable) return absl::StrCat(Name(outcome), " can't be read");
    const std::vector<PolicySetting>& settings = gpos_[gpo].settings;
    if (setting_ >= settings.size() || settings[setting_].state == SettingState::kNotDefined) {
      return absl::StrCat(Name(outcome), " has errors: what it seems to lack may be in them");
    }
    return absl::StrCat(Name(outcome), " wins, where the setting is ",
                        SettingStateName(outcome.state));
  }

  // The links that may win, and the one that wins if they do not, must say the same.
  void SettleUnknown() {
    const LinkOutcome& best = *entrants_.front();
    bool same = winner_ != nullptr && winner_->state == SettingState::kDefined;
    for (const LinkOutcome* entrant : entrants_) {
      if (!same || !SaysTheSame(best, *entrant)) same = false;
      if (entrant == winner_) break;
    }
    if (same) {
      result_.state = SettingState::kDefined;
      result_.value = best.value;
      return;
    }
    result_.state = SettingState::kConflicting;
    result_.problem = absl::StrCat("it is not known whether ", Name(best),
                                   " applies, and without it ", "the answer may be another");
  }

  // Each extension leaves the value of the highest GPO that uses it; which runs last decides.
  void CompareExtensions() {
    const LinkOutcome& best = *entrants_.front();
    const auto extensions = [&](const LinkOutcome& outcome) -> uint8_t {
      const size_t gpo = LinkOf(outcome).gpo;
      return gpo < gpos_.size() ? gpos_[gpo].extensions[setting_] : 0;
    };
    if (extensions(best) == 0) return;
    uint8_t seen = 0;
    for (const LinkOutcome* entrant : entrants_) {
      const uint8_t used = extensions(*entrant);
      if ((used & ~seen) != 0 && !SaysTheSame(best, *entrant)) {
        result_.state = SettingState::kConflicting;
        result_.value = 0;
        result_.problem = absl::StrCat(
            Name(best), " and ", Name(*entrant),
            " set it through different client-side extensions, and the one that runs last wins "
            "whatever the link order ([MS-GPOL] 3.2.1.5)");
        return;
      }
      seen |= used;
    }
  }

  Containers containers_;
  Gpos gpos_;
  size_t setting_;
  EffectiveSetting result_;
  std::vector<LinkOutcome*> entrants_;  // highest precedence first
  LinkOutcome* winner_ = nullptr;
};

}  // namespace

absl::string_view LinkStandingName(LinkStanding standing) {
  switch (standing) {
    case LinkStanding::kWins:
      return "wins";
    case LinkStanding::kMayWin:
      return "may-win";
    case LinkStanding::kNotDefined:
      return "not-defined";
    case LinkStanding::kLinkDisabled:
      return "link-disabled";
    case LinkStanding::kFilteredOut:
      return "filtered-out";
    case LinkStanding::kBlocked:
      return "blocked";
    case LinkStanding::kEnforcedLinkWins:
      return "enforced-link-wins";
    case LinkStanding::kNearerLinkWins:
      return "nearer-link-wins";
    case LinkStanding::kLinkOrderWins:
      return "link-order-wins";
  }
  return "";
}

const LinkOutcome* EffectiveSetting::Winner() const {
  const auto winner = std::find_if(links.begin(), links.end(), [](const LinkOutcome& outcome) {
    return outcome.standing == LinkStanding::kWins;
  });
  return winner == links.end() ? nullptr : &*winner;
}

std::vector<EffectiveSetting> EffectivePolicy(Containers containers, Gpos gpos) {
  std::vector<EffectiveSetting> settings;
  for (const SettingId id : AllSettings()) {
    settings.push_back(Contest(containers, gpos, id).Decide());
  }
  return settings;
}

}  // namespace ntlmatrix::policy
