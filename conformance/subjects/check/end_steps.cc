// SPDX-License-Identifier: Apache-2.0

#include <algorithm>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_format.h"
#include "absl/strings/str_join.h"

#include "conformance/subjects/check/shim_files.h"
#include "conformance/subjects/check/steps.h"
#include "conformance/subjects/external/process_tree.h"

namespace ntlmatrix::conformance::check {
namespace {

using external::Answer;
using Clock = external::ShimProcess::Clock;

constexpr size_t kMostInFlight = 64;
constexpr auto kMeasured = std::chrono::milliseconds(500);

// Takes exchanges with as many open as hello says until `end`. How many were whole; nullopt where
// one was not.
std::optional<size_t> CountExchanges(CheckSession* session, Clock::time_point end) {
  const size_t most = std::min(session->hello().in_flight, kMostInFlight);
  std::deque<TakenExchange> started;
  std::deque<TakenExchange> challenged;
  size_t whole = 0;
  do {
    while (started.size() + challenged.size() < most && Clock::now() < end) {
      started.push_back(session->Open(session->OwnPlace()));
    }
    if (!started.empty()) {
      session->AwaitNegotiate(&started.front());
      session->SendChallenge(&started.front());
      if (started.front().challenge.empty()) return std::nullopt;
      challenged.push_back(std::move(started.front()));
      started.pop_front();
    }
    if (challenged.size() >= (most + 1) / 2 || started.empty()) {
      session->AwaitAuthenticate(&challenged.front());
      const auto& second = challenged.front().second;
      if (!second.ok() || second->kind != Answer::Kind::kAuthenticate) return std::nullopt;
      challenged.pop_front();
      ++whole;
    }
  } while (!started.empty() || !challenged.empty());
  return whole;
}

void CheckLeftovers(pid_t keeper, CheckReport* report) {
  // Children may take a moment to see that their parent has gone.
  constexpr int kRounds = 20;
  std::vector<pid_t> left;
  for (int round = 0; round < kRounds; ++round) {
    left = external::DescendantsOf(keeper);
    if (left.empty()) return;
    std::this_thread::sleep_for(std::chrono::milliseconds(25));
  }
  std::set<std::string> names;
  for (const pid_t process : left) names.insert(ProcessName(process));
  report->Fail(absl::StrCat(
      "end: it left ", left.size(),
      left.size() == 1 ? " process behind: " : " processes behind: ", absl::StrJoin(names, ", ")));
}

void CheckNewFiles(const std::set<std::string>& before, CheckReport* report) {
  std::vector<std::string> added;
  for (const std::string& name : FilesHere()) {
    if (before.count(name) == 0) added.push_back(name);
  }
  if (added.empty()) return;
  report->Note(absl::StrCat("in the current folder there is now ", absl::StrJoin(added, ", "),
                            "; if the shim wrote it: write nothing outside of a temporary folder"));
}

// Whether it ended as it should.
bool Exits(CheckSession* session, Conversation* talk) {
  CheckReport& report = session->report();
  const auto limit = session->options().exit_limit;
  const std::string within = absl::StrFormat("%g s", static_cast<double>(limit.count()) / 1000);
  talk->process().CloseInput();
  talk->Listen(limit);
  const absl::Status status = talk->process().Finish(Clock::now() + limit);
  if (absl::IsDeadlineExceeded(status)) {
    report.Fail(absl::StrCat(
        "end: it did not exit within ", within, " when its standard input was closed: ",
        talk->status().ok() ? "it still runs" : talk->status().message(), " (PROTOCOL.md, Lines)"));
  } else if (!status.ok()) {
    report.Fail(absl::StrCat(
        "end: ", status.message(),
        " when its standard input was closed, with one exchange open: ", talk->status().message()));
  }
  return status.ok();
}

}  // namespace

void MeasureSpeed(CheckSession* session) {
  Conversation* const talk = session->Talk();
  if (talk == nullptr || !session->authenticated()) return;
  const Clock::time_point begin = Clock::now();
  const auto count = CountExchanges(session, begin + kMeasured);
  const double seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  if (!count) {
    session->report().Fail(absl::StrCat(
        "speed: not every exchange came to an end while many were open: ",
        talk->status().ok() ? "one was refused or answered wrongly" : talk->status().message()));
    return;
  }
  session->report().Info(absl::StrFormat("speed: %.0f exchanges a second with %d open",
                                         static_cast<double>(*count) / seconds,
                                         std::min(session->hello().in_flight, kMostInFlight)));
}

void CheckEnd(CheckSession* session) {
  Conversation* const talk = session->Talk();
  if (talk == nullptr) {
    session->End();
    return;
  }
  const pid_t keeper = talk->process().keeper();
  const std::string share = ShareFault(external::DescendantsOf(keeper));
  if (!share.empty()) session->report().Fail(absl::StrCat("end: ", share));
  // A shim has to end whatever is open.
  TakenExchange open = session->Open(session->OwnPlace());
  session->AwaitNegotiate(&open);
  const int fails = session->report().fails();
  if (talk->status().ok() && Exits(session, talk)) CheckLeftovers(keeper, &session->report());
  session->End();
  CheckNewFiles(session->files_before(), &session->report());
  if (session->report().fails() == fails) {
    session->report().Ok("end: it exits with status 0 when its standard input is closed");
  }
}

}  // namespace ntlmatrix::conformance::check
