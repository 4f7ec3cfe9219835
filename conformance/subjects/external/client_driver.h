// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_CLIENT_DRIVER_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_CLIENT_DRIVER_H_

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/status/statusor.h"
#include "absl/types/span.h"

#include "conformance/subjects/external/protocol_lines.h"
#include "conformance/subjects/external/shim_process.h"
#include "conformance/subjects/stimulus.h"
#include "parsers/bytes/bytes.h"

namespace ntlmatrix::conformance::external {

// How a shim is started and how long it may take.
struct ShimOptions {
  std::vector<std::string> command;
  std::vector<std::string> environment = {};  // "NAME=VALUE", beside that of the suite
  std::chrono::milliseconds hello_limit = std::chrono::seconds(30);
  std::chrono::milliseconds silence_limit = std::chrono::seconds(10);  // while a step is open
  std::chrono::milliseconds step_limit = std::chrono::seconds(60);
  std::function<bool()> stop = nullptr;  // asked now and then; true ends the run (Cancelled)
};

// An exchange that a client is asked for.
struct ClientJob {
  ClientPlace place;
  // The CHALLENGE_MESSAGE for the client's NEGOTIATE_MESSAGE; an error where that can't be read.
  std::function<absl::StatusOr<std::vector<uint8_t>>(Bytes negotiate)> challenge;
};

// What came of it.
struct ClientOutcome {
  Handling handling = Handling::kDone;
  std::string what = {};  // of kUnsupported: role, min, lm, app
  std::string why = {};   // it is not kDone, in words
  std::vector<uint8_t> negotiate = {};
  bool challenged = false;  // it was shown `challenge`, which may be empty
  std::vector<uint8_t> challenge = {};
  std::vector<uint8_t> authenticate = {};
  std::optional<Refusal> refusal = {};
  std::optional<SealedMessage> sealed = {};
  std::string seal_error = {};  // it could not seal, in its words
};

// Takes a shim through exchanges of a client, many at a time, and starts it again where it breaks.
class ClientDriver {
 public:
  explicit ClientDriver(ShimOptions options) : options_(std::move(options)) {}

  // Starts the shim and has it say hello. NotFound and Unavailable: it can't be started.
  // FailedPrecondition: it says that the implementation is not installed. Aborted: it broke.
  absl::StatusOr<Hello> Greet();

  // Takes the shim through every job and gives each outcome to `sink` once, in any order. Whatever
  // the shim does is an outcome; an error is only that `stop` said so (Cancelled).
  absl::Status Run(absl::Span<const ClientJob> jobs,
                   absl::FunctionRef<void(size_t index, ClientOutcome outcome)> sink);

  // Breaks that belong to no exchange that is open, in words: while none was, at the end, and
  // answers to exchanges that were over.
  const std::vector<std::string>& stray_breaks() const { return stray_breaks_; }

  // Closes the shim's standard input; it has to exit with status 0.
  void Finish();

  // The shim as it runs; null where it does not.
  const ShimProcess* process() const { return process_.get(); }

 private:
  struct OpenExchange {
    size_t job = 0;
    ClientPlace place = {};
    uint64_t order = 0;  // of the step that is open
    ShimProcess::Clock::time_point limit = {};
    ClientOutcome outcome = {};
  };
  // A break while several were open: each is shown alone to find the one it belongs to.
  struct Inquest {
    std::vector<size_t> suspects = {};
    size_t oldest = 0;  // the one whose step was open longest
    std::string why = {};
    bool found = false;
    std::map<size_t, ClientOutcome> outcomes = {};
  };
  using Sink = absl::FunctionRef<void(size_t index, ClientOutcome outcome)>;

  absl::Status Step(absl::Span<const ClientJob> jobs, Sink sink);
  absl::Status Stop();
  void EndProcess();
  absl::Status TakeLateLine(ShimProcess::Clock::time_point deadline);
  size_t MostOpen() const { return inquest_ ? 1 : hello_.in_flight; }
  absl::Status EnsureRunning();
  void StartNext(absl::Span<const ClientJob> jobs);
  void OpenStep(OpenExchange* exchange);
  ShimProcess::Clock::time_point Limit() const;
  absl::Status TakeLine(absl::string_view line, absl::Span<const ClientJob> jobs, Sink sink);
  absl::Status TakeAnswer(Answer answer, absl::Span<const ClientJob> jobs, Sink sink);
  void Challenge(uint32_t id, OpenExchange* exchange, const ClientJob& job, Sink sink);
  void Complete(uint32_t id, Sink sink);
  void Deliver(size_t job, ClientOutcome outcome, Sink sink);
  void LookAtShare(ClientOutcome* outcome);
  std::vector<size_t> OpenJobs() const;
  void Break(const absl::Status& status, Sink sink);
  void EndInquest(Sink sink);
  void GiveUp(Sink sink);
  std::string BreakText(const absl::Status& status);
  Refusal RefusalOf(const Answer& answer) const;

  ShimOptions options_;
  std::unique_ptr<ShimProcess> process_;
  Hello hello_;
  std::deque<size_t> todo_;
  std::map<uint32_t, OpenExchange> open_;
  std::map<uint32_t, ClientPlace> closed_;  // of this process
  std::optional<Inquest> inquest_;
  uint32_t next_id_ = 1;
  uint64_t steps_ = 0;
  ShimProcess::Clock::time_point last_answer_;
  int breaks_in_a_row_ = 0;
  int second_answers_ = 0;
  std::string last_break_;
  std::string given_up_;  // why; nothing is shown any more
  std::vector<std::string> stray_breaks_;
};

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_CLIENT_DRIVER_H_
