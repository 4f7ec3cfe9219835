// SPDX-License-Identifier: Apache-2.0

#ifndef NTLMATRIX_PARSERS_CHECKER_HARDENING_KITTY_H_
#define NTLMATRIX_PARSERS_CHECKER_HARDENING_KITTY_H_

#include "absl/status/status.h"

#include "parsers/bytes/bytes.h"
#include "parsers/checker/checker_rule.h"
#include "parsers/policy/policy_finding.h"

namespace ntlmatrix::checker {

// Whether the first line names the columns of a finding list.
bool LooksLikeHardeningKitty(Bytes bytes);

// Reads a finding list of HardeningKitty: CSV whose first row names the columns.
//
// What its script Invoke-HardeningKitty.ps1 does with a row of Method Registry:
// - `=` and `!=` compare text, the other operators signed numbers of 32 bits; an operator that it
//   does not know never passes.
// - A value that does not exist is taken to be DefaultValue, whatever Windows it is.
// Decided here:
// - Fields are quoted as in RFC 4180, line breaks in them included; a quote that does not end is an
//   error, and so is a list without one of the columns that say what to compare.
// - A row with fewer or more fields than the first, or with text behind a closing quote, is a
// finding
//   of severity error, and so is a last row without line end whose last column counts.
absl::Status ReadHardeningKitty(Bytes bytes, CheckerRuleSink rules,
                                policy::PolicyFindingSink findings);

}  // namespace ntlmatrix::checker

#endif  // NTLMATRIX_PARSERS_CHECKER_HARDENING_KITTY_H_
