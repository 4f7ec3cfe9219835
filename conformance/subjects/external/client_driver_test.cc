// SPDX-License-Identifier: Apache-2.0

// Each way in which a shim can break the protocol is a result of the test that it belongs to, and
// the run goes on. conformance/subjects/testing/hostile_shim.py has the ways.

#include "conformance/subjects/external/client_driver.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <vector>

#include "absl/strings/match.h"
#include "absl/strings/str_cat.h"
#include "gtest/gtest.h"
#include <unistd.h>

#include "conformance/subjects/external/process_tree.h"
#include "gmock/gmock.h"

namespace ntlmatrix::conformance::external {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr size_t kJobs = 8;

ShimOptions Hostile(const std::string& mode, const std::vector<std::string>& more = {}) {
  ShimOptions options = {.command = {"python3", NTLMATRIX_HOSTILE_SHIM, mode}};
  // Only where the end of the time is waited for; elsewhere a slow machine must not matter.
  for (const char* const silent : {"hang", "half-line", "close-stdin", "stops-reading"}) {
    if (mode == silent) options.silence_limit = std::chrono::seconds(2);
  }
  options.command.insert(options.command.end(), more.begin(), more.end());
  return options;
}

std::vector<ClientJob> Jobs(size_t count = kJobs) {
  const ClientJob job = {.place = {.min = "0", .lm = 3, .app = Application::kNone},
                         .challenge = [](Bytes) -> absl::StatusOr<std::vector<uint8_t>> {
                           return std::vector<uint8_t>{1, 2, 3};
                         }};
  return std::vector<ClientJob>(count, job);
}

struct Seen {
  std::map<size_t, ClientOutcome> outcomes;
  std::vector<size_t> broken;
  size_t broke = 0;
  size_t done = 0;
  std::string first_why;  // of the broken ones
};

Seen Drive(ClientDriver* driver, const std::vector<ClientJob>& jobs) {
  Seen seen;
  EXPECT_TRUE(driver
                  ->Run(jobs,
                        [&](size_t index, ClientOutcome outcome) {
                          EXPECT_EQ(seen.outcomes.count(index), 0u) << "told twice: " << index;
                          seen.outcomes[index] = std::move(outcome);
                        })
                  .ok());
  EXPECT_EQ(seen.outcomes.size(), jobs.size());
  for (const auto& [index, outcome] : seen.outcomes) {
    seen.done += outcome.handling == Handling::kDone;
    if (outcome.handling != Handling::kBroke) continue;
    seen.broken.push_back(index);
    if (seen.broke++ == 0) seen.first_why = outcome.why;
  }
  return seen;
}

std::string FirstBreak(const Seen& seen, const ClientDriver& driver) {
  if (seen.broke > 0 || driver.stray_breaks().empty()) return seen.first_why;
  return driver.stray_breaks().front();
}

TEST(ClientDriverTest, TakesARightShimThroughEveryJob) {
  ClientDriver driver(Hostile("correct"));
  ASSERT_TRUE(driver.Greet().ok());
  const Seen seen = Drive(&driver, Jobs(100));
  EXPECT_EQ(seen.done, 100u);
  for (const auto& [index, outcome] : seen.outcomes) {
    EXPECT_FALSE(outcome.negotiate.empty());
    EXPECT_FALSE(outcome.authenticate.empty());
    EXPECT_EQ(outcome.challenge, (std::vector<uint8_t>{1, 2, 3}));
  }
  driver.Finish();
  EXPECT_TRUE(driver.stray_breaks().empty());
}

struct Hostility {
  const char* mode;
  const char* words;  // of the broken test
};

// Every mode that breaks off in exchange 3 of each process.
constexpr Hostility kHostilities[] = {
    {"hang", "did not answer in time"},
    {"exit", "exited with status 0"},
    {"sigsegv", "signal 11"},
    {"garbage", "is no JSON"},
    {"not-object", "is JSON, but no object"},
    {"invalid-utf8", "is no JSON"},
    {"long-line", "a line of more than 1048576 bytes"},
    {"half-line", "did not answer in time"},
    {"flood", "`type` is 'hello'"},
    {"wrong-id", "which is not open"},
    {"wrong-type", "`type` is 'challenge'"},
    {"bad-hex", "`message` is not lower-case hexadecimal at character"},
    {"close-stdout", "closed its standard output"},
    {"close-stdin", "did not answer in time"},
    {"stderr-flood", "exited with status"},
    {"many-children", "it runs more than 64 processes"},
    {"memory", "more than 1024 MiB of memory"},
};

bool TakesAShare(const Hostility& hostility) {
  return absl::StrContains(hostility.words, "more than") &&
         !absl::StrContains(hostility.words, "line");
}

class HostileShimTest : public ::testing::TestWithParam<Hostility> {};

TEST_P(HostileShimTest, OneAtATimeEveryThirdTestBreaksAndTheRunGoesOn) {
  ClientDriver driver(Hostile(GetParam().mode, {"--in-flight", "1"}));
  ASSERT_TRUE(driver.Greet().ok());
  const Seen seen = Drive(&driver, Jobs());
  // Each process breaks at its third exchange. What takes a share that is too big answers on and is
  // ended at the next look, which may come after the last job.
  if (TakesAShare(GetParam())) {
    EXPECT_GE(seen.broke + driver.stray_breaks().size(), 1u);
    EXPECT_LE(seen.broke, 2u);
  } else {
    EXPECT_THAT(seen.broken, ElementsAre(2, 5));
    EXPECT_THAT(driver.stray_breaks(), ElementsAre());
  }
  EXPECT_EQ(seen.broke + seen.done, kJobs);
  EXPECT_THAT(FirstBreak(seen, driver), HasSubstr(GetParam().words));
}

TEST_P(HostileShimTest, WithSeveralOpenTheBreakIsFoundAndEachTestIsToldOnce) {
  ClientDriver driver(Hostile(GetParam().mode, {"--in-flight", "4"}));
  ASSERT_TRUE(driver.Greet().ok());
  const Seen seen = Drive(&driver, Jobs());
  EXPECT_GE(seen.broke + driver.stray_breaks().size(), 1u);
  EXPECT_LE(seen.broke, 3u);
  EXPECT_EQ(seen.broke + seen.done, kJobs);
  EXPECT_THAT(FirstBreak(seen, driver), HasSubstr(GetParam().words));
}

std::string ModeName(const ::testing::TestParamInfo<Hostility>& info) {
  std::string name = info.param.mode;
  for (char& c : name) {
    if (c == '-') c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Modes, HostileShimTest, ::testing::ValuesIn(kHostilities), ModeName);

// The exchange that is answered twice is over and was right; those that are open did nothing.
TEST(ClientDriverTest, ASecondAnswerIsNotTheFaultOfWhatIsOpen) {
  for (const char* const in_flight : {"1", "4"}) {
    ClientDriver driver(Hostile("closed-id", {"--in-flight", in_flight}));
    ASSERT_TRUE(driver.Greet().ok());
    std::vector<ClientJob> jobs = Jobs();
    jobs[2].place.app = Application::kIntegrity;
    EXPECT_EQ(Drive(&driver, jobs).done, kJobs);
    ASSERT_EQ(driver.stray_breaks().size(), 2u);
    EXPECT_EQ(driver.stray_breaks()[0],
              "it answered an exchange that was over (min=0, lm=3, app=integrity)");
  }
}

TEST(ClientDriverTest, ASecondAnswerAfterTheLastExchangeIsHeardToo) {
  ClientDriver driver(Hostile("closed-id", {"--in-flight", "1", "--at", "8"}));
  ASSERT_TRUE(driver.Greet().ok());
  EXPECT_EQ(Drive(&driver, Jobs()).done, kJobs);
  driver.Finish();
  EXPECT_THAT(driver.stray_breaks(),
              ElementsAre("it answered an exchange that was over (min=0, lm=3, app=none)"));
}

TEST(ClientDriverTest, GivesUpWhereEveryAnswerComesTwice) {
  ClientDriver driver(Hostile("closed-id", {"--in-flight", "1", "--at", "1"}));
  ASSERT_TRUE(driver.Greet().ok());
  const Seen seen = Drive(&driver, Jobs(40));
  EXPECT_EQ(seen.done, 16u);
  EXPECT_THAT(seen.first_why, HasSubstr("not shown: given up after 16 second answers, the last: "));
}

// One that says that it can seal has to say why it does not.
TEST(ClientDriverTest, ASealedMessageThatDoesNotComeBreaksTheTest) {
  ClientDriver driver(Hostile("seals-nothing"));
  ASSERT_TRUE(driver.Greet().ok());
  std::vector<ClientJob> jobs = Jobs(3);
  jobs[1].place.app = Application::kConfidentiality;
  const Seen seen = Drive(&driver, jobs);
  EXPECT_THAT(seen.broken, ElementsAre(1));
  EXPECT_EQ(seen.first_why, "its authenticate has neither `sealed` nor `seal_error`");
}

TEST(ClientDriverTest, GivesUpAfterThreeBreaksInARow) {
  ClientDriver driver(Hostile("exits-always", {"--in-flight", "1"}));
  ASSERT_TRUE(driver.Greet().ok());
  const Seen seen = Drive(&driver, Jobs());
  EXPECT_EQ(seen.broke, kJobs);
  EXPECT_THAT(seen.first_why, HasSubstr("exited with status 1"));
  EXPECT_THAT(seen.outcomes.at(kJobs - 1).why,
              HasSubstr("not shown: given up after 3 breaks in a row, the last: "));
  // Once and for all.
  EXPECT_THAT(Drive(&driver, Jobs()).first_why, HasSubstr("not shown: given up after 3 breaks"));
}

TEST(ClientDriverTest, GivesUpAfterThreeBreaksInARowWithSeveralOpen) {
  ClientDriver driver(Hostile("exits-always"));
  ASSERT_TRUE(driver.Greet().ok());
  const Seen seen = Drive(&driver, Jobs());
  EXPECT_EQ(seen.broke, kJobs);
  EXPECT_THAT(seen.outcomes.at(kJobs - 1).why, HasSubstr("given up after 3 breaks in a row"));
}

TEST(ClientDriverTest, LeavesNoProcessOfAShimThatLeavesItsSession) {
  const std::string pids = absl::StrCat(::testing::TempDir(), "/hostile_pids.", getpid());
  pid_t keeper = 0;
  {
    ClientDriver driver(Hostile("many-children", {"--in-flight", "1", "--pids", pids}));
    ASSERT_TRUE(driver.Greet().ok());
    Drive(&driver, Jobs());
    if (driver.process() != nullptr) keeper = driver.process()->keeper();
  }
  std::ifstream in(pids);
  int children = 0;
  for (pid_t child = 0; in >> child;) {
    ++children;
    // It may be a zombie that nobody has reaped yet, but it runs no more.
    std::ifstream status(absl::StrCat("/proc/", child, "/stat"));
    const std::string text((std::istreambuf_iterator<char>(status)),
                           std::istreambuf_iterator<char>());
    EXPECT_TRUE(text.empty() || absl::StrContains(text, ") Z ")) << text;
  }
  EXPECT_GE(children, 100);
  std::remove(pids.c_str());
  EXPECT_TRUE(keeper == 0 || DescendantsOf(keeper).empty());
}

TEST(ClientDriverTest, AShimThatNeverExitsIsEndedAndTold) {
  ClientDriver driver(Hostile("never-exits"));
  ASSERT_TRUE(driver.Greet().ok());
  EXPECT_EQ(Drive(&driver, Jobs()).done, kJobs);
  driver.Finish();
  ASSERT_EQ(driver.stray_breaks().size(), 1u);
  EXPECT_THAT(driver.stray_breaks()[0], HasSubstr("did not exit"));
}

TEST(ClientDriverTest, AShimThatStopsReadingIsFoundOut) {
  ClientDriver driver(Hostile("stops-reading", {"--in-flight", "1"}));
  ASSERT_TRUE(driver.Greet().ok());
  const Seen seen = Drive(&driver, Jobs());
  EXPECT_GE(seen.broke, 1u);
  EXPECT_EQ(seen.broke + seen.done, kJobs);
  EXPECT_THAT(seen.first_why, HasSubstr("did not answer in time"));
}

TEST(ClientDriverTest, TellsWhyThereIsNoHello) {
  const struct {
    const char* mode;
    absl::StatusCode code;
    const char* words;
  } kCases[] = {
      {"no-hello", absl::StatusCode::kAborted, "did not answer in time"},
      {"garbage-hello", absl::StatusCode::kAborted, "its hello is no JSON"},
      {"hello-protocol-2", absl::StatusCode::kAborted, "`protocol` is 2; this is version 1"},
      {"exit-69", absl::StatusCode::kFailedPrecondition, "not installed"},
      {"exits-at-once", absl::StatusCode::kAborted, "exited with status 1"},
  };
  for (const auto& each : kCases) {
    ShimOptions options = Hostile(each.mode);
    options.hello_limit = std::chrono::seconds(2);
    ClientDriver driver(options);
    const auto hello = driver.Greet();
    EXPECT_EQ(hello.status().code(), each.code) << each.mode;
    EXPECT_THAT(std::string(hello.status().message()), HasSubstr(each.words)) << each.mode;
  }
}

TEST(ClientDriverTest, WaitsForASlowHello) {
  ClientDriver driver(Hostile("slow-hello", {"--delay", "1"}));
  EXPECT_TRUE(driver.Greet().ok());
}

TEST(ClientDriverTest, TellsAProgramThatIsNotThere) {
  ClientDriver driver({.command = {"/nonexistent/shim"}});
  EXPECT_EQ(driver.Greet().status().code(), absl::StatusCode::kNotFound);
  ClientDriver none({.command = {}});
  EXPECT_EQ(none.Greet().status().code(), absl::StatusCode::kInvalidArgument);
}

TEST(ClientDriverTest, ANegotiateThatCantBeReadBreaksItsTestOnly) {
  ClientDriver driver(Hostile("correct"));
  ASSERT_TRUE(driver.Greet().ok());
  std::vector<ClientJob> jobs = Jobs();
  jobs[3].challenge = [](Bytes) -> absl::StatusOr<std::vector<uint8_t>> {
    return absl::InvalidArgumentError("odd");
  };
  const Seen seen = Drive(&driver, jobs);
  EXPECT_EQ(seen.broke, 1u);
  EXPECT_EQ(seen.outcomes.at(3).why, "its NEGOTIATE_MESSAGE can't be read: odd");
}

TEST(ClientDriverTest, StopsWhenAskedBeforeTheHello) {
  ShimOptions options = Hostile("no-hello");
  options.stop = [] { return true; };
  ClientDriver driver(options);
  EXPECT_EQ(driver.Greet().status().code(), absl::StatusCode::kCancelled);
}

TEST(ClientDriverTest, StopsWhenAsked) {
  int asked = 0;
  ShimOptions options = Hostile("correct");
  options.stop = [&] { return ++asked > 3; };
  ClientDriver driver(options);
  ASSERT_TRUE(driver.Greet().ok());
  const absl::Status status = driver.Run(Jobs(1000), [](size_t, const ClientOutcome&) {});
  EXPECT_EQ(status.code(), absl::StatusCode::kCancelled);
}

}  // namespace
}  // namespace ntlmatrix::conformance::external
