// SPDX-License-Identifier: Apache-2.0

#include "conformance/expected/proposal.h"

#include <algorithm>
#include <set>
#include <string>
#include <tuple>
#include <utility>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_join.h"

#include "conformance/expected/run_tests.h"
#include "conformance/pattern.h"

namespace ntlmatrix::expected {
namespace {

using conformance::Cell;
using conformance::CellResult;
using conformance::Check;
using conformance::CheckResult;
using conformance::Outcome;
using conformance::RunResult;
using conformance::messages::MessageResult;

// What the results of one line have in common.
using Group = std::tuple<Check, Outcome, std::string>;

Group GroupOf(const CheckResult& result) {
  // What a subject does that can't require a setting is no fault; the line says that it can't.
  if (result.outcome != Outcome::kFail) return {result.check, result.outcome, ""};
  const std::string faults = absl::StrJoin(
      result.faults, ", ",
      [](std::string* out, const conformance::Fault& fault) { *out += fault.Text(); });
  return {result.check, result.outcome, faults};
}

// How a line about a group has to treat a result.
enum class Place {
  kIn,
  kOut,      // it passes, or another line covers it
  kNeither,  // whether the names match it makes no difference
};

class Proposer {
 public:
  Proposer(const RunResult& run, const Comparison& known, absl::CivilDay today)
      : run_(run), known_(known), today_(today) {}

  ExpectedFile Propose() {
    ExpectedFile file = {.subject = run_.subject.name,
                         .implementation = run_.subject.implementation,
                         .version = run_.subject.version,
                         .lines = {}};
    KeepLines(&file.lines);
    std::vector<Group> groups;
    for (const RunTest& test : TestsOf(run_)) {
      for (const CheckResult& result : test.checks) {
        const bool open = IsDeviation(result.outcome) && kept_.count(&result) == 0;
        if (open && std::find(groups.begin(), groups.end(), GroupOf(result)) == groups.end()) {
          groups.push_back(GroupOf(result));
        }
      }
    }
    std::sort(groups.begin(), groups.end());
    for (const Group& group : groups) {
      file.lines.push_back({.tests = NamesOf(group),
                            .check = std::get<Check>(group),
                            .outcome = std::get<Outcome>(group),
                            .reason = std::string(kNoReason.data(), kNoReason.size()),
                            .reviewed = today_});
    }
    return file;
  }

 private:
  void KeepLines(std::vector<ExpectedLine>* lines) {
    const std::vector<RunTest> tests = TestsOf(run_);
    std::set<size_t> bad;
    for (const Problem& problem : known_.problems) {
      if (problem.kind == ProblemKind::kOtherSubject) return;
      bad.insert(problem.place);
    }
    for (const ExpectedLine& line : known_.file.lines) {
      if (bad.count(line.place) != 0) continue;
      lines->push_back(line);
      for (const RunTest& test : tests) {
        const bool named = std::any_of(line.tests.begin(), line.tests.end(),
                                       [&](const auto& glob) { return IsNamed(glob, test.name); });
        if (!named) continue;
        for (const CheckResult& result : test.checks) {
          if (result.check == line.check && result.outcome == line.outcome) kept_.insert(&result);
        }
      }
    }
  }

  Place PlaceOf(const CheckResult& result, const Group& group) const {
    if (result.check != std::get<Check>(group)) return Place::kNeither;
    if (result.outcome == Outcome::kPass) return Place::kOut;
    if (result.outcome != std::get<Outcome>(group)) return Place::kNeither;
    return kept_.count(&result) == 0 && GroupOf(result) == group ? Place::kIn : Place::kOut;
  }

  // The place of a test: a message may lack the check.
  Place PlaceOf(absl::Span<const CheckResult> checks, const Group& group) const {
    for (const CheckResult& result : checks) {
      const Place place = PlaceOf(result, group);
      if (place != Place::kNeither) return place;
    }
    return Place::kNeither;
  }

  std::vector<std::string> NamesOf(const Group& group) const {
    std::vector<Cell> judged;
    std::vector<bool> marked;
    for (const CellResult& cell : run_.cells) {
      const Place place = PlaceOf(cell.checks, group);
      if (place == Place::kNeither) continue;
      judged.push_back(cell.cell);
      marked.push_back(place == Place::kIn);
    }
    std::vector<std::string> names;
    for (const conformance::CellPattern& pattern : FindPatterns(judged, marked)) {
      names.push_back(pattern.Glob());
    }
    for (const ntlm::MessageType message :
         {ntlm::MessageType::kNegotiate, ntlm::MessageType::kChallenge,
          ntlm::MessageType::kAuthenticate}) {
      AppendMessages(message, group, &names);
    }
    return names;
  }

  // One glob where it is all the tests of a message, else each by its name.
  void AppendMessages(ntlm::MessageType message, const Group& group,
                      std::vector<std::string>* names) const {
    std::vector<std::string> in;
    bool all = true;
    for (const MessageResult& result : run_.messages) {
      if (result.test->message != message) continue;
      const Place place = PlaceOf(result.checks, group);
      if (place == Place::kIn) in.push_back(result.test->Name());
      all = all && place == Place::kIn;
    }
    if (all && in.size() > 1) {
      in = {absl::StrCat("message/", conformance::messages::MessageWord(message), "/*")};
    }
    names->insert(names->end(), in.begin(), in.end());
  }

  const RunResult& run_;
  const Comparison& known_;
  absl::CivilDay today_;
  std::set<const CheckResult*> kept_;  // what lines that stay cover
};

}  // namespace

ExpectedFile Propose(const RunResult& run, const Comparison& known, absl::CivilDay today) {
  return Proposer(run, known, today).Propose();
}

}  // namespace ntlmatrix::expected
