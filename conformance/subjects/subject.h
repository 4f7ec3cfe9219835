// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_SUBJECTS_SUBJECT_H_
#define NTLMATRIX_CONFORMANCE_SUBJECTS_SUBJECT_H_

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "absl/functional/function_ref.h"
#include "absl/status/status.h"
#include "absl/types/span.h"

#include "conformance/cell.h"
#include "conformance/subjects/stimulus.h"

namespace ntlmatrix::conformance {

// What happened on the wire in one cell.
struct Exchange {
  std::vector<uint8_t> negotiate = {};
  std::vector<uint8_t> challenge = {};
  std::vector<uint8_t> authenticate = {};  // empty after a refusal
  std::optional<Refusal> refusal = {};
  std::optional<SealedMessage> sealed = {};  // nullopt where nothing was sealed
  std::string seal_error = {};               // why nothing was, in the subject's words
  Handling handling = Handling::kDone;
  std::string why = {};  // it is not kDone, in words
};

// Takes the reaction to the stimulus at an index.
using ReactionSink = absl::FunctionRef<void(size_t index, const Reaction& reaction)>;

// Takes the exchange of the cell at an index; the exchange ends with the call.
using ExchangeSink = absl::FunctionRef<void(size_t index, const Exchange& exchange)>;

struct SubjectInfo {
  std::string name;
  std::string implementation;
  std::string version;
};

// An implementation under test.
class Subject {
 public:
  virtual ~Subject() = default;

  virtual SubjectInfo Info() const = 0;

  // Takes the subject through every cell and gives each exchange to `sink` once.
  // An error means that the run broke; a refusal is a result.
  virtual absl::Status Run(absl::Span<const Cell> cells, ExchangeSink sink) = 0;

  // Shows the subject every stimulus, each in a new exchange, and gives each reaction to `sink`
  // once. Without an override it supports none.
  virtual absl::Status Show(absl::Span<const Stimulus> stimuli, ReactionSink sink);
};

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SUBJECT_H_
