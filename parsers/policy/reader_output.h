// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_POLICY_READER_OUTPUT_H_
#define NTLMATRIX_PARSERS_POLICY_READER_OUTPUT_H_

#include <cstddef>
#include <string>

#include "absl/status/status.h"
#include "absl/strings/string_view.h"

#include "parsers/bytes/finding.h"
#include "parsers/policy/place.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/registry_value.h"
#include "parsers/policy/store_text.h"

namespace ntlmatrix::policy {

// What a reader delivers, counted, so that no store can make it deliver without end.
class ReaderOutput {
 public:
  static constexpr size_t kMaxValues = 1'000'000;
  static constexpr size_t kMaxFindings = 1000;

  ReaderOutput(RegistryValueSink values, PolicyFindingSink findings)
      : values_(values), findings_(findings) {}

  // Past the limit nothing is delivered any more, and status() says so.
  void Deliver(const RegistryValue& value);
  void Report(absl::string_view id, Severity severity, std::string message, std::string fix,
              const Place& place = {});

  // Warns of an encoding that had to be guessed.
  void ReportGuess(TextEncoding encoding, std::string fix);

  // OK, or ResourceExhausted once there was more than a limit allows, at the place of the surplus.
  const absl::Status& status() const { return status_; }

 private:
  RegistryValueSink values_;
  PolicyFindingSink findings_;
  size_t value_count_ = 0;
  size_t finding_count_ = 0;
  absl::Status status_;
};

// Rejects a store that is empty or larger than its format allows; `what` names the format, as "a
// compiled DSC configuration".
absl::Status CheckStoreSize(size_t size, size_t max_size, absl::string_view what);

}  // namespace ntlmatrix::policy

#endif  // NTLMATRIX_PARSERS_POLICY_READER_OUTPUT_H_
