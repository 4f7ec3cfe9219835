#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# check_checker_test.sh NTLMATRIX CORPUS: `ntlmatrix policy --check-checker` on its samples.
set -u
ntlmatrix=$1
corpus=$2
# shellcheck source=conformance/cli/test_policy.sh
source "$(dirname "$0")/test_policy.sh"

# expect_finding FILE STATUS ID: the one finding that the sample is for.
expect_finding() {
  run --check-checker "$corpus/$1.bin"
  expect_status "$2"
  expect_out "[$3]"
}

# expect_unreadable FILE PLACE REASON
expect_unreadable() {
  run --check-checker "$corpus/$1.bin"
  expect_status 1
  expect_err "ntlmatrix: $corpus/$1.bin$2: $3"
  expect_no_out "not-checked"
  expect_no_out "no-rule"
}

for good in hardening_kitty nessus_audit wazuh_sca; do
  run --check-checker "$corpus/$good/both_options.bin"
  expect_status 0
  expect_quiet_err
  expect_out "passes 0 wrongly and fails 7 wrongly"
  expect_out "[fails-stricter]"
  expect_no_out "error: "
  run --check-checker --strict "$corpus/$good/both_options.bin"
  expect_status 1
done

arguments="--check-checker - <one_option.bin"
timeout 20 "$ntlmatrix" policy --check-checker - <"$corpus/hardening_kitty/one_option.bin" \
  >"$work/out" 2>"$work/err"
status=$?
expect_status 1
expect_out "[wrong-value]"
expect_err "ntlmatrix: standard input:"
run --check-checker <(cat "$corpus/nessus_audit/both_options.bin")
expect_status 0

expect_finding hardening_kitty/one_option 1 wrong-value
expect_err "passes 0x20000000 (536870912) only, which does not require NTLMv2 session security"
expect_out "fix: expect 0x20080000 (537395200)"
expect_finding hardening_kitty/hexadecimal 1 hex-decimal-slip
expect_finding hardening_kitty/without_0x 1 hex-decimal-slip
expect_finding hardening_kitty/at_least 0 passes-other
expect_finding hardening_kitty/default_passes 1 absence-passes
expect_finding hardening_kitty/unknown_operator 1 cannot-judge
expect_finding hardening_kitty/level_under_msv1_0 1 wrong-key
expect_out "[fails-stricter]"
expect_finding hardening_kitty/short_row 1 fields
expect_finding hardening_kitty/header_alone 0 no-rule

expect_finding nessus_audit/either 0 server-not-checked
expect_finding nessus_audit/range 1 passes-weaker
expect_finding nessus_audit/can_be_null 1 absence-passes
expect_finding nessus_audit/wrong_bit 1 wrong-value
expect_finding nessus_audit/enum_number 1 enum-instead-of-mask
expect_finding nessus_audit/precondition 0 precondition
expect_out "holds only where the condition of the <if> of line 3 holds"
expect_finding nessus_audit/powershell 0 not-judged
expect_finding nessus_audit/variable 1 cannot-judge

expect_finding wazuh_sca/one_option 1 wrong-value
expect_finding wazuh_sca/truncated_name 1 misspelt-name
expect_finding wazuh_sca/decimal_as_hexadecimal 1 hex-decimal-slip
expect_finding wazuh_sca/level_any 0 pattern-too-wide
expect_finding wazuh_sca/level_exactly_3 1 fails-stricter
expect_finding wazuh_sca/absent_passes 1 absence-passes
expect_finding wazuh_sca/pcre2 1 cannot-judge
expect_finding wazuh_sca/command 0 not-judged
expect_finding wazuh_sca/no_line_end 1 no-line-end
expect_finding wazuh_sca/two_documents 1 several-documents

expect_unreadable hardening_kitty/quote_without_end ":4" "a field with an opening quote"
expect_unreadable hardening_kitty/nul ":4" "character U+0000"
expect_unreadable hardening_kitty/empty "" "the file is empty"
expect_unreadable hardening_kitty/other_table "" "not a checker's file that is known here"
expect_unreadable nessus_audit/truncated ":13" "the value of description begins with a quotation mark"
expect_unreadable nessus_audit/deep ":66" "more than 64 elements inside each other"
expect_unreadable nessus_audit/crossed ":5" "</if> closes nothing that is open"
expect_unreadable wazuh_sca/alias_inside_itself ":1" "alias *a stands inside of what it names"
expect_unreadable wazuh_sca/deep ":1" "more than 64 nodes inside each other"
expect_unreadable wazuh_sca/tab ":2" "not YAML"
expect_unreadable wazuh_sca/directive ":1" "a YAML directive"
run --check-checker "$work/missing"
expect_status 1
expect_err "No such file or directory"

# One bad file does not hide the others.
run --check-checker "$work/missing" "$corpus/wazuh_sca/both_options.bin"
expect_status 1
expect_out "(wazuh-sca)"

run --check-checker --json - "$corpus/wazuh_sca/one_option.bin"
expect_status 1
expect_out '"schema": "ntlmatrix/check-checker/1"'
expect_out '"id": "wrong-value"'
expect_no_out "fix: "
run --check-checker --quiet --json "$work/report.json" "$corpus/wazuh_sca/both_options.bin"
expect_status 0
[ ! -s "$work/out" ] || fail "--quiet prints"
[ -s "$work/report.json" ] || fail "no JSON file"
run --check-checker --json "$work/missing/report.json" "$corpus/wazuh_sca/both_options.bin"
expect_status 3
run --check-checker --os 11 "$corpus/wazuh_sca/both_options.bin"
expect_status 2

# A checker's file is no policy store, and the error says what reads it.
for good in hardening_kitty nessus_audit wazuh_sca; do
  run "$corpus/$good/both_options.bin"
  expect_status 1
  expect_err "says what a scanner expects and sets nothing; --check-checker judges it"
  expect_no_out "not defined"
done

if [ -w /dev/full ]; then
  "$ntlmatrix" policy --check-checker "$corpus/wazuh_sca/both_options.bin" >/dev/full 2>"$work/err"
  status=$?
  arguments="> /dev/full"
  expect_status 3
fi

echo "$failures failures"
[ "$failures" = 0 ]
