// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/external/shim_process.h"

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstring>
#include <thread>
#include <utility>

#include "absl/strings/str_cat.h"
#include <fcntl.h>
#include <poll.h>
#include <sys/wait.h>
#include <unistd.h>

#include "conformance/subjects/external/keeper.h"
#include "conformance/subjects/external/process_tree.h"
#include "conformance/subjects/external/protocol_lines.h"
#include "conformance/subjects/external/shim_environment.h"

namespace ntlmatrix::conformance::external {
namespace {

constexpr size_t kReadSize = 1 << 16;
constexpr size_t kMaxErrorText = 4096;
constexpr auto kCheckEvery = std::chrono::milliseconds(500);
constexpr auto kEndAfterOutput = std::chrono::milliseconds(3000);

struct Pipe {
  int read = -1;
  int write = -1;
};

absl::StatusOr<Pipe> MakePipe() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) {
    return absl::UnavailableError(absl::StrCat("no pipe: ", std::strerror(errno)));
  }
  return Pipe{ends[0], ends[1]};
}

void Close(int* file) {
  if (*file >= 0) close(*file);
  *file = -1;
}

std::vector<char*> Pointers(std::vector<std::string>* texts) {
  std::vector<char*> pointers;
  for (std::string& text : *texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// What exec said; 0 when it went well.
int ExecError(int failed) {
  int error = 0;
  ssize_t size = 0;
  do {
    size = read(failed, &error, sizeof(error));
  } while (size < 0 && errno == EINTR);
  return size == sizeof(error) ? error : 0;
}

std::string EndText(int status) {
  if (WIFSIGNALED(status)) {
    const int signal = WTERMSIG(status);
    return absl::StrCat("it was ended by signal ", signal, " (", strsignal(signal), ")");
  }
  return absl::StrCat("it exited with status ", WEXITSTATUS(status));
}

}  // namespace

absl::StatusOr<std::unique_ptr<ShimProcess>> ShimProcess::Start(
    const std::vector<std::string>& command, const std::vector<std::string>& environment) {
  if (command.empty()) return absl::InvalidArgumentError("there is no command");
  Pipe pipes[5];  // input, output, errors, exec failed, status
  for (Pipe& each : pipes) {
    auto made = MakePipe();
    if (!made.ok()) return made.status();
    each = *made;
  }
  std::unique_ptr<ShimProcess> process(new ShimProcess());
  std::vector<std::string> variables = ShimEnvironment(environment);
  std::vector<std::string> words = command;
  const std::vector<char*> arguments = Pointers(&words);
  const std::vector<char*> entries = Pointers(&variables);
  // A shim that has gone is seen by its output, not by a signal.
  std::signal(SIGPIPE, SIG_IGN);
  const pid_t pid = StartKeeper({.arguments = arguments.data(),
                                 .environment = entries.data(),
                                 .input = pipes[0].read,
                                 .output = pipes[1].write,
                                 .errors = pipes[2].write,
                                 .failed = pipes[3].write,
                                 .status = pipes[4].write,
                                 .threads = MostThreads()});
  const int no_keeper = pid < 0 ? errno : 0;
  close(pipes[0].read);
  for (int i = 1; i < 5; ++i) close(pipes[i].write);
  process->input_ = pipes[0].write;
  process->output_ = pipes[1].read;
  process->errors_ = pipes[2].read;
  process->status_ = pipes[4].read;
  process->keeper_ = pid;
  for (const int file : {process->input_, process->output_, process->errors_, process->status_}) {
    fcntl(file, F_SETFL, O_NONBLOCK);
  }
  const int error = pid < 0 ? no_keeper : ExecError(pipes[3].read);
  close(pipes[3].read);
  if (error == 0) return process;
  const std::string text = absl::StrCat(command[0], ": ", std::strerror(error));
  if (error == ENOENT) return absl::NotFoundError(text);
  return absl::UnavailableError(text);
}

absl::Status ShimProcess::End(std::chrono::milliseconds limit) {
  if (keeper_ <= 0) return absl::OkStatus();
  const pid_t keeper = std::exchange(keeper_, -1);
  kill(keeper, SIGTERM);
  const Clock::time_point deadline = Clock::now() + limit;
  // An error is that it is no child (any more): where SIGCHLD is ignored nothing is left of it.
  pid_t ended = 0;
  while ((ended = waitpid(keeper, nullptr, WNOHANG)) == 0 && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::microseconds(500));
  }
  if (ended != 0) return absl::OkStatus();
  KillDescendants(keeper);
  kill(keeper, SIGKILL);
  while (waitpid(keeper, nullptr, 0) < 0 && errno == EINTR) {
  }
  return absl::AbortedError(absl::StrCat("not all that it started could be ended within ",
                                         limit.count(), " ms; some of it may run on"));
}

ShimProcess::~ShimProcess() {
  End().IgnoreError();
  for (int* const file : {&input_, &output_, &errors_, &status_}) Close(file);
}

void ShimProcess::CloseInput() { Close(&input_); }

bool ShimProcess::ClosedItsInput() const {
  pollfd file = {input_, POLLOUT, 0};
  return input_ < 0 || (poll(&file, 1, 0) > 0 && (file.revents & POLLERR) != 0);
}

absl::string_view ShimProcess::UnfinishedLine() const {
  const size_t end = read_.rfind('\n');
  return absl::string_view(read_).substr(end == std::string::npos ? taken_ : end + 1);
}

std::optional<absl::string_view> ShimProcess::NextLine() {
  const size_t end = read_.find('\n', std::max(taken_, looked_));
  if (end == std::string::npos) {
    looked_ = read_.size();
    return std::nullopt;
  }
  const absl::string_view line = absl::string_view(read_).substr(taken_, end - taken_);
  taken_ = looked_ = end + 1;
  return line;
}

void ShimProcess::WriteSome() {
  const ssize_t size = write(input_, to_write_.data() + written_, to_write_.size() - written_);
  if (size < 0 && (errno == EAGAIN || errno == EINTR)) return;
  if (size < 0) CloseInput();  // the end of its output will say more
  written_ += size < 0 ? to_write_.size() - written_ : static_cast<size_t>(size);
  if (written_ < to_write_.size()) return;
  to_write_.clear();
  written_ = 0;
}

absl::Status ShimProcess::ReadSome(bool ended) {
  if (taken_ > 0) {
    read_.erase(0, taken_);
    taken_ = looked_ = 0;
  }
  std::array<char, kReadSize> buffer;
  const ssize_t size = read(output_, buffer.data(), buffer.size());
  if (size == 0 || (size < 0 && ended)) return Ended();
  if (size < 0) return absl::OkStatus();
  const size_t line_start = read_.rfind('\n') + 1;  // 0 where there is no line feed
  const size_t read_before = read_.size();
  read_.append(buffer.data(), static_cast<size_t>(size));
  // The lines that begin in the buffer can't be too long yet.
  static_assert(kReadSize <= kMaxLine);
  const size_t line_end = std::min(read_.find('\n', read_before), read_.size() - 1);
  if (line_end - line_start >= kMaxLine) {
    return absl::AbortedError(absl::StrCat("it wrote a line of more than ", kMaxLine, " bytes"));
  }
  return absl::OkStatus();
}

void ShimProcess::ReadErrors() {
  std::array<char, kReadSize> buffer;
  const ssize_t size = errors_ < 0 ? 0 : read(errors_, buffer.data(), buffer.size());
  if (size == 0) Close(&errors_);
  if (size <= 0) return;
  error_text_.append(buffer.data(), static_cast<size_t>(size));
  if (error_text_.size() > kMaxErrorText) {
    error_text_.erase(0, error_text_.size() - kMaxErrorText);
  }
}

std::string ShimProcess::StandardError() {
  // What was written just before an end may still be in the pipe.
  constexpr int kMostReads = 64;
  for (int i = 0; i < kMostReads && errors_ >= 0; ++i) {
    const size_t before = error_text_.size();
    ReadErrors();
    if (error_text_.size() == before) break;
  }
  return error_text_;
}

absl::Status ShimProcess::CheckShareIfDue() {
  const Clock::time_point now = Clock::now();
  if (now < next_check_) return absl::OkStatus();
  const bool first = next_check_ == Clock::time_point();
  next_check_ = now + kCheckEvery;
  return first ? absl::OkStatus() : CheckShare();
}

absl::Status ShimProcess::CheckShare() const {
  const std::vector<pid_t> processes = DescendantsOf(keeper_);
  if (processes.size() > kMaxProcesses) {
    return absl::AbortedError(absl::StrCat("it runs more than ", kMaxProcesses, " processes"));
  }
  if (UsedBytes(processes, kMaxMemory) > kMaxMemory) {
    return absl::AbortedError(
        absl::StrCat("it uses more than ", kMaxMemory >> 20, " MiB of memory"));
  }
  return absl::OkStatus();
}

bool ShimProcess::HasEnded() {
  if (!how_it_ended_.empty()) return true;
  int status = 0;
  const ssize_t size = read(status_, &status, sizeof(status));
  if (size == 0) {
    how_it_ended_ = "the process that watches over it was killed; what it started may run on";
    return true;
  }
  if (size != sizeof(status)) return false;
  how_it_ended_ = EndText(status);
  if (WIFEXITED(status)) exit_status_ = WEXITSTATUS(status);
  return true;
}

absl::Status ShimProcess::Ended() {
  // Its end follows that of its output, if it comes at all. On a busy machine that takes a while,
  // and what is said of it must not depend on that.
  pollfd status = {status_, POLLIN, 0};
  if (!HasEnded() && poll(&status, 1, static_cast<int>(kEndAfterOutput.count())) > 0) HasEnded();
  Close(&output_);
  return absl::AbortedError(how_it_ended_.empty() ? "it closed its standard output"
                                                  : how_it_ended_);
}

absl::Status ShimProcess::Pump(Clock::time_point deadline) {
  if (output_ < 0) return Ended();
  std::array<pollfd, 4> files = {{{output_, POLLIN, 0},
                                  {errors_, POLLIN, 0},
                                  {HasUnwritten() ? input_ : -1, POLLOUT, 0},
                                  {status_, POLLIN, 0}}};
  const Clock::time_point now = Clock::now();
  const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
      std::min(deadline, now + kCheckEvery) - now);
  const bool had_ended = !how_it_ended_.empty();
  const int ready = poll(files.data(), files.size(),
                         had_ended ? 0 : std::max(0, static_cast<int>(left.count()) + 1));
  if (const absl::Status share = CheckShareIfDue(); !share.ok()) return share;
  if (ready > 0 && files[1].revents != 0) ReadErrors();
  if (ready > 0 && files[2].revents != 0) WriteSome();
  // Its output may stay open in a process that it started. All that it wrote itself is there once
  // its end is seen, not before.
  const bool ended = HasEnded();
  if (ended || (ready > 0 && files[0].revents != 0)) {
    if (const absl::Status status = ReadSome(ended); !status.ok()) return status;
  }
  // What came in time counts, however late it is read.
  if (Clock::now() < deadline || read_.find('\n', taken_) != std::string::npos) {
    return absl::OkStatus();
  }
  return absl::DeadlineExceededError("it did not answer in time");
}

absl::Status ShimProcess::Finish(Clock::time_point deadline) {
  CloseInput();
  while (output_ >= 0 && Clock::now() < deadline) {
    if (!Pump(deadline).ok()) break;
    taken_ = looked_ = read_.size();
  }
  while (!HasEnded() && Clock::now() < deadline) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
  if (how_it_ended_.empty()) return absl::DeadlineExceededError("it did not exit");
  return exit_status_ == 0 ? absl::OkStatus() : absl::AbortedError(how_it_ended_);
}

}  // namespace ntlmatrix::conformance::external
