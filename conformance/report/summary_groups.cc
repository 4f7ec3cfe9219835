// SPDX-License-Identifier: Apache-2.0

#include "conformance/report/summary_groups.h"

#include <algorithm>
#include <map>
#include <tuple>
#include <utility>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "absl/strings/str_split.h"
#include "absl/strings/strip.h"

namespace ntlmatrix::conformance {
namespace {

using messages::MessageResult;

const CheckResult& CheckOf(const CellResult& cell, Check check) {
  return cell.checks[static_cast<size_t>(check)];
}

bool IsJudged(const CheckResult& check) {
  return check.outcome == Outcome::kPass || check.outcome == Outcome::kFail;
}

// Whether the verdict of a cell could have this fault. A refusal for another option says nothing of
// the one that the fault is about.
bool VerdictAtRisk(const CellResult& cell, const FaultGroup& group) {
  const Fault& fault = group.fault;
  const bool accepts = absl::StartsWith(fault.does, "accepts");
  if ((cell.expectation.verdict == Verdict::kFail) != accepts) return false;
  if (fault.option == 0) return true;
  if (std::binary_search(group.cells.begin(), group.cells.end(), &cell)) return true;
  bool same = false, other = false;
  for (const VerdictRule* const rule : cell.expectation.failing) {
    same |= rule->setting == fault.option && rule->rule.strength == fault.strength;
    other |= rule->setting != fault.option;
  }
  return same && !other;
}

// After a log or a stack the reason is in the last line.
std::string LastLine(absl::string_view text) {
  const std::vector<absl::string_view> lines = absl::StrSplit(text, '\n', absl::SkipEmpty());
  return lines.empty() ? "" : std::string(lines.back());
}

class Groups {
 public:
  explicit Groups(const expected::Comparison* known) : known_(known) {}

  // The group of this fault; a new one where there is none.
  FaultGroup& Of(FaultGroup wanted) {
    for (FaultGroup& group : groups_) {
      if (group.kind == wanted.kind && group.check == wanted.check && HasSameCause(group, wanted) &&
          IsSame(group.fault, wanted.fault, wanted.kind == SummaryKind::kCannotRequire)) {
        return group;
      }
    }
    return groups_.emplace_back(std::move(wanted));
  }

  void AddCell(const CellResult& cell) {
    for (const CheckResult& check : cell.checks) {
      if (check.outcome != Outcome::kFail && check.outcome != Outcome::kCannotRequire) continue;
      if (IsExpected(check)) continue;
      for (const Fault& fault : check.faults) {
        const bool fails = check.outcome == Outcome::kFail;
        Add(cell, {.kind = fails ? SummaryKind::kFail : SummaryKind::kCannotRequire,
                   .check = check.check,
                   .fault = fault,
                   .seen = Said(check, fault)});
      }
    }
    if (cell.weak_key_bits) {
      const CheckResult& key = CheckOf(cell, Check::kKey);
      Add(cell, {.kind = SummaryKind::kWeakKey,
                 .check = Check::kKey,
                 .fault = WeakKeyFault(*cell.weak_key_bits, key.rules.front())});
    }
    if (cell.offer) {
      const ntlm::NegotiateFlags firm = ~cell.offer->disputed;
      for (Fault& fault : OfferFaults(cell.offer->missing & firm, cell.offer->extra & firm)) {
        Add(cell, {.kind = SummaryKind::kOffer, .fault = std::move(fault)});
      }
    }
    if (cell.handling == Handling::kBroke && !IsExpected(cell.checks.front())) {
      Add(cell, {.kind = SummaryKind::kBroke,
                 .fault = {.does = "breaks off", .what = {}},
                 .seen = LastLine(cell.checks.front().actual)});
    }
  }

  void AddMessage(const MessageResult& message) {
    for (const CheckResult& check : message.checks) {
      if (check.outcome != Outcome::kFail || IsExpected(check)) continue;
      for (const Fault& fault : check.faults) {
        FaultGroup wanted = {.check = check.check, .fault = fault, .seen = Said(check, fault)};
        // The other checks are those of the cells.
        if (fault.rule.empty()) {
          wanted.bug_class = message.test->bug_class;
          const std::vector<std::string> names = messages::CitationNames(*message.test);
          if (!names.empty()) wanted.citation = names.front();
        }
        Of(std::move(wanted)).messages.push_back(&message);
      }
    }
    if (message.handling == Handling::kBroke && !IsExpected(message.checks.front())) {
      Of({.kind = SummaryKind::kBroke,
          .fault = {.does = "breaks off", .what = {}},
          .seen = LastLine(message.checks.front().actual)})
          .messages.push_back(&message);
    }
  }

  std::vector<FaultGroup> Take() {
    Merge();
    // The last member keeps equals in the order of the run.
    std::map<std::tuple<SummaryKind, int, bool, Check, size_t>, FaultGroup> sorted;
    for (FaultGroup& group : groups_) {
      const std::tuple place = {group.kind, -static_cast<int>(group.fault.strength),
                                group.bug_class.has_value(), group.check, sorted.size()};
      sorted.emplace(place, std::move(group));
    }
    std::vector<FaultGroup> groups;
    for (auto& [place, group] : sorted) groups.push_back(std::move(group));
    return groups;
  }

 private:
  bool IsExpected(const CheckResult& check) const {
    return known_ != nullptr && known_->StandingOf(check) == expected::Standing::kExpected;
  }

  void Add(const CellResult& cell, FaultGroup wanted) {
    std::vector<const CellResult*>& cells = Of(std::move(wanted)).cells;
    if (cells.empty() || cells.back() != &cell) cells.push_back(&cell);
  }

  // Several rules can say what one option requires; the first stands for them.
  static bool IsSame(const Fault& a, Fault b, bool cannot_require) {
    if (a.option != 0) {
      b.rule = a.rule;
      if (cannot_require) b.strength = a.strength;
    }
    return a == b;
  }

  // Of messages that are judged as such class and fault alone do not tell where the subject is
  // wrong.
  static bool HasSameCause(const FaultGroup& a, const FaultGroup& b) {
    if (a.bug_class != b.bug_class) return false;
    return !a.bug_class || (a.citation == b.citation && a.seen == b.seen);
  }

  // The end of the text of a refusal; other faults say it all.
  static std::string Said(const CheckResult& check, const Fault& fault) {
    if (fault.does != "refuses") return "";
    absl::string_view said = check.actual;
    if (!absl::ConsumePrefix(&said, "fail (") || !absl::ConsumeSuffix(&said, ")")) return "";
    return LastLine(said);
  }

  // Faults that differ in what alone and have the same places become one.
  void Merge() {
    for (size_t i = 0; i < groups_.size(); ++i) {
      for (size_t j = i + 1; j < groups_.size();) {
        FaultGroup same = groups_[j];
        same.fault.what = groups_[i].fault.what;
        const bool one = same.kind == groups_[i].kind && same.check == groups_[i].check &&
                         same.fault == groups_[i].fault && HasSameCause(same, groups_[i]) &&
                         same.cells == groups_[i].cells && same.messages == groups_[i].messages;
        if (!one) {
          ++j;
          continue;
        }
        names_.push_back({i, groups_[j].fault.what});
        groups_.erase(groups_.begin() + static_cast<ptrdiff_t>(j));
      }
    }
    for (const auto& [group, name] : names_) {
      absl::StrAppend(&groups_[group].fault.what, ", ", name);
    }
  }

  const expected::Comparison* known_;
  std::vector<FaultGroup> groups_;
  std::vector<std::pair<size_t, std::string>> names_;
};

}  // namespace

std::vector<FaultGroup> GroupFaults(const RunResult& result, const expected::Comparison* known) {
  Groups groups(known);
  for (const CellResult& cell : result.cells) groups.AddCell(cell);
  for (const MessageResult& message : result.messages) groups.AddMessage(message);
  return groups.Take();
}

std::vector<const CellResult*> CellsAtRisk(const RunResult& result, const FaultGroup& group) {
  const auto at_risk = [&](const CellResult& cell) {
    const CheckResult& check = CheckOf(cell, group.check);
    switch (group.kind) {
      case SummaryKind::kBroke:
        return cell.handling != Handling::kUnsupported;
      case SummaryKind::kFail:
        if (!IsJudged(check)) return false;
        return group.check != Check::kVerdict || VerdictAtRisk(cell, group);
      case SummaryKind::kWeakKey:
        return (cell.situation.Negotiated() & ntlm::flags::k128) != 0 &&
               (IsJudged(check) || check.outcome == Outcome::kUndocumented);
      case SummaryKind::kCannotRequire:
        return cell.handling == Handling::kCannotRequire &&
               (cell.situation.setting & group.fault.option) != 0;
      case SummaryKind::kOffer:
        break;
    }
    return cell.handling == Handling::kDone || cell.handling == Handling::kCannotRequire;
  };
  std::vector<const CellResult*> cells;
  for (const CellResult& cell : result.cells) {
    if (at_risk(cell)) cells.push_back(&cell);
  }
  return cells;
}

}  // namespace ntlmatrix::conformance
