// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_EXTERNAL_SUBJECT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_EXTERNAL_SUBJECT_H_

#include <memory>
#include <string>
#include <vector>

#include "absl/status/statusor.h"

#include "conformance/subjects/external/client_driver.h"
#include "conformance/subjects/subject.h"

namespace ntlmatrix::conformance::external {

// A subject behind a shim that speaks the subject protocol, in the client role.
//
// Cells: a setting that requires something and that the subject does not have is kCannotRequire,
// with what the subject does as it comes in the same place; one that requires nothing is
// kUnsupported, as are levels and applications.
// Stimuli: shown with the current time, and with no grant that a server makes only if it was
// offered and that was not, except where the stimulus is about it. Where the subject can't be put
// to setting, level and application of one, at its own, if the reference decides the same in both
// places.
class ExternalSubject : public Subject {
 public:
  // Starts the shim and asks it for a setting that no one has. Errors are those of
  // ClientDriver::Greet(), and Aborted for a shim that claims to have it.
  static absl::StatusOr<std::unique_ptr<ExternalSubject>> Start(std::string name,
                                                                ShimOptions options);

  // Subject:
  SubjectInfo Info() const override;
  absl::Status Run(absl::Span<const Cell> cells, ExchangeSink sink) override;
  absl::Status Show(absl::Span<const Stimulus> stimuli, ReactionSink sink) override;

  const Hello& hello() const { return hello_; }
  const std::vector<std::string>& stray_breaks() const { return driver_.stray_breaks(); }

  // Ends the shim in good order; to be called once, when nothing is to be run any more.
  void Finish() { driver_.Finish(); }

 private:
  ExternalSubject(std::string name, ShimOptions options)
      : name_(std::move(name)), driver_(std::move(options)) {}
  absl::Status AskForInvented();

  std::string name_;
  ClientDriver driver_;
  Hello hello_;
};

}  // namespace ntlmatrix::conformance::external

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_EXTERNAL_EXTERNAL_SUBJECT_H_
