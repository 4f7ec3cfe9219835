// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CONVERSATION_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CONVERSATION_H_

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/strings/string_view.h"

#include "conformance/subjects/check/check_report.h"
#include "conformance/subjects/external/protocol_lines.h"
#include "conformance/subjects/external/shim_process.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::conformance::check {

// What is checked, and how long it may take.
struct CheckOptions {
  std::vector<std::string> command;
  std::chrono::milliseconds hello_limit = std::chrono::seconds(30);
  std::chrono::milliseconds answer_limit = std::chrono::seconds(10);
  std::chrono::milliseconds exit_limit = std::chrono::seconds(5);
  std::function<bool()> stop = nullptr;  // asked now and then; true ends the check (Cancelled)
};

// Talks with one process of a shim, line by line, and reports every line that is out of place.
// The options and the report must outlive it.
class Conversation {
 public:
  // Starts the process; errors are those of ShimProcess::Start().
  static absl::StatusOr<std::unique_ptr<Conversation>> Begin(const CheckOptions& options,
                                                             CheckReport* report);

  // Says hello and returns the line that answers, which may be a wrong one, until the next call.
  absl::StatusOr<std::string> Greet();

  // Each begins a step of an exchange, or of a new one.
  uint32_t Start(const external::ClientPlace& place);
  uint32_t StartServer(int lm);
  void Challenge(uint32_t id, Bytes message);
  void Drop(uint32_t id);

  // Waits for the answer to the open step of an exchange. InvalidArgument: what is wrong with it.
  // Aborted and Cancelled: the process is of no more use; so it is once status() is an error.
  absl::StatusOr<external::Answer> Await(uint32_t id);
  const absl::Status& status() const { return status_; }

  // Takes what comes in this time, while nothing has to.
  void Listen(std::chrono::milliseconds time);

  external::ShimProcess& process() { return *process_; }

 private:
  enum class Step { kStart, kStarted, kChallenge, kEnded };
  struct Exchange {
    Step step = Step::kStart;
    std::string last = {};  // what was answered or sent last: "authenticate", "drop"
  };

  Conversation(const CheckOptions& options, CheckReport* report)
      : options_(options), report_(report) {}
  uint32_t Open(const std::function<std::string(uint32_t)>& line);
  void Read(external::ShimProcess::Clock::time_point limit, absl::string_view awaited);
  void Break(const absl::Status& why, absl::string_view awaited);
  std::string WhySilent(absl::string_view awaited);
  std::string AnswerAfterEnd();
  void Take(absl::string_view line);
  void TakeBadLine(const std::string& what, absl::string_view key, absl::string_view line);
  void TakeAnswer(absl::string_view line, const external::Answer& answer);
  void TakeWrongForm(absl::string_view line, const std::string& fault);
  void Settle(uint32_t id, absl::StatusOr<external::Answer> answer);
  void NoteUnknown(const external::Answer& answer);

  const CheckOptions& options_;
  CheckReport* report_;
  std::unique_ptr<external::ShimProcess> process_;
  absl::Status status_;
  uint32_t next_id_ = 1;
  int bad_lines_ = 0;  // since the last answer
  std::map<uint32_t, Exchange> exchanges_;
  std::map<uint32_t, absl::StatusOr<external::Answer>> answers_;  // not yet awaited
};

}  // namespace ntlmatrix::conformance::check

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_CHECK_CONVERSATION_H_
