// SPDX-License-Identifier: Apache-2.0

#include "conformance/subjects/shim/answer_writer.h"

#include <cerrno>
#include <csignal>
#include <cstdlib>

#include <sys/time.h>
#include <unistd.h>

namespace ntlmatrix::conformance::shim {
namespace {

constexpr int kCrashes[] = {SIGSEGV, SIGABRT, SIGBUS, SIGFPE, SIGILL};

// The writer that is rescued, and who handled the crashes before: a sanitizer.
std::atomic<AnswerWriter*> rescued = nullptr;
struct sigaction handlers_before[NSIG];

}  // namespace

AnswerWriter::~AnswerWriter() {
  (void)Flush();
  AnswerWriter* self = this;
  rescued.compare_exchange_strong(self, nullptr);
}

void AnswerWriter::Lock() {
  // Only a handler on another thread, which writes, is ever waited for.
  while (busy_.exchange(true, std::memory_order_acquire)) continue;
}

void AnswerWriter::Add(absl::string_view lines) {
  Lock();
  gathered_.append(lines.data(), lines.size());
  busy_.store(false, std::memory_order_release);
}

bool AnswerWriter::Flush() {
  Lock();
  const bool done = WriteRest();
  gathered_.clear();
  written_ = 0;
  busy_.store(false, std::memory_order_release);
  return done;
}

bool AnswerWriter::WriteRest() {
  while (written_ < gathered_.size()) {
    const ssize_t put = write(fd_, gathered_.data() + written_, gathered_.size() - written_);
    if (put < 0 && errno != EINTR) return false;
    if (put > 0) written_ += static_cast<size_t>(put);
  }
  return true;
}

void AnswerWriter::Rescue() {
  if (busy_.exchange(true, std::memory_order_acquire)) return;
  (void)WriteRest();
  busy_.store(false, std::memory_order_release);
}

void AnswerWriter::OnSignal(int number, siginfo_t* info, void* /*context*/) {
  const int error = errno;
  AnswerWriter* const writer = rescued.load();
  if (writer != nullptr) writer->Rescue();
  if (number != SIGALRM) {
    // The instruction that crashed is taken again, and ends in the handler of before; a signal that
    // was sent is not.
    sigaction(number, &handlers_before[number], nullptr);
    if (info->si_code <= 0) (void)raise(number);
  }
  errno = error;
}

void AnswerWriter::OnExit() {
  AnswerWriter* const writer = rescued.load();
  if (writer != nullptr) writer->Rescue();
}

void AnswerWriter::RescueFromNowOn() {
  rescued.store(this);
  std::atexit(OnExit);
  struct sigaction action = {};
  action.sa_sigaction = OnSignal;
  action.sa_flags = SA_RESTART | SA_ONSTACK | SA_SIGINFO;
  for (const int number : kCrashes) sigaction(number, &action, &handlers_before[number]);
  sigaction(SIGALRM, &action, nullptr);
  const itimerval every_second = {.it_interval = {.tv_sec = 1, .tv_usec = 0},
                                  .it_value = {.tv_sec = 1, .tv_usec = 0}};
  setitimer(ITIMER_REAL, &every_second, nullptr);
}

}  // namespace ntlmatrix::conformance::shim
