// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_SESSION_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_SESSION_H_

#include <memory>
#include <set>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"

#include "conformance/subjects/check/check_report.h"
#include "conformance/subjects/check/conversation.h"
#include "conformance/subjects/check/shim_files.h"
#include "conformance/subjects/external/protocol_lines.h"
#include "parsers/ntlm/types.h"

namespace ntlmatrix::conformance::check {

// "min own, level 3, app none"
std::string PlaceText(const external::ClientPlace& place);

// One exchange, as far as it came. What follows an error is empty.
struct TakenExchange {
  uint32_t id = 0;
  external::ClientPlace place;
  absl::StatusOr<external::Answer> first = absl::UnknownError("");  // to the start
  std::vector<uint8_t> challenge = {};                              // what was sent then
  ntlm::Challenge server_challenge = {};
  absl::StatusOr<external::Answer> second = absl::UnknownError("");  // to the challenge
};

// The shim that is checked: one process after the other, since a step may break it.
class CheckSession {
 public:
  CheckSession(const CheckOptions& options, CheckReport* report)
      : options_(options), report_(*report), files_before_(FilesHere()) {}

  // Starts the shim and checks its hello. NotFound and Unavailable: it can't be started.
  // FailedPrecondition: the implementation is not installed. Aborted: it is of no use, and why was
  // reported.
  absl::Status Greet();

  // The process, started again where the last one broke; null when there were too many breaks or
  // the user wants to stop. Before each step.
  Conversation* Talk();

  // An exchange of a client with a CHALLENGE_MESSAGE that grants all that was offered; the second
  // half may come later.
  TakenExchange Take(const external::ClientPlace& place);
  TakenExchange Open(const external::ClientPlace& place);
  void AwaitNegotiate(TakenExchange* exchange);
  void SendChallenge(TakenExchange* exchange);
  void AwaitAuthenticate(TakenExchange* exchange);

  // Ends the process in good order where there is one; what it wrote to standard error is kept.
  void End();

  const CheckOptions& options() const { return options_; }
  CheckReport& report() { return report_; }
  const external::Hello& hello() const { return hello_; }
  // The subject as it comes, at the first level and application that hello lists.
  external::ClientPlace OwnPlace() const;
  bool gave_up() const { return gave_up_; }
  // The names in the current folder before the shim was first started.
  const std::set<std::string>& files_before() const { return files_before_; }
  // The end of what it wrote to standard error, of the last process that wrote any.
  const std::string& standard_error() const { return standard_error_; }
  // Whether the second answer was one to a challenge of this exchange, for any exchange so far.
  bool password_proven() const { return password_proven_; }
  bool authenticated() const { return authenticated_; }

 private:
  absl::Status StartAgain();
  void KeepErrors();

  const CheckOptions& options_;
  CheckReport& report_;
  std::set<std::string> files_before_;
  external::Hello hello_;
  std::unique_ptr<Conversation> talk_;
  std::string standard_error_;
  int breaks_in_a_row_ = 0;
  bool gave_up_ = false;
  bool authenticated_ = false;
  bool password_proven_ = false;
};

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CHECK_SESSION_H_
