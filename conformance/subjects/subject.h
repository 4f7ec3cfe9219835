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
#include "absl/strings/string_view.h"
#include "absl/types/span.h"

#include "conformance/cell.h"

namespace ntlmatrix::conformance {

// A client's refusal to produce an AUTHENTICATE_MESSAGE.
struct Refusal {
  std::optional<uint32_t> status;  // the documented code its error maps to, where it maps to one
  std::string text;                // the error in the subject's own words
};

// What a subject that can seal seals as its first message after AUTHENTICATE_MESSAGE.
inline constexpr absl::string_view kSealProbe = "NTLMatrix sealing probe";

// A sealed message of the client, [MS-NLMP] 3.4.3.
struct SealedMessage {
  std::vector<uint8_t> message;    // kSealProbe, sealed
  std::vector<uint8_t> signature;  // NTLMSSP_MESSAGE_SIGNATURE
};

// What happened on the wire in one cell.
struct Exchange {
  std::vector<uint8_t> negotiate;
  std::vector<uint8_t> challenge;
  std::vector<uint8_t> authenticate;  // empty after a refusal
  std::optional<Refusal> refusal;
  std::optional<SealedMessage> sealed;  // nullopt where nothing was sealed
};

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
};

}  // namespace ntlmatrix::conformance

#endif  // NTLMATRIX_CONFORMANCE_SUBJECTS_SUBJECT_H_
