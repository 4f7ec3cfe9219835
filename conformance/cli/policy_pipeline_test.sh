#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# policy_pipeline_test.sh NTLMATRIX CORPUS: what `ntlmatrix policy` offers to pipelines.
set -u
ntlmatrix=$1
corpus=$2/security_template
smb_conf=$2/smb_conf
# shellcheck source=conformance/cli/test_policy.sh
source "$(dirname "$0")/test_policy.sh"

expect_err_lines() { [ "$(wc -l <"$work/err")" = "$1" ] || fail "standard error has not $1 lines"; }

run --help
! grep -v 'TEXT:{\|Excludes:' "$work/out" | grep -q '.\{101\}' || fail "a line of the help is longer than 100 columns"

# template NAME LINE...: a template with these registry values, $work/NAME.inf. The prefixes are
# those of the three settings.
lsa='MACHINE\System\CurrentControlSet\Control\Lsa'
client="$lsa\\MSV1_0\\NTLMMinClientSec=4"
server="$lsa\\MSV1_0\\NTLMMinServerSec=4"
level="$lsa\\LmCompatibilityLevel=4"
template() {
  local file="$work/$1.inf"
  shift
  {
    printf '[Version]\r\nsignature="$CHICAGO$"\r\n[Registry Values]\r\n'
    [ $# = 0 ] || printf '%s\r\n' "$@"
  } | iconv -f UTF-8 -t UTF-16 >"$file"
}
template both "$client,537395200" "$server,537395200" "$level,5"
template session "$client,524288" "$level,3"
template silent
template legacy "$client,537395248" "$server,537395248" "$level,5"

# --require
run --quiet --require ntlmv2,128bit,server-128bit,level=5 "$work/both.inf" "$work/legacy.inf"
expect_status 0
expect_quiet_err
run --require ntlmv2,128bit "$work/both.inf" "$work/session.inf" "$work/silent.inf" \
  "$corpus/truncated_number.inf" "$work/missing"
expect_status 1
expect_err_lines 4
expect_err "session.inf:4: NtlmMinClientSec is 0x00080000 (524288), which does not require 128-bit encryption; fix: set MACHINE\\System"
expect_err "silent.inf: NtlmMinClientSec is not defined; required is NTLMv2 session security (extended session security) and 128-bit encryption; fix: "
expect_err "truncated_number.inf:8: the last line has no line end"
expect_err "missing: No such file or directory"
expect_out "[not-required]"
run --quiet --require 128bit "$smb_conf"/*
expect_status 1
expect_err "smb-conf can't require anything of NTLM"
run --json - --require level=4 "$work/session.inf"
expect_status 1
expect_out '"id": "not-required"'
run --quiet --require 128bit --allow-default --os 2022 "$work/silent.inf"
expect_status 0
run --quiet --require 128bit --allow-default --os 2008 "$work/silent.inf"
expect_status 1
run --quiet --require level=3 --allow-default --os 11 --role client "$work/silent.inf"
expect_status 1
expect_err "is disputed"
run --require 128bit --allow-default "$work/silent.inf"
expect_status 2
run --allow-default --os 11 "$work/silent.inf"
expect_status 2
run --require 129bit "$work/both.inf"
expect_status 2
expect_err "\`129bit\` is none of ntlmv2, 128bit"
run --require "" "$work/both.inf"
expect_status 2

# --baseline
for baseline in stig cis msft; do
  run --quiet --baseline $baseline "$work/both.inf"
  expect_status 0
  expect_quiet_err
  run --baseline $baseline "$work/legacy.inf"
  expect_status 0
  expect_out "[stricter-than-baseline]"
  expect_no_out "[weaker-than-baseline]"
done
run --baseline stig "$work/session.inf" "$work/silent.inf" "$work/missing"
expect_status 1
expect_err_lines 3
expect_err "session.inf:4: NtlmMinClientSec is 0x00080000 (524288), weaker than the DISA STIG"
expect_err "(and 2 more errors)"
expect_err "silent.inf: NtlmMinClientSec is not defined, and the DISA STIG wants 0x20080000"
run --baseline nist "$work/both.inf"
expect_status 2

# --compare: a difference is a warning, a path that is locked out an error.
template old "$client,0" "$level,0"
run --compare "$work/both.inf" "$work/both.inf"
expect_status 0
expect_quiet_err
expect_out "2 inputs compared: all alike"
run --compare --os 2022 "$work/silent.inf" "$work/session.inf"
expect_status 0
expect_out "not defined (0x20000000)"
expect_out "warning: inputs differ in NtlmMinClientSec, LmCompatibilityLevel [inputs-differ]"
run --strict --compare "$work/both.inf" "$work/legacy.inf"
expect_status 1
run --compare "$work/both.inf" "$work/old.inf"
expect_status 1
expect_err "paths between computers of these inputs that are locked out: 1"
expect_out "error: B -> A: the server requires NTLMv2 session security (NtlmMinServerSec)"
for option in --compare "--require 128bit" "--baseline stig" "--sarif -"; do
  # shellcheck disable=SC2086
  run --link-order "$work/no.json" $option
  expect_status 2
done

# --sarif: there is always a file, and each result has a place.
run --quiet --sarif "$work/empty.sarif" "$work/both.inf"
expect_status 0
python3 - "$work/empty.sarif" <<'END' || fail "not a SARIF file without results"
import json, sys
run = json.load(open(sys.argv[1]))["runs"][0]
assert run["results"] == [] and run["tool"]["driver"]["name"]
END
cd "$work" || exit 1
run --sarif - --require 128bit session.inf ./missing "$work/silent.inf" "$corpus/conflicting.inf"
expect_status 1
python3 - "$work/out" "$corpus" <<'END' || fail "not the SARIF results that were expected"
import json, sys, urllib.parse
run = json.load(open(sys.argv[1]))["runs"][0]
rules = {rule["id"] for rule in run["tool"]["driver"]["rules"]}
seen = set()
for result in run["results"]:
    place = result["locations"][0]["physicalLocation"]
    assert place["region"]["startLine"] >= 1 and result["ruleId"] in rules
    seen.add((result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"]))
assert ("not-required", "session.inf", 4) in seen, seen
assert ("not-required", "silent.inf", 1) in seen, seen
assert ("unreadable", "missing", 1) in seen, seen
outside = "file://" + urllib.parse.quote(sys.argv[2] + "/conflicting.inf")
assert any(rule == "conflicting" and uri == outside for rule, uri, line in seen), seen
END
run --sarif - --json - "$work/both.inf"
expect_status 2
run --sarif "$work/no/such/folder" "$work/both.inf"
expect_status 3
expect_err "cannot be written"

echo "$failures failures"
[ "$failures" = 0 ]
