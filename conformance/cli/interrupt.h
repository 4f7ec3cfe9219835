// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_CLI_INTERRUPT_H_
#define NTLMATRIX_CONFORMANCE_CLI_INTERRUPT_H_

#include <csignal>

namespace ntlmatrix::cli {

// Lets a run end in good order at the first Ctrl-C; the second one ends the process as ever. Where
// the caller ignores Ctrl-C, so does the run.
class Interrupt {
 public:
  Interrupt() {
    struct sigaction action = {};
    if (sigaction(SIGINT, nullptr, &action) != 0 || action.sa_handler == SIG_IGN) return;
    action = {};
    action.sa_handler = [](int) { seen_ = 1; };
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(SIGINT, &action, nullptr);
  }

  static bool seen() { return seen_ != 0; }

 private:
  static inline volatile std::sig_atomic_t seen_ = 0;
};

}  // namespace ntlmatrix::cli

#endif  // NTLMATRIX_CONFORMANCE_CLI_INTERRUPT_H_
