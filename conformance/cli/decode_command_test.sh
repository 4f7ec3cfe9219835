#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# decode_command_test.sh NTLMATRIX CORPUS: exit status and output of `ntlmatrix decode`.
set -u
ntlmatrix=$1
corpus=$2/decode_text
messages=$2
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# run ARGUMENTS...: leaves $status, $work/out and $work/err; standard input is $work/in.
: >"$work/in"
run() {
  timeout 60 "$ntlmatrix" decode "$@" >"$work/out" 2>"$work/err" <"$work/in"
  status=$?
  arguments=$*
}

fail() {
  echo "FAIL: decode $arguments: $1"
  sed 's/^/  stdout: /' "$work/out" | head -40
  sed 's/^/  stderr: /' "$work/err"
  failures=$((failures + 1))
}

expect_status() { [ "$status" = "$1" ] || fail "exit status $status instead of $1"; }
expect_out() { grep -qF -- "$1" "$work/out" || fail "standard output lacks: $1"; }
expect_err() { grep -qF -- "$1" "$work/err" || fail "standard error lacks: $1"; }
expect_no_out() { ! grep -qF -- "$1" "$work/out" || fail "standard output has: $1"; }
expect_no_err() { ! grep -qF -- "$1" "$work/err" || fail "standard error has: $1"; }
expect_quiet_err() { [ ! -s "$work/err" ] || fail "standard error is not empty"; }

# The five demonstrations: an HTTP header, SPNEGO, DCE/RPC, Wireshark, Samba.
run "$corpus/http_header.txt"
expect_status 0
expect_quiet_err
expect_out "token 1: CHALLENGE_MESSAGE, 104 bytes"
expect_out "http_header.txt:3, byte offset 78"
expect_out "HTTP WWW-Authenticate NTLM > CHALLENGE_MESSAGE"
expect_out "0x00080000 NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY"
expect_out 'MsvAvNbDomainName              "Domain"'
expect_out "(challenge-target-name-ignored, [MS-NLMP] 2.2.1.2)"

run "$corpus/spnego_base64.txt"
expect_status 0
expect_out "base64 > SPNEGO NegTokenResp responseToken > CHALLENGE_MESSAGE"

run "$corpus/rpc_bind_ack_hex.txt"
expect_status 0
expect_out "hex > DCE/RPC bind_ack RPC_C_AUTHN_WINNT RPC_C_AUTHN_LEVEL_PKT_PRIVACY > CHALLENGE_MESSAGE"

run "$corpus/wireshark_hexdump.txt"
expect_status 0
expect_out "hexdump > AUTHENTICATE_MESSAGE"
expect_out 'user "Domain\User" on "COMPUTER"; NTLM v2, LMv2'
expect_out "NTProofStr                     68cd0ab851e51c96aabc927bebef6a1c"

run "$corpus/samba_log.txt"
expect_status 0
expect_out "samba_log.txt:4, byte offset"
expect_out "exchange of tokens 1, 2, 3"
expect_out "0xe2088237  0xe28a8233  0xe2088233  0xe2888235"

# Every way to give the same message.
for same in challenge.bin xxd.txt hexdump_numbers.txt escaped_bytes.txt utf16le.txt utf16be.txt; do
  run --json - "$corpus/$same"
  expect_status 0
  expect_out '"message": "CHALLENGE_MESSAGE"'
  expect_out '"hex": "4e544c4d53535000020000000c000c003800000033828ae2'
done
run "$(base64 -w0 "$corpus/challenge.bin")"
expect_status 0
expect_out "argument:1, byte offset 0"
# shellcheck disable=SC2046  # pasted without quotes
run WWW-Authenticate: NTLM $(base64 -w0 "$corpus/challenge.bin")
expect_status 0
expect_out "HTTP WWW-Authenticate NTLM > CHALLENGE_MESSAGE"
# shellcheck disable=SC2046
run $(od -An -v -tx1 "$corpus/challenge.bin")
expect_status 0
expect_out "hex > CHALLENGE_MESSAGE"
cp "$corpus/challenge.bin" "$work/in"
run -
expect_status 0
expect_out "standard input, byte offset 0"
run
expect_status 0
expect_out "standard input, byte offset 0"
: >"$work/in"
mkfifo "$work/pipe"
cat "$corpus/challenge.bin" >"$work/pipe" &
run "$work/pipe"
expect_status 0
wait

# Several inputs are one exchange, in whatever order.
run "$messages/authenticate_message/nlmp_4_2_4.bin" "$messages/challenge_message/nlmp_4_2_4.bin"
expect_status 0
expect_out "exchange of tokens 2, 1"
run "$corpus/three_messages.bin"
expect_out "exchange of tokens 1, 2, 3"
run "$messages/challenge_message/nlmp_4_2_2.bin" "$messages/authenticate_message/nlmp_4_2_4.bin"
expect_status 1
expect_out "findings on token 2, AUTHENTICATE_MESSAGE"
expect_out "exchange-flag-not-granted"

cat "$corpus/samba_log.txt" "$corpus/samba_log.txt" >"$work/twice.log"
run "$work/twice.log"
expect_status 0
expect_out "exchange of tokens 4, 5, 6, put together by their order"

# Broken tokens: the error, and what could be read.
run "$corpus/truncated.txt"
expect_status 1
expect_err "truncated.txt:1, byte offset 7: AUTHENTICATE_MESSAGE: cannot read 24 bytes at offset 108 of 112"
expect_out "NegotiateFlags                   0xe2888235"
expect_out "outside of the message, which has 112 bytes"
run "$corpus/unknown_type.bin"
expect_status 1
expect_out "message of unknown type 9"
run "$corpus/cut_off.bin"
expect_status 1
expect_out "token 2: AUTHENTICATE_MESSAGE, 232 bytes"
expect_out "token 1 can't be read and is not compared"

head -c 90 "$messages/challenge_message/nlmp_4_2_4.bin" >"$work/cut.bin"
run "$work/cut.bin"
expect_status 1
expect_out "cut off: 22 of 36 bytes"
expect_out "the token is at least 14 bytes short"
expect_out 'MsvAvNbDomainName              "Domain"'
expect_no_out "nothing in the header points here"

# Nothing found.
run "$corpus/without_token.txt"
expect_status 1
expect_err "no NTLM token found: looked for the signature"
expect_err "1 run of hexadecimal digits, 1 word that may be base64"
run "$corpus/empty.txt"
expect_status 1
expect_err "the input is empty"
run Authorization: Negotiate YBsGBisGAQUFAqARMA+gDTALBgkqhkiG9xIBAgI=
expect_status 1
expect_err "Kerberos V5 (1.2.840.113554.1.2.2)"
run no_such_file.bin
expect_status 1
expect_err "'no_such_file.bin' is no file, and no NTLM token is in it"
run "$work"
expect_status 1
expect_err "is a directory"
truncate -s 65M "$work/huge.log"
run "$work/huge.log"
expect_status 1
expect_err "a file of 68157440 bytes is over the limit of 67108864"

# A name out of a message must not move the cursor.
run "$corpus/terminal_escapes.txt"
expect_out '"\u001b[2J"'
! grep -q $'\x1b' "$work/out" || fail "standard output has an escape character"

# One bad input does not hide the others.
run "$corpus/empty.txt" "$corpus/challenge.bin"
expect_status 1
expect_out "token 1: CHALLENGE_MESSAGE"

run --strict "$corpus/challenge.bin"
expect_status 1
run --quiet "$corpus/challenge.bin"
expect_status 0
expect_quiet_err
[ ! -s "$work/out" ] || fail "--quiet prints"
run --quiet "$messages/challenge_message/nlmp_4_2_2.bin" "$messages/authenticate_message/nlmp_4_2_4.bin"
expect_status 1
[ ! -s "$work/out" ] || fail "--quiet prints"
expect_err "nlmp_4_2_4.bin, byte offset 0: AUTHENTICATE_MESSAGE: error: offset "
expect_err "(exchange-flag-not-granted, "
expect_no_err "warning: "
run --quiet --strict "$corpus/challenge.bin"
expect_status 1
expect_err "challenge.bin, byte offset 0: CHALLENGE_MESSAGE: warning: offset "
run --json "$work/report.json" "$corpus/challenge.bin"
expect_status 0
grep -qF '"schema": "ntlmatrix/decode/1"' "$work/report.json" || fail "no JSON file"
run --json "$work/missing/report.json" "$corpus/challenge.bin"
expect_status 3
expect_err "cannot be written"

run --diff "$messages/challenge_message/nlmp_4_2_2.bin" "$corpus/http_header.txt"
expect_status 0
expect_quiet_err
expect_out "only B  0x00080000 NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY"
expect_out "A refused; missing: NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY"
run --diff --json - "$corpus/challenge.bin" "$corpus/challenge.bin"
expect_status 0
expect_out '"schema": "ntlmatrix/decode-diff/1"'
run --diff "$corpus/challenge.bin"
expect_status 2
expect_err "give two inputs"
run --diff "$corpus/challenge.bin" "$corpus/wireshark_hexdump.txt"
expect_status 1
expect_err "no CHALLENGE_MESSAGE to compare"
run --diff "$corpus/cut_off.bin" "$corpus/challenge.bin"
expect_status 1
run --diff "$corpus/challenge.bin" "$messages/challenge_message/flags_0xa0898205.bin"
expect_status 1
expect_err "flags_0xa0898205.bin, byte offset 0: CHALLENGE_MESSAGE: error: offset "
expect_out "only B  0x00000004 NTLMSSP_REQUEST_TARGET"
head -c 50 "$corpus/challenge.bin" >"$work/cut.bin"
run --diff "$corpus/challenge.bin" "$work/cut.bin"
expect_status 1
expect_err "cut.bin, byte offset 0: CHALLENGE_MESSAGE: cannot read"
run --diff --strict "$corpus/challenge.bin" "$corpus/challenge.bin"
expect_status 1
expect_err "CHALLENGE_MESSAGE: warning: offset "

# A log of 20 MB takes a second or two.
yes "2026-11-26 03:00:00 smbd[77]: some message of no interest, 0123 abcd /var/log/samba/log.smbd" |
  head -c 20000000 >"$work/log"
cat "$corpus/samba_log.txt" >>"$work/log"
run "$work/log"
expect_status 0
expect_out "exchange of tokens 1, 2, 3"

echo "$failures failures"
[ "$failures" = 0 ]
