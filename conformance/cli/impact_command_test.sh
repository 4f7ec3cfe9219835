#!/usr/bin/env bash
# SPDX-License-Identifier: Apache-2.0
# What people type at `ntlmatrix impact`: key lines and exit statuses.
# Usage: impact_command_test.sh PATH_OF_NTLMATRIX CORPUS
set -u
ntlmatrix=$1
corpus=$2
# shellcheck source=conformance/cli/test_command.sh
source "$(dirname "$0")/test_command.sh"

lacks() { grep -qF -- "$1" "$scratch/out" && fail "standard output has: $1"; return 0; }
narrow() {
  local longest
  longest=$(awk '{ if (length > n) n = length } END { print n + 0 }' "$scratch/out")
  [ "$longest" -le 100 ] || fail "a line has $longest columns"
}

# Named products never change the exit status.
try 0 impact --min 0x20080000
out 'NtlmMinClientSec 0x20080000 (Require NTLMv2 session security (extended session security), Require'
out 'refused: DittoFS before PR #901 of May 2026'
out 'missing     128-bit encryption (0x20000000)'
out 'source      marmos91/dittofs#878; marmos91/dittofs#901'
out 'refused: Windows NT 4.0 before Service Pack 4'
out 'unknown: '
out 'not refused: '
lacks 'go-ntlmssp'
narrow
try 0 impact --server-min 537395200
out 'refused: go-ntlmssp before PR #18 of August 2018 (Packer 1.2)'
out 'error       people saw: HTTP 401'
out 'undocumented (seen in the field: accepted): libcurl'
lacks 'DittoFS'
narrow
# The program needs no file beside it.
cp "$ntlmatrix" "$scratch/alone"
(cd / && "$scratch/alone" impact --min 0x20080000) >"$scratch/out" 2>&1 || fail 'does not run alone'
out 'ruby_smb'

try 0 impact --min 0x20080000 --flags 0xe2898235
out 'not refused: --flags 0xe2898235'
try 1 impact --min 0x20080000 --flags 0x408a8215 0xe2898235
out 'Your own input: 1 refused, 1 not refused'
try 0 impact --min 0x20000000 --flags 0x8205
out 'undocumented (seen in the field: accepted): --flags 0x00008205'

# Tokens: as base64, binary, or in a log.
try 1 impact --server-min 0x80000 --token TlRMTVNTUAABAAAABYIAAA==
out 'seen        NEGOTIATE_MESSAGE 0x00008205'
out 'missing     extended session security (0x00080000)'
try 0 impact --min 0x20080000 --token TlRMTVNTUAABAAAABYIAAA==
out 'NEGOTIATE_MESSAGE 0x00008205 is about a client:'
out '--server-min judges it'
try 1 impact --min 0x20080000 --token "$scratch/no_such_file"
err 'is no file'
: >"$scratch/empty"
try 1 impact --min 0x20080000 --token "$scratch/empty"
err 'empty'

# Events.
events=$corpus/event_text
for seed in event_4010.xml flat.json; do
  try 1 impact --min 0x20080000 --event "$events/$seed"
  out 'undocumented (seen in the field: accepted): '
  out 'yet this event reports a refusal'
done
for seed in message_4011.txt event_4011_rendered.xml message_in_json.json; do
  try 1 impact --server-min 0x20080000 --event "$events/$seed"
  out 'negotiated 0x02818205, refused by 0x20080000'
  out 'the event is about the past and names no peer, user or address'
done
try 0 impact --server-min 0x20000000 --event "$events/message_4011.txt"
out 'undocumented (seen in the field: accepted): '
cat >"$scratch/others.xml" <<'XML'
<Events><Event><System><Provider Name="Microsoft-Windows-NTLM"/><EventID>4022</EventID></System>
<EventData><Data Name="NtlmUsageId">7</Data></EventData></Event></Events>
XML
try 1 impact --min 0x20080000 --event "$scratch/others.xml"
err 'nothing can be concluded from it'
out 'event 4022, 1 time'
out 'carries no flags'
sed 's/4022/4010/' "$scratch/others.xml" >"$scratch/without.xml"
try 1 impact --min 0x20080000 --event "$scratch/without.xml"
err 'without.xml:1: the text has neither'
cat >"$scratch/logons.csv" <<'CSV'
EventID,AuthenticationPackageName,LmPackageName,KeyLength
4624,NTLM,NTLM V2,128
4624,NTLM,NTLM V2,128
4624,NTLM,NTLM V1,56
4624,Kerberos,-,0
CSV
try 1 impact --server-min 0x20080000 --event "$scratch/logons.csv"
out 'unknown: '
out 'and 1 more like it'
out 'likely refused: '
out 'KeyLength proves little'
out 'it says nothing of extended session security'
sed -i /56/d "$scratch/logons.csv"
try 0 impact --server-min 0x20080000 --event "$scratch/logons.csv"
printf 'ElfFile' >"$scratch/log.evtx"
try 1 impact --min 0x20080000 --event "$scratch/log.evtx"
err 'wevtutil qe'
try 1 impact --min 0x20080000 --event "$scratch/no_such_file"

try 1 impact --json - --server-min 0x20080000 --min 0x80000 --flags 0x8205
out '"schema": "ntlmatrix/impact/1"'
out '"outcome": "refused"'
try 0 impact --quiet --json "$scratch/json" --min 0x20080000
[ -s "$scratch/out" ] && fail 'prints in spite of --quiet'
[ -s "$scratch/json" ] || fail 'no JSON file'
try 3 impact --json "$scratch/no/such/folder" --min 0

try 2 impact
err 'give --min'
try 2 impact --min ess
err "--min: 'ess' is no number"
try 2 impact --min 0x100000000
try 2 impact --min 20080000
err 'number write 0x20080000; 0x20080000 requires both options'
try 2 impact --min 3
err 'has bits 0x00000003 that no document gives a meaning'
try 2 impact --min 0 --flags many
try 2 impact --no-such-option
err 'ntlmatrix impact --help says more'
try 2 impct --min 0
err 'there is no subcommand impct; there are run, policy, impact'
try 0 impact --help
out 'Exit status: 0 none of your own tokens'
narrow

[ "$failures" = 0 ] && echo 'all as expected'
exit $((failures > 0))
