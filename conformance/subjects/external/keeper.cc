// SPDX-License-Identifier: Apache-2.0

// The suite has threads, so between fork and exec, and in the keeper, which is a fork without exec,
// only async-signal-safe functions may be called.

#include "conformance/subjects/external/keeper.h"

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <ctime>

#include <fcntl.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

namespace ntlmatrix::conformance::external {
namespace {

constexpr rlim_t kMaxFile = rlim_t{256} << 20;

void Limit(decltype(RLIMIT_CORE) resource, rlim_t value) {
  rlimit limit = {};
  if (getrlimit(resource, &limit) != 0) return;
  limit.rlim_cur = std::min(value, limit.rlim_max);
  setrlimit(resource, &limit);
}

template <typename T>
void Tell(int file, const T& value) {
  // Nobody can be told if this fails.
  [[maybe_unused]] const ssize_t size = write(file, &value, sizeof(value));
}

[[noreturn]] void BecomeProgram(const KeptProgram& program) {
  setsid();
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  dup2(program.input, STDIN_FILENO);
  dup2(program.output, STDOUT_FILENO);
  dup2(program.errors, STDERR_FILENO);
  Limit(RLIMIT_CORE, 0);
  Limit(RLIMIT_NPROC, program.threads);
  Limit(RLIMIT_FSIZE, kMaxFile);
  signal(SIGPIPE, SIG_DFL);
  signal(SIGINT, SIG_DFL);
  execvpe(program.arguments[0], program.arguments, program.environment);
  Tell(program.failed, errno);
  _exit(127);
}

void KillChildren() {
  const int file = open("/proc/thread-self/children", O_RDONLY | O_CLOEXEC);
  if (file < 0) return;
  char text[4096];
  pid_t child = 0;
  for (ssize_t size = 0; (size = read(file, text, sizeof(text))) > 0;) {
    for (ssize_t i = 0; i < size; ++i) {
      if (text[i] >= '0' && text[i] <= '9') {
        child = child * 10 + (text[i] - '0');
      } else if (child > 0) {
        kill(child, SIGKILL);
        child = 0;
      }
    }
  }
  close(file);
}

// The handler of SIGTERM. What a child leaves behind becomes a child in its place. A list of
// children may miss one: that there are no more is what waitpid() says.
[[noreturn]] void EndAll(int /*signal*/) {
  for (;;) {
    KillChildren();
    pid_t ended = 0;
    do {
      ended = waitpid(-1, nullptr, WNOHANG);
    } while (ended > 0);
    if (ended < 0 && errno == ECHILD) _exit(0);
    constexpr timespec kMoment = {.tv_sec = 0, .tv_nsec = 500'000};
    nanosleep(&kMoment, nullptr);
  }
}

// Signals as they are where nobody has changed them, whatever the suite has or was started with:
// where SIGCHLD is ignored, waitpid() never has a status.
void SetSignals() {
  signal(SIGCHLD, SIG_DFL);
  signal(SIGTERM, EndAll);
  sigset_t none;
  sigemptyset(&none);
  sigprocmask(SIG_SETMASK, &none, nullptr);
}

[[noreturn]] void Keep(pid_t program, int status_file) {
  // The ends of pipes, those of other shims too, would stay open for as long as the keeper runs.
  if (status_file > 0) close_range(0, static_cast<unsigned>(status_file) - 1, 0);
  close_range(static_cast<unsigned>(status_file) + 1, ~0U, 0);
  for (;;) {
    int status = 0;
    const pid_t ended = waitpid(-1, &status, 0);
    if (ended == program) Tell(status_file, status);
    if (ended < 0 && errno == ECHILD) pause();
  }
}

}  // namespace

pid_t StartKeeper(const KeptProgram& program) {
  const pid_t suite = getpid();
  const pid_t keeper = fork();
  if (keeper != 0) return keeper;
  SetSignals();
  // The suite may be killed in a way that runs no destructor.
  prctl(PR_SET_PDEATHSIG, SIGTERM);
  if (getppid() != suite) _exit(127);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  // Ctrl-C is for the suite, which ends its shims in good order.
  setsid();
  const pid_t child = fork();
  if (child == 0) BecomeProgram(program);
  if (child < 0) {
    Tell(program.failed, errno);
    _exit(127);
  }
  Keep(child, program.status);
}

}  // namespace ntlmatrix::conformance::external
