// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_CONFORMANCE_REPORT_IMPACT_REPORT_H_
#define NTLMATRIX_CONFORMANCE_REPORT_IMPACT_REPORT_H_

#include <string>
#include <vector>

#include "conformance/impact/impact.h"

namespace ntlmatrix::report {

// Who is refused by the settings that someone asks about.
struct ImpactReport {
  std::vector<impact::Requirement> requirements = {};  // one or two
  std::vector<impact::JudgedPeer> own = {};            // tokens, flag words, events, logons
  std::vector<std::string> not_judged = {};  // own input that says nothing: a sentence each
  std::vector<std::string> errors = {};      // own input that can't be read: a line each
};

// The report for people.
std::string ImpactText(const ImpactReport& report);

// The same as JSON, schema ntlmatrix/impact/1.
std::string ImpactJson(const ImpactReport& report);

// One line of `ntlmatrix policy` below a defined setting: how many named products it refuses and
// the command that lists them.
std::string ImpactLine(const impact::Requirement& requirement);

// "Require NTLMv2 session security (extended session security), Require 128-bit encryption"; bits
// that no option has as a number.
std::string RequirementWords(uint32_t value);

}  // namespace ntlmatrix::report

#endif  // NTLMATRIX_CONFORMANCE_REPORT_IMPACT_REPORT_H_
