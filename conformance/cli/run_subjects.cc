// SPDX-License-Identifier: Apache-2.0

#include "conformance/cli/run_subjects.h"

#include <algorithm>
#include <atomic>
#include <thread>
#include <utility>

#include "absl/status/status.h"

#include "conformance/messages/message_judge.h"
#include "conformance/subjects/external/external_subject.h"

namespace ntlmatrix::cli {
namespace {

using conformance::Reading;
using conformance::RunResult;
using conformance::external::ExternalSubject;
using conformance::external::ListedSubject;

absl::StatusOr<RunResult> RunShim(const ListedSubject& listed, const Selection& selected,
                                  Reading reading, const std::function<bool()>& stop) {
  auto subject = ExternalSubject::Start(listed.name, {.command = listed.command, .stop = stop});
  if (!subject.ok()) return subject.status();
  auto result = RunSelected(**subject, selected, reading);
  if (!result.ok()) return result;
  (*subject)->Finish();
  result->stray_breaks = (*subject)->stray_breaks();
  return result;
}

}  // namespace

bool NotInstalled(const SubjectRun& run) {
  return absl::IsFailedPrecondition(run.result.status()) || absl::IsNotFound(run.result.status());
}

absl::StatusOr<RunResult> RunSelected(conformance::Subject& subject, const Selection& selected,
                                      Reading reading) {
  auto result = conformance::RunSubject(subject, selected.cells, reading);
  if (!result.ok()) return result;
  auto messages = conformance::messages::RunMessages(subject, selected.messages);
  if (!messages.ok()) return messages.status();
  result->messages = *std::move(messages);
  return result;
}

std::vector<SubjectRun> RunShims(absl::Span<const ListedSubject> subjects,
                                 const Selection& selected, Reading reading,
                                 const std::function<bool()>& stop) {
  std::vector<SubjectRun> runs;
  for (const ListedSubject& subject : subjects) {
    runs.push_back({.name = subject.name, .result = absl::UnknownError("not run")});
  }
  std::atomic<size_t> next = 0;
  const auto work = [&] {
    for (size_t i = next++; i < subjects.size(); i = next++) {
      runs[i].result =
          stop() ? absl::CancelledError("stopped") : RunShim(subjects[i], selected, reading, stop);
    }
  };
  std::vector<std::thread> threads;
  const size_t count =
      std::min<size_t>(subjects.size(), std::max(1U, std::thread::hardware_concurrency()));
  for (size_t i = 0; i < count; ++i) threads.emplace_back(work);
  for (std::thread& thread : threads) thread.join();
  return runs;
}

}  // namespace ntlmatrix::cli
