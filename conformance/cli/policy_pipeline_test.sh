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

# --allow-default: what may be hidden keeps the default from counting.
corpora=$(dirname "$corpus")
# not_by_default WHY PATH...
not_by_default() {
  local why=$1
  shift
  run --quiet --require 128bit --allow-default --os 2022 "$@"
  expect_status 1
  expect_err "$why"
}
not_by_default "@odata.nextLink says that this is one page of several" "$corpora/intune_graph/next_page.bin"
# shellcheck disable=SC2016
printf '{"@odata.context": "x", "value": [], "@odata.nextLink": "https://x?$skip=1"}\n' >"$work/page.json"
not_by_default "a setting may be on another one" "$work/page.json"
not_by_default "no extension of the computer has an ExtensionStatus" \
  "$corpora/policy_xml/rsop_without_status.bin"
# shellcheck disable=SC2016
printf 'instance of MSFT_DSCMetaConfiguration as $A1ref\n{\n};\n%s\n' \
  'instance of OMI_ConfigurationDocument { Version="2.0.0"; };' >"$work/localhost.meta.mof"
not_by_default "this is a meta configuration" "$work/localhost.meta.mof"
not_by_default "shown by name only" "$corpora/policy_xml/report_policy_by_name.bin"
preferences="<RegistrySettings clsid='{A3CCFC41-DFDB-43a5-8D26-0FE8B954DA51}'><Registry name='x' \
clsid='{9CD4B2F4-923D-47f5-A062-E897DD1DAD50}'><Properties action='U' hive='HKEY_LOCAL_MACHINE' \
key='SYSTEM\\CurrentControlSet\\Control\\Lsa\\MSV1_0' name='NtlmMinClientSec' type='REG_DWORD' \
value='20080000'/></Registry></RegistrySettings>"
mkdir -p "$work/local/User/Preferences/Registry" "$work/local/Machine/Scripts"
printf '%s\n' "$preferences" >"$work/local/User/Preferences/Registry/Registry.xml"
printf '[General]\r\nVersion=65536\r\n' >"$work/local/gpt.ini"
not_by_default "NtlmMinClientSec is conflicting" "$work/local"
rm -r "$work/local/User"
run --quiet --require 128bit --allow-default --os 2022 "$work/local"
expect_status 0
printf '[General]\r\nVersion=1\r\n' >"$work/local/gpt.ini"
printf '[Startup]\r\n' >"$work/local/Machine/Scripts/scripts.ini"
not_by_default "no store of them is there" "$work/local"

# What Windows does not process is no requirement.
# backup EXTENSIONS VERSION: a backup of a GPO whose template requires both options.
backup() {
  mkdir -p "$work/backup/DomainSysvol/GPO/Machine/Microsoft/Windows NT/SecEdit"
  cp "$work/both.inf" "$work/backup/DomainSysvol/GPO/Machine/Microsoft/Windows NT/SecEdit/GptTmpl.inf"
  cat >"$work/backup/Backup.xml" <<END
<GroupPolicyBackupScheme xmlns="http://www.microsoft.com/GroupPolicy/GPOOperations">
<GroupPolicyCoreSettings><ID>{1}</ID><DisplayName>A</DisplayName><Options>0</Options>
<MachineVersionNumber>$2</MachineVersionNumber><MachineExtensionGuids>$1</MachineExtensionGuids>
</GroupPolicyCoreSettings></GroupPolicyBackupScheme>
END
}
security='[{827D319E-6EAC-11D2-A4EA-00C04F79F83A}{803E14A0-B4FB-11D0-A0D0-00A0C90F574B}]'
backup "$security" 65537
run --quiet --require ntlmv2,128bit "$work/backup"
expect_status 0
backup "$security" 0
not_by_default "the version of the computer settings is 0, in Active Directory too" "$work/backup"
backup "" 65537
not_by_default "gPCMachineExtensionNames does not name the extension for security settings" "$work/backup"
rm "$work/backup/DomainSysvol/GPO/Machine/Microsoft/Windows NT/SecEdit/GptTmpl.inf"
sed -i "s/<MachineExtensionGuids>/&$security/" "$work/backup/Backup.xml"
not_by_default "and there is no GptTmpl.inf" "$work/backup"
rm -r "$work/local" "$work/backup"

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
# sarif_says CONDITION: of the run of $work/x.sarif.
sarif_says() {
  python3 -c 'import json, sys; run = json.load(open(sys.argv[1]))["runs"][0]
invocation = run["invocations"][0]; results = run["results"]
sys.exit(not ('"$1"'))' "$work/x.sarif" || fail "not a SARIF file of which: $1"
}
inputs="--require ntlmv2 session.inf silent.inf ./missing $corpus/conflicting.inf"
for closed in ">&-" ">/dev/full" "| true"; do
  rm -f "$work/x.sarif"
  arguments="--sarif x.sarif $inputs $closed"
  # A pipe that nobody reads any more, too: the reader is gone before the first write.
  { eval "{ sleep 0.3; timeout 20 '$ntlmatrix' policy --sarif '$work/x.sarif' $inputs; echo \$? \
    >'$work/status'; } $closed"; } 2>"$work/err"
  status=$(cat "$work/status")
  expect_status 3
  expect_err "standard output: cannot be written"
  sarif_says "invocation['executionSuccessful'] and any(r['ruleId'] == 'conflicting' for r in results)"
done
mkfifo "$work/never"
rm "$work/x.sarif"
arguments="--sarif x.sarif session.inf never, interrupted"
# Job control gives the process SIGINT as a terminal does.
set -m
timeout --foreground 20 "$ntlmatrix" policy --quiet --require level=4 --sarif "$work/x.sarif" \
  session.inf never >"$work/out" 2>"$work/err" &
pid=$!
set +m
sleep 1
kill -INT "$pid"
wait "$pid"
status=$?
expect_status 3
expect_err "interrupted; inputs reported before: 1"
sarif_says "not invocation['executionSuccessful'] and len(results) > 0"
sarif_says "'interrupted' in invocation['toolExecutionNotifications'][0]['message']['text']"
run --sarif "$work/no/such/folder" "$work/both.inf"
expect_status 3
expect_err "cannot be written"

echo "$failures failures"
[ "$failures" = 0 ]
