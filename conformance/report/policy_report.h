// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_REPORT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_REPORT_H_

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "absl/status/status.h"

#include "parsers/policy/os.h"
#include "parsers/policy/policy_finding.h"
#include "parsers/policy/policy_setting.h"
#include "parsers/policy/role.h"
#include "parsers/policy/store_format.h"

namespace ntlmatrix::report {

// Which computers a report is about; all of them where nothing is given.
struct PolicyScope {
  std::optional<policy::Os> os;
  std::optional<policy::Role> role;
};

// What one policy store says, as far as it could be read.
struct PolicyInput {
  std::string path;
  std::string format;                           // empty when unknown
  absl::Status status;                          // not OK: unreadable, from the place it names on
  std::vector<policy::PolicySetting> settings;  // what was seen
  std::vector<policy::PolicyFinding> findings;
  bool torn = false;  // the reader reported an error: a setting may be hidden in what it left out
};

// Reads and interprets the bytes of a store. A null `format` means: guess.
PolicyInput ReadPolicyInput(std::string path, Bytes bytes, const policy::StoreFormat* format,
                            const PolicyScope& scope);

// An input of which not one byte could be had.
PolicyInput UnreadablePolicyInput(std::string path, absl::Status status);

size_t CountFindings(const PolicyInput& input, Severity severity);

// Whether the input can't be read or has an error: then nothing follows from what is absent.
bool HasErrors(const PolicyInput& input);

// The settings that an input defines; none where nothing may be concluded from it.
std::vector<policy::SettingId> DefinedSettings(const PolicyInput& input);

// The first thing wrong with an input that HasErrors(), as one line: "FILE:LINE: reason".
std::string PolicyErrorLine(const PolicyInput& input);

// "FILE:LINE", "FILE:offset 0x1c" or "FILE", fit for a terminal.
std::string PlaceInFile(const std::string& path, const policy::Place& place);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_REPORT_H_
