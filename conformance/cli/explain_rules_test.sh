#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What people type at `ntlmatrix explain` and `ntlmatrix rules`: key lines and exit statuses.
# Usage: explain_rules_test.sh PATH_OF_NTLMATRIX FOLDER_OF_EVENT_TEXTS
set -u
ntlmatrix=$1
events=$2
# shellcheck source=conformance/cli/test_command.sh
source "$(dirname "$0")/test_command.sh"

verdict() { [ "$(head -n 1 "$scratch/out")" = "$1" ] || fail "the first line is not: $1"; }
narrow() {
  local longest
  longest=$(sed '/^Documents$/,$d' "$scratch/out" | awk '{ if (length > n) n = length } END { print n + 0 }')
  [ "$longest" -le 100 ] || fail "a line has $longest columns"
}

try 0 explain policy/min=0x20080000/lm=3/app=none/server=ess
verdict '128-bit encryption is required and was not negotiated: undocumented (seen in the field: accepted).'
out "missing      'Require 128-bit encryption' 0x20000000, undocumented (seen in the field: accepted)"
out 'page-2016    fail, required'
out '128-without-sealing: undocumented (seen in the field: accepted)'
narrow

try 0 explain policy/min=0x20000000/lm=3/app=confidentiality/server=ess:status
verdict 'The client must refuse: 128-bit encryption is required and was not negotiated.'
out 'error        0x80090302 SEC_E_UNSUPPORTED_FUNCTION'
out 'page-2016    accept'

try 0 explain message/authenticate/mic/promised-but-bit-flipped:verdict
verdict 'The server must refuse this message: required.'
out 'a MIC is promised and one bit of it is wrong'
out '      72  MIC: the last bit is wrong'
out 'and sent this CHALLENGE_MESSAGE'
out 'MUST be compared to MessageMIC'
narrow
try 0 explain message/challenge/target-info/empty-with-wild-offset
out 'status       0xc000006d STATUS_LOGON_FAILURE'
out 'TargetInfoFields: Len 0, BufferOffset 0xffffffff'
narrow
try 0 explain message/challenge/target-info/no-end-of-list
verdict 'No document decides what the client does: undocumented.'
try 0 explain message/challenge/target-info/longest --json -
out '"schema": "ntlmatrix/explain-message/1"'
out '"offset": 72'
try 2 explain message/challenge/no-such-test
err "no message test is called 'message/challenge/no-such-test'"
try 2 explain message/challenge/target-info/longest --lm 3
err 'leave out --lm, --app and --side'

try 0 explain --required 0x20080000 --negotiated 0x2818205
verdict 'The client must refuse: extended session security is required and was not negotiated.'
out 'application  none (read from SIGN and SEAL in the negotiated bits)'
out 'On the server: grant NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY (0x00080000)'
out '0x20080000 -> 0x20000000'
out 'Computer Configuration\Windows Settings\Security Settings\Local Policies\Security Options'
out 'Network security: Minimum session security for NTLM SSP based (including secure RPC) clients'
out 'HKLM\SYSTEM\CurrentControlSet\Control\Lsa\MSV1_0\NtlmMinClientSec'
out 'without restart'
out 'If you use 0x00080000 for the NtlmMinClientSec value'
narrow

try 0 explain --required 537395200 --negotiated 0x20080000 --app none --lm 5
verdict 'Nothing is missing: by this setting the client must accept.'
out '0xC0000418'

try 0 explain --required 0x80000 --negotiated 0x20000000 --lm 0
out 'raise LmCompatibilityLevel from 0 to 1 or more'
out 'level0-unsatisfiable'

try 0 explain --required 0x20040000 --negotiated 0x20000000
out 'no document says what bits 0x00040000 of the setting require'

try 0 explain --event "$events/message_4011.txt"
verdict 'The server must refuse: extended session security is required and was not negotiated.'
out 'HKLM\SYSTEM\CurrentControlSet\Control\Lsa\MSV1_0\NtlmMinServerSec'
out '(including secure RPC) servers'
out 'On the client: set NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY (0x00080000)'
out 'The event names no peer'
narrow
cp "$scratch/out" "$scratch/from_file"

command='explain --event - <message_4011.txt'
"$ntlmatrix" explain --event - <"$events/message_4011.txt" >"$scratch/out" || fail 'exit status is not 0'
cmp -s "$scratch/from_file" "$scratch/out" || fail 'standard input is explained otherwise than the file'
try 0 explain "$(cat "$events/message_4011.txt")"
cmp -s "$scratch/from_file" "$scratch/out" || fail 'the pasted text is explained otherwise than the file'
for seed in event_4010.xml event_4011_rendered.xml flat.json decimal.json message_in_json.json \
  names_and_values.txt friendly_view.txt utf16le.txt utf16be.txt; do
  try 0 explain --event "$events/$seed"
done

try 0 explain --json - --required 0x20080000 --negotiated 0x2818205
out '"schema": "ntlmatrix/explain/1"'
out '"rule": "min-security/ess"'
try 0 explain --json "$scratch/json" --required 0x20080000 --negotiated 0x2818205
verdict 'The client must refuse: extended session security is required and was not negotiated.'
[ -s "$scratch/json" ] || fail 'no JSON file'
try 3 explain --json "$scratch/no/such/folder" --required 0 --negotiated 0

try 2 explain
try 2 explain --required 0x20080000
try 2 explain --required 0x20080000 --negotiated 0x100000000
err "'0x100000000' does not fit into 32 bits"
try 2 explain --required ess --negotiated 0
try 2 explain --required 1 --negotiated 1 --lm 6
try 2 explain --required 1 --negotiated 1 --app seal
err 'seal not in {none,integrity,confidentiality}'
try 2 explain --required 1 --negotiated 1 policy/min=0/lm=0/app=none/server=none
try 2 explain policy/min=9/lm=0/app=none/server=none
err "'min=9' is none of"
try 2 explain policy/min=0/lm=0/app=none/server=none --lm 3
try 2 explain 'good morning'
try 2 explain 'NegotiatedSecurity=1 RequiredSecurity=2'
err 'add --side'
try 0 explain 'NegotiatedSecurity=1 RequiredSecurity=2' --side server
try 2 explain --event "$events/message_4011.txt" --side client
for seed in overflow.txt two_values.txt other_event.txt template_unfilled.txt; do
  try 2 explain --event "$events/$seed"
done
try 1 explain --event "$scratch/no_such_file"
err 'cannot be read'
try 1 explain --event "$scratch"

try 0 rules
out 'min-security/ess'
out 'If not, the client MUST return an error to the calling application.'
narrow
try 0 rules min-security
out 'min-security/128-none'
grep -q '^nb-names' "$scratch/out" && fail 'the list has other rules too'
try 0 rules --conflicts
out 'page-2016-swap'
out 'decision: '
narrow
try 0 rules 128-without-sealing
out 'documents disagree'
try 0 rules --json - nb-names
out '"code": "0xc000006d"'
try 2 rules no-such-rule
err 'min-security/ess'
try 2 rules --no-such-option

[ "$failures" = 0 ] && echo 'all as expected'
exit $((failures > 0))
