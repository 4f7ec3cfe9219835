#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# policy_command_test.sh NTLMATRIX CORPUS: exit status and messages of `ntlmatrix policy`.
set -u
ntlmatrix=$1
corpus=$2/security_template
hives=$2/system_hive
# shellcheck source=conformance/cli/test_policy.sh
source "$(dirname "$0")/test_policy.sh"

# expect_bad FILE PLACE REASON: exit 1, one line on stderr, and no word that reads as permission.
expect_bad() {
  run "$1"
  expect_status 1
  [ "$(wc -l <"$work/err")" = 1 ] || fail "standard error is not one line"
  expect_err "ntlmatrix: $1$2: $3"
  expect_no_out "not defined"
  expect_no_out "not-defined"
  expect_no_out "No requirements"
  expect_no_out "restart"
  run --quiet --json - "$1"
  expect_status 1
  expect_no_out '"os"'
}

run "$corpus/hardened_client.inf"
expect_status 0
expect_quiet_err
expect_out "defined  0x20080000 (537395200)"
expect_out "hardened_client.inf:13: type 4, data 537395200"
expect_out "hardened_client.inf:12: type 4, data 5"
expect_out "Require NTLMv2 session security (extended session security), Require 128-bit encryption"
expect_out "Send NTLMv2 response only. Refuse LM & NTLM"
expect_out "refuses servers that do not grant extended session security"
expect_out "undocumented (seen in the field: accepted)"
expect_out "effective without a computer restart"

for good in utf16be utf8_mark utf8_lf utf16le_without_mark code_page_in_description hex_number \
  odd_case section_twice junk_before_first_section comments_and_blank_lines quoted_name \
  odd_characters_in_name every_type cr_cr_lf equal_duplicate legacy_bits hive_aliases; do
  run "$corpus/$good.inf"
  expect_status 0
  expect_quiet_err
  expect_out "defined  "
done

run --strict "$corpus/secedit_export.inf"
expect_status 0
expect_quiet_err
expect_no_out "[" # no finding

for warned in junk_before_first_section utf16le_without_mark code_page_in_description cr_cr_lf \
  equal_duplicate hive_aliases; do
  run --strict "$corpus/$warned.inf"
  expect_status 1
  expect_out "warning: "
done

run --strict "$corpus/utf8_lf.inf"
expect_status 0

run "$corpus/empty_template.inf"
expect_status 0
expect_out "not defined"
expect_out "client: 7 8 8.1 10 11"
run --os 2008r2 --role member-server "$corpus/empty_template.inf"
expect_status 0
expect_out "Require 128-bit encryption, 0x20000000 (536870912)"
expect_no_out "No requirements"
run --os xp --role dc "$corpus/empty_template.inf"
expect_status 0
expect_out "not-applicable"

expect_bad "$corpus/truncated_number.inf" ":8" "the last line has no line end"
expect_bad "$corpus/truncated_name.inf" ":8" "the file ends inside this line"
expect_bad "$corpus/cut_between_sections.inf" "" "no signature="
expect_bad "$corpus/cut_before_registry_values.inf" ":7" "the last line has no line end"
expect_bad "$corpus/beginning_lost.inf" ":1" "text before the first section"
expect_bad "$corpus/half_code_unit.inf" ":7" "half a UTF-16 code unit at byte offset 342"
expect_bad "$corpus/lone_surrogate.inf" ":5" "lone UTF-16 surrogate at byte offset 286"
expect_bad "$corpus/nul.inf" ":5" "character U+0000 at byte offset 288"
expect_bad "$corpus/malformed_utf8.inf" ":3" "malformed UTF-8 at byte offset 121"
expect_bad "$corpus/lone_cr.inf" ":1" "carriage return without line feed"
expect_bad "$corpus/code_page_in_name.inf" ":4" "a character that [MS-GPSB] 2.2.5 does not allow"
expect_bad "$corpus/quote_without_end.inf" ":4" "quoted name without closing quote"
expect_bad "$corpus/section_without_end.inf" ":3" "section header without \`]\`"
expect_bad "$corpus/values_in_misspelt_section.inf" ":4" "a registry value in section"
expect_bad "$corpus/not_an_entry.inf" ":4" "not of the form name=type,value"
expect_bad "$corpus/several_splits.inf" ":4" "more than one \`=\` could end the name"
expect_bad "$corpus/numbered_control_set.inf" ":4" \
  "NtlmMinClientSec: \`537395200\` holds only where HKLM\SYSTEM\Select names ControlSet001"
expect_bad "$corpus/line_continuation.inf" ":4" "the line ends in a backslash"
expect_bad "$corpus/continuation_before_header.inf" ":5" "the line ends in a backslash"
expect_bad "$corpus/string_in_name.inf" ":4" "the name is known only after its strings are put in"
expect_bad "$corpus/string_overrides.inf" ":5" "the name is known only after its strings are put in"
expect_bad "$corpus/lines_run_together.inf" ":4" "more than one \`=\` could end the name"
expect_bad "$corpus/beginning_and_mark_lost.inf" "" "UTF-16 without byte order mark"
expect_bad "$corpus/type_out_of_range.inf" ":4" "registry value type 4294967300 does not exist"
expect_bad "$corpus/wrong_type.inf" ":4" "NtlmMinClientSec: type 1 instead of 4 (REG_DWORD)"
expect_bad "$corpus/bad_numbers.inf" ":4" "NtlmMinClientSec: \`-1\` is not a number of 32 bits"
expect_bad "$corpus/empty_numbers.inf" ":4" "NtlmMinClientSec: \`\` is not a number of 32 bits"
expect_bad "$corpus/level_out_of_range.inf" ":4" "LmCompatibilityLevel: level 7 is outside 0 to 5"
expect_bad "$corpus/not_a_template.inf" "" "not a security template"
run "$corpus/reg_export.inf" # a .reg file under the wrong name
expect_status 0
expect_out "reg_export.inf (reg)"
expect_bad "$corpus/empty_file.inf" "" "the file is empty"
expect_bad "$corpus/only_a_mark.inf" "" "not a policy store that is known here"
expect_bad "$work/missing.inf" "" "No such file or directory"
mkdir "$work/empty"
expect_bad "$work/empty" "" "no policy store in this folder"
cp "$corpus/hardened_client.inf" "$work/huge.inf"
truncate -s 17M "$work/huge.inf"
expect_bad "$work/huge.inf" "" "a file of 17825792 bytes is over the limit of 16777216"
expect_bad /dev/null "" "not a regular file but a character device"
run --format security-template "$(dirname "$corpus")/registry_pol/hardened_client.bin"
expect_status 1
expect_err "can't be read as security-template, and looks like registry-pol (Registry.pol of a GPO's"
expect_err "leave out --format"
run --format security-template "$(dirname "$corpus")/hive/big_data.bin"
expect_status 1
expect_err "can't be read as security-template, and looks like system-hive ("
key='HKEY_LOCAL_MACHINE\SYSTEM\CurrentControlSet\Control\Lsa\MSV1_0'
for encoding in UTF-8 UTF-16; do
  printf '\r\n%s\r\n    NtlmMinClientSec    REG_DWORD    0x20080000\r\n' "$key" |
    iconv -f UTF-8 -t $encoding >"$work/query.txt"
  expect_bad "$work/query.txt" "" "output of \`reg query\`"
  expect_err "\`reg export HKLM"
done
rm "$work/query.txt"

# Standard input and pipes.
timeout 20 "$ntlmatrix" policy - <"$corpus/hardened_client.inf" >"$work/out" 2>"$work/err"
status=$?
arguments="- <hardened_client.inf"
expect_status 0
expect_out "standard input (security-template)"
run <(cat "$corpus/hardened_client.inf")
expect_status 0
expect_out "defined  0x20080000 (537395200)"
mkfifo "$work/fifo"
cat "$corpus/truncated_number.inf" >"$work/fifo" &
run "$work/fifo"
expect_status 1
expect_err "$work/fifo:8: the last line has no line end"
head -c 2G /dev/zero >"$work/fifo" 2>/dev/null &
run --format security-template "$work/fifo"
expect_status 1
expect_err "more than the limit of 16777216 bytes"
run - # empty
expect_status 1
expect_err "standard input: the file is empty"

# What is no store is named.
magic() {
  printf "$1" >"$work/magic"
  expect_bad "$work/magic" "" "$2"
}
magic 'PK\003\004and more' "a zip archive: unpack it"
magic 'MSCF\0\0\0\0' "a cabinet (.cab): unpack it"
magic 'SZDD\210\360\047\063A' "compressed by COMPRESS.EXE (SZDD)"
magic '\012\121\345\300\030\0' "compressed by the Windows Compression API"
magic '\037\213\010' "compressed by gzip: unpack it"
magic '\3757zXZ\0' "compressed by xz: unpack it"
magic '7z\274\257\047\034' "a 7z archive: unpack it"
magic '\1\2\3\4\357\315\253\211' "an ESE database"
magic 'ElfFile\0' "an event log (.evtx)"
magic '\001\003\002\0precompiled inf' "a precompiled .inf (.PNF)"
magic '<!DOCTYPE html><html>' "an HTML report"
magic 'some text' "not a policy store that is known here"
if [ "$(id -u)" != 0 ]; then
  touch "$work/locked.inf" && chmod 0 "$work/locked.inf"
  expect_bad "$work/locked.inf" "" "Permission denied"
fi

for lint in wrong_location:wrong-location doubled_backslash:doubled-backslash \
  unknown_bits:unknown-bits enum_numbers:enum-instead-of-mask conflicting:conflicting \
  never_satisfiable:never-satisfiable misspelt_name:misspelt-name; do
  run "$corpus/${lint%:*}.inf"
  expect_status 1
  expect_out "[${lint#*:}]"
  expect_no_out "not defined"
done
run "$corpus/conflicting.inf"
expect_out "a reader that lets the last one win gets 0x00000000 (0)"

# One bad file does not hide the others.
run "$corpus/empty_file.inf" "$corpus/hardened_client.inf"
expect_status 1
expect_out "defined  0x20080000 (537395200)"

run --quiet "$corpus/hardened_client.inf"
expect_status 0
[ ! -s "$work/out" ] || fail "--quiet prints"

run --json - "$corpus/hardened_client.inf"
expect_status 0
expect_out '"hex": "0x20080000"'
expect_no_out "restart"
run --json "$work/report.json" "$corpus/hardened_client.inf"
expect_status 0
[ -s "$work/report.json" ] || fail "no JSON file"
run --json "$work/missing/report.json" "$corpus/hardened_client.inf"
expect_status 3
expect_err "cannot be written"

run
expect_status 2
run --os 95 "$corpus/hardened_client.inf"
expect_status 2
expect_err "2000,xp,2003,vista,2008,7,2008r2,8,2012,8.1,2012r2,10,2016,11,2019,2022,2025"
run --role pdc "$corpus/hardened_client.inf"
expect_status 2
expect_err "member-server"
run --format security-template "$corpus/reg_export.inf"
expect_status 1
expect_err "ntlmatrix: $corpus/reg_export.inf: not a security template"
run "$corpus/reg_export.inf"
expect_status 0
expect_out "reg_export.inf:4: type 4, data dword:20080000"
run --format no-such "$corpus/hardened_client.inf"
expect_status 2
expect_err "security-template"

if [ -w /dev/full ]; then
  "$ntlmatrix" policy "$corpus/hardened_client.inf" >/dev/full 2>"$work/err"
  status=$?
  arguments="> /dev/full"
  expect_status 3
  expect_err "standard output: cannot be written"
fi

# GPO folders. Most of what can be wrong with them is in the tests of conformance/stores.
gpo="$work/Policies/{11111111-2222-3333-4444-555555555555}"
secedit="$gpo/MACHINE/microsoft/Windows NT/SecEdit"
mkdir -p "$secedit"
printf '[General]\r\nVersion=1\r\n' >"$gpo/gpt.ini"
cp "$corpus/hardened_client.inf" "$secedit/gpttmpl.inf"
run "$gpo"
expect_status 0
expect_quiet_err
expect_out "$gpo (gpo-folder)"
expect_out "MACHINE/microsoft/Windows NT/SecEdit/gpttmpl.inf:13: type 4, data 537395200"
expect_no_out "1 input"
run --json - "$gpo"
expect_out "\"file\": \"$secedit/gpttmpl.inf\""

silent="$work/Policies/{22222222-2222-3333-4444-555555555555}"
mkdir -p "$silent"
printf '[General]\r\nVersion=0\r\n' >"$silent/gpt.ini"
echo text >"$work/Policies/README"
run "$work/Policies"
expect_status 0
expect_quiet_err
expect_out "$silent (gpo-folder): not defined"
expect_out "2 inputs: 1 define a setting, 1 define none, 0 have errors, 0 can't be read"
expect_out "  NtlmMinClientSec      0x20080000 (537395200) in 1, not defined in 1"
expect_out "1 file that looks like no policy store passed over: $work/Policies/README"
expect_out "--os, --role"
run --quiet --json - "$work/Policies"
expect_out '"passed_over": 1'
expect_quiet_err
mkdir "$work/demanded"
cp "$corpus/hardened_client.inf" "$work/demanded/a.inf"
echo text >"$work/demanded/README"
run --quiet --require 128bit "$work/demanded"
expect_status 0
expect_err "1 file that looks like no policy store passed over: $work/demanded/README"
: >"$work/demanded/SYSTEM"
run --quiet --require 128bit "$work/demanded"
expect_status 1
expect_err "$work/demanded/SYSTEM: the file is empty"
run --os 11 --role client "$work/Policies"
expect_out "NtlmMinClientSec where it is not defined:"
expect_out "Require 128-bit encryption, 0x20000000 (536870912)"

# expect_bad_gpo PLACE REASON: exit 1, one line on stderr, and nothing that reads as permission.
expect_bad_gpo() {
  run "$gpo"
  expect_status 1
  [ "$(wc -l <"$work/err")" = 1 ] || fail "standard error is not one line"
  expect_err "ntlmatrix: $gpo$1: $2"
  expect_no_out "not defined"
  expect_no_out "No requirements"
}
mv "$gpo/gpt.ini" "$work/gpt.ini"
expect_bad_gpo "" "no GPT.INI: this is no whole copy of a GPO"
mv "$work/gpt.ini" "$gpo/gpt.ini"
ln -s / "$gpo/outside"
expect_bad_gpo "/outside" "a symbolic link, which is not followed"
rm "$gpo/outside"
ln -s . "$gpo/MACHINE/loop"
expect_bad_gpo "/MACHINE/loop" "a symbolic link, which is not followed"
rm "$gpo/MACHINE/loop"
mkfifo "$gpo/MACHINE/Registry.pol"
expect_bad_gpo "/MACHINE/Registry.pol" "neither a file nor a folder"
rm "$gpo/MACHINE/Registry.pol"
mkdir "$gpo/Machine"
expect_bad_gpo "/Machine" "differs from \`MACHINE\` in letter case only"
rmdir "$gpo/Machine"
touch "$gpo/MACHINE/Registry.pol"
expect_bad_gpo "/MACHINE/Registry.pol:offset 0x0" "the file is empty"
rm "$gpo/MACHINE/Registry.pol"
if [ "$(id -u)" != 0 ]; then
  chmod 0 "$secedit/gpttmpl.inf"
  expect_bad_gpo "/MACHINE/microsoft/Windows NT/SecEdit/gpttmpl.inf" "Permission denied"
  chmod 600 "$secedit/gpttmpl.inf"
fi
run "$work/Policies/" # one bad input does not hide the others
expect_status 0

# A backup whose list of files names one with 300 letters, one outside, and one that is there.
backup="$work/{33333333-2222-3333-4444-555555555555}"
mkdir -p "$backup/DomainSysvol/GPO/Machine"
touch "$backup/DomainSysvol/GPO/Machine/comment.cmtx"
long=$(printf 'x%.0s' {1..300})
cat >"$backup/Backup.xml" <<END
<GroupPolicyBackupScheme xmlns="http://www.microsoft.com/GroupPolicy/GPOOperations"
    xmlns:bkp="http://www.microsoft.com/GroupPolicy/GPOOperations">
<GroupPolicyCoreSettings><ID>{1}</ID><DisplayName>A "policy"</DisplayName><Options>0</Options>
</GroupPolicyCoreSettings>
<FSObjectFile bkp:Location="DomainSysvol\\GPO\\Machine\\comment.cmtx"/>
<FSObjectFile bkp:Location="DomainSysvol\\GPO\\Machine\\$long"/>
<FSObjectFile bkp:Location="..\\..\\etc\\passwd"/>
</GroupPolicyBackupScheme>
END
run "$backup"
expect_status 1
expect_err "$backup/DomainSysvol/GPO/Machine/$long: Backup.xml names this file, and it is not there (and 1"
expect_out '(gpo-backup, "A "policy"")'
expect_out "is no path within the backup [bad-path]"
expect_out "nothing found; see the errors"

# --walk lists hives and nothing else.
run --walk "$hives/both_options.bin"
expect_status 0
expect_out "  NtlmMinClientSec  type 4  "
run --walk "$corpus/hardened_client.inf"
expect_status 1
expect_err "hardened_client.inf: not a registry hive, which is all that --walk lists"
run --walk "$work/missing"
expect_status 1
expect_err "missing: No such file or directory"
run --walk --json - "$corpus/hardened_client.inf"
expect_status 2

# Ctrl-C ends the run, and no report looks whole.
mkfifo "$work/waits"
timeout --preserve-status -s INT 1 "$ntlmatrix" policy --json "$work/cut.json" "$corpus/hardened_client.inf" \
  "$work/waits" "$corpus/hardened_client.inf" >"$work/out" 2>"$work/err"
status=$?
arguments="with Ctrl-C"
expect_status 3
expect_err "interrupted; inputs reported before: 1"
! tail -1 "$work/cut.json" | grep -q '^}' || fail "the JSON has an end"

run --log "$work/gpt.ini" "$corpus/hardened_client.inf"
expect_status 1
expect_err "the transaction log gpt.ini can't be read: No such file or directory (and 1 more error)"
expect_out "[log-without-hive]"
run --log "$work/gpt.ini" "$work"
expect_status 1
expect_err "--log belongs to one registry hive, and this is a folder"
run --log "$work/a" "$corpus/hardened_client.inf" "$corpus/hardened_client.inf"
expect_status 2
expect_err "belongs to one PATH"

# A path must not move the cursor or turn the direction of text.
odd="$work/$(printf 'a\033[31m\377\302\233\342\200\256.inf')"
cp "$corpus/hardened_client.inf" "$odd"
run "$odd"
expect_status 0
expect_out 'a\u001b[31m\xff\u009b\u202e.inf:13'
run "$odd" "$odd.missing"
expect_status 1
expect_err 'a\u001b[31m\xff\u009b\u202e.inf.missing'
run --json - "$odd"
! LC_ALL=C grep -q $'\x1b\|\x9b\|\xff\|\x80' "$work/out" || fail "raw bytes of the path in JSON"
run --json "$work/missing/$(printf '\033')" "$corpus/hardened_client.inf"
expect_status 3
expect_err 'missing/\u001b: cannot be written'

echo "$failures failures"
[ "$failures" = 0 ]
