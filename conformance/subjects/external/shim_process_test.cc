// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/shim_process.h"

#include <chrono>
#include <csignal>
#include <cstdio>
#include <fstream>
#include <functional>
#include <memory>
#include <string>
#include <thread>
#include <vector>

#include "absl/strings/str_cat.h"
#include "absl/strings/str_replace.h"
#include "gtest/gtest.h"
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/subjects/external/client_driver.h"
#include "conformance/subjects/external/process_tree.h"
#include "conformance/subjects/external/protocol_lines.h"
#include "gmock/gmock.h"

namespace ntlmatrix::conformance::external {
namespace {

constexpr auto kLongEnough = std::chrono::seconds(20);  // for a busy machine

std::unique_ptr<ShimProcess> Start(const std::vector<std::string>& command) {
  auto process = ShimProcess::Start(command);
  EXPECT_TRUE(process.ok()) << process.status();
  return process.ok() ? *std::move(process) : nullptr;
}

std::unique_ptr<ShimProcess> Shell(const std::string& script) {
  return Start({"sh", "-c", script});
}

struct Said {
  std::vector<std::string> lines;
  absl::Status end;
};

// What a shim says until it ends.
Said Listen(ShimProcess* process) {
  const auto limit = ShimProcess::Clock::now() + kLongEnough;
  Said said;
  while (said.end.ok()) {
    while (const auto line = process->NextLine()) said.lines.emplace_back(*line);
    said.end = process->Pump(limit);
  }
  return said;
}

std::string FirstLine(ShimProcess* process) {
  const auto limit = ShimProcess::Clock::now() + kLongEnough;
  absl::Status status;
  while (status.ok()) {
    if (const auto line = process->NextLine()) return std::string(*line);
    status = process->Pump(limit);
  }
  ADD_FAILURE() << status;
  return "";
}

bool ComesTrue(const std::function<bool()>& condition) {
  const auto limit = ShimProcess::Clock::now() + kLongEnough;
  while (!condition()) {
    if (ShimProcess::Clock::now() > limit) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  return true;
}

// Whether it runs; one that nobody has reaped yet does not.
bool Runs(pid_t pid) {
  std::ifstream in(absl::StrCat("/proc/", pid, "/stat"));
  std::string number;
  std::string name;
  std::string state;
  return (in >> number >> name >> state) && state != "Z" && state != "X";
}

// A process that does what the suite does with a shim, and is killed while it runs. Returns a
// process that the shim had started in a session of its own.
pid_t KillASuite(int signal) {
  int ends[2];
  EXPECT_EQ(pipe(ends), 0);
  const pid_t suite = fork();
  if (suite == 0) {
    const auto process = Shell("setsid sleep 60 & echo $!; wait");
    const pid_t sleeper = std::stoi(FirstLine(process.get()));
    [[maybe_unused]] const ssize_t size = write(ends[1], &sleeper, sizeof(sleeper));
    for (;;) pause();
  }
  close(ends[1]);
  pid_t sleeper = 0;
  EXPECT_EQ(read(ends[0], &sleeper, sizeof(sleeper)), static_cast<ssize_t>(sizeof(sleeper)));
  close(ends[0]);
  EXPECT_TRUE(Runs(sleeper));
  kill(suite, signal);
  waitpid(suite, nullptr, 0);
  return sleeper;
}

TEST(ShimProcessTest, NothingOutlivesASuiteThatIsKilled) {
  for (const int signal : {SIGTERM, SIGKILL}) {
    const pid_t sleeper = KillASuite(signal);
    EXPECT_TRUE(ComesTrue([&] { return !Runs(sleeper); })) << "signal " << signal;
    kill(sleeper, SIGKILL);
  }
}

// Each process of a chain starts the next and exits. It ends by itself some time.
constexpr char kChain[] = R"(
link() {
  n=$((n + 1))
  [ $n -lt 30000 ] || exit
  printf . >>FILE
  link &
}
link
echo begun
sleep 60)";

TEST(ShimProcessTest, NothingOutlivesAShimThatForksAllTheTime) {
  const std::string path = absl::StrCat(::testing::TempDir(), "/generations.", getpid());
  const auto generations = [&] {
    std::ifstream in(path, std::ios::ate | std::ios::binary);
    return static_cast<int64_t>(in.tellg());
  };
  auto process = Shell(absl::StrReplaceAll(kChain, {{"FILE", path}}));
  EXPECT_EQ(FirstLine(process.get()), "begun");
  EXPECT_TRUE(ComesTrue([&] { return generations() > 100; }));
  process.reset();
  const int64_t before = generations();
  std::this_thread::sleep_for(std::chrono::milliseconds(300));
  EXPECT_EQ(generations(), before);
  std::remove(path.c_str());
}

TEST(ShimProcessTest, SaysWhatItCantEnd) {
  auto process = Shell("setsid sleep 60 & echo $!; wait");
  const pid_t sleeper = std::stoi(FirstLine(process.get()));
  // Whatever keeps the keeper from it, such as a process of another user that it may not kill.
  kill(process->keeper(), SIGSTOP);
  const absl::Status status = process->End(std::chrono::milliseconds(300));
  EXPECT_EQ(status.message(),
            "not all that it started could be ended within 300 ms; some of it may run on");
  EXPECT_TRUE(ComesTrue([&] { return !Runs(sleeper); }));
  EXPECT_TRUE(process->End().ok()) << "there is nothing left to end";
}

TEST(ShimProcessTest, EndsAtOnceWhereItCan) {
  auto process = Shell("echo begun; exec sleep 60");
  EXPECT_EQ(FirstLine(process.get()), "begun");
  EXPECT_TRUE(process->End().ok());
}

TEST(ShimProcessTest, SeesTheEndWhereSigchldIsIgnored) {
  // As it is when a program that ignores it starts the suite.
  std::signal(SIGCHLD, SIG_IGN);
  auto process = Shell("exit 3");
  EXPECT_EQ(Listen(process.get()).end.message(), "it exited with status 3");
  EXPECT_TRUE(process->End().ok());
  std::signal(SIGCHLD, SIG_DFL);
}

TEST(ShimProcessTest, SeesTheEndWhileAChildHoldsTheOutput) {
  auto process = Shell("echo last words; sleep 60 & exit 69");
  const Said said = Listen(process.get());
  EXPECT_EQ(said.lines, std::vector<std::string>{"last words"});
  EXPECT_EQ(said.end.message(), "it exited with status 69");
  EXPECT_EQ(process->exit_status(), kNotInstalled);
}

TEST(ShimProcessTest, TakesEveryLineThatCameBeforeTheEnd) {
  auto process = Shell("sleep 60 & seq 30000; exit 1");
  const Said said = Listen(process.get());
  EXPECT_EQ(said.lines.size(), 30000u);
  EXPECT_EQ(said.end.message(), "it exited with status 1");
}

TEST(ShimProcessTest, WaitsForTheEndAfterTheOutputIsClosed) {
  auto process = Shell("exec >&-; sleep 1; kill -SEGV $$");
  EXPECT_EQ(Listen(process.get()).end.message(), "it was ended by signal 11 (Segmentation fault)");
}

TEST(ShimProcessTest, TellsAClosedOutputOfAShimThatLives) {
  auto process = Shell("exec >&-; exec sleep 60");
  EXPECT_EQ(Listen(process.get()).end.message(), "it closed its standard output");
}

TEST(ShimProcessTest, SaysThatAShimKilledItsKeeper) {
  auto process = Shell("kill -KILL $PPID; sleep 5");
  EXPECT_EQ(Listen(process.get()).end.message(),
            "the process that watches over it was killed; what it started may run on");
}

// Says a line of so many bytes, its line feed among them.
std::unique_ptr<ShimProcess> SaysALineOf(size_t size) {
  return Start({"python3", "-c", absl::StrCat("print('x' * ", size - 1, ")")});
}

TEST(ShimProcessTest, TakesTheLongestLine) {
  auto process = SaysALineOf(kMaxLine);
  EXPECT_EQ(FirstLine(process.get()).size(), kMaxLine - 1);
}

TEST(ShimProcessTest, RefusesALongerLineAlsoWhereItsLineFeedCameWithIt) {
  for (const size_t more : {1u, 2u, 30000u}) {
    auto process = SaysALineOf(kMaxLine + more);
    const Said said = Listen(process.get());
    EXPECT_TRUE(said.lines.empty());
    EXPECT_EQ(said.end.message(), "it wrote a line of more than 1048576 bytes");
  }
}

// Starts so many processes that share what the first has in memory.
std::unique_ptr<ShimProcess> Shares(int mebibytes, int processes) {
  auto process = Start({"python3", "-c",
                        absl::StrCat("import os, time\n"
                                     "kept = b'x' * (",
                                     mebibytes,
                                     " << 20)\n"
                                     "for _ in range(",
                                     processes - 1,
                                     "):\n"
                                     "    if os.fork() == 0: time.sleep(60); os._exit(0)\n"
                                     "print('begun', flush=True)\n"
                                     "time.sleep(60)\n")});
  return process;
}

// What is said of its share once it has begun, or before: a slow one is looked at while it begins.
absl::Status ShareOnceBegun(ShimProcess* process) {
  const auto limit = ShimProcess::Clock::now() + kLongEnough;
  absl::Status status;
  while (status.ok()) {
    if (const auto line = process->NextLine()) return process->CheckShare();
    status = process->Pump(limit);
  }
  return status;
}

TEST(ShimProcessTest, CountsSharedMemoryOnce) {
  const auto process = Shares(100, 20);
  EXPECT_EQ(ShareOnceBegun(process.get()), absl::OkStatus());
  const std::vector<pid_t> processes = DescendantsOf(process->keeper());
  EXPECT_EQ(processes.size(), 20u);
  constexpr uint64_t kMebibyte = 1 << 20;
  EXPECT_GT(UsedBytes(processes, 0), 100 * kMebibyte);
  EXPECT_LT(UsedBytes(processes, 0), 500 * kMebibyte);
  // As long as it is enough, whatever is shared.
  EXPECT_GT(UsedBytes(processes, 4096 * kMebibyte), 2000 * kMebibyte);
}

TEST(ShimProcessTest, LimitsMemoryThatIsNotShared) {
  const auto process = Shares(1100, 1);
  EXPECT_EQ(ShareOnceBegun(process.get()),
            absl::AbortedError("it uses more than 1024 MiB of memory"));
}

TEST(ShimProcessTest, LimitsProcesses) {
  EXPECT_EQ(ShareOnceBegun(Shares(1, 64).get()), absl::OkStatus());
  EXPECT_EQ(ShareOnceBegun(Shares(1, 66).get()),
            absl::AbortedError("it runs more than 64 processes"));
}

absl::Status Finished(const std::string& script, std::chrono::seconds limit = kLongEnough) {
  return Shell(script)->Finish(ShimProcess::Clock::now() + limit);
}

TEST(ShimProcessTest, SaysHowItFinishes) {
  EXPECT_EQ(Finished("cat >/dev/null"), absl::OkStatus());
  EXPECT_EQ(Finished("cat >/dev/null; exit 3"), absl::AbortedError("it exited with status 3"));
  EXPECT_EQ(Finished("cat >/dev/null; kill -SEGV $$"),
            absl::AbortedError("it was ended by signal 11 (Segmentation fault)"));
  EXPECT_EQ(Finished("sleep 60", std::chrono::seconds(1)),
            absl::DeadlineExceededError("it did not exit"));
}

TEST(ClientDriverFinishTest, TellsACrashAtTheEnd) {
  ClientDriver driver({.command = {"python3", NTLMATRIX_HOSTILE_SHIM, "sigsegv-at-end"}});
  ASSERT_TRUE(driver.Greet().ok());
  driver.Finish();
  EXPECT_THAT(driver.stray_breaks(),
              ::testing::ElementsAre("it was ended by signal 11 (Segmentation fault) when its "
                                     "standard input was closed"));
}

}  // namespace
}  // namespace ntlmatrix::conformance::external
