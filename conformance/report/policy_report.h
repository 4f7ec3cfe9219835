// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_POLICY_REPORT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_POLICY_REPORT_H_

#include <string>

#include "conformance/stores/policy_input.h"
#include "parsers/policy/place.h"

namespace ntlmatrix::report {

using stores::PolicyInput;
using stores::PolicyScope;

// How much is said of an input.
enum class PolicyDetail {
  kAll,    // with the documented defaults where a setting is not defined
  kBrief,  // for one of many: one line where no setting is defined, without notes
};

// The first thing wrong with an input that Fails(), as one line: "FILE:LINE: reason", and the fix
// where it is a demand that is not met.
std::string PolicyErrorLine(const PolicyInput& input);

// "FILE:LINE", "FILE:offset 0x1c" or "FILE", fit for a terminal.
std::string PlaceInFile(const std::string& path, const policy::Place& place);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_POLICY_REPORT_H_
