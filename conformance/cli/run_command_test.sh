#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# `ntlmatrix run` as a user meets it: exit statuses, messages, outputs. usage: run_command_test.sh BINARY
set -uo pipefail
binary=${1:?usage: run_command_test.sh BINARY}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failed=0

# expect STATUS TEXT ARGS...: the run ends with STATUS and prints TEXT on either stream.
expect() {
  local status=$1 text=$2 actual
  shift 2
  "$binary" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null
  actual=$?
  if [ "$actual" != "$status" ]; then
    echo "FAILED: ntlmatrix $*: exit status $actual, expected $status"
    cat "$scratch/err"
    failed=1
  elif [ -n "$text" ] && ! grep -qF -- "$text" "$scratch/out" "$scratch/err"; then
    echo "FAILED: ntlmatrix $*: does not print '$text'"
    failed=1
  fi
}

expect 0 'AS EXPECTED: 2160 exchanges and 330 messages, 0 required and 0 recommended checks failed' run
expect 0 'AS EXPECTED: 2160 exchanges and 330 messages' run --depth core
expect 0 'AS EXPECTED: 330 messages, 0 required' run --filter 'message/*'
expect 0 'AS EXPECTED: 2160 exchanges, 0 required' run --filter 'policy*'
expect 0 'AS EXPECTED: 144 exchanges' run reference --filter 'policy/min=0x80000/*'
expect 0 'AS EXPECTED' run --strict
expect 1 'UNEXPECTED: 2160 exchanges, 112 required and 92 recommended' run --fault ignore-128 --filter 'policy*'
expect 1 'FAIL message/authenticate/mic/promised-but-absent:verdict' run --fault skips-mic-check
expect 1 'a client that obeys that letter' run --reading page-2016
expect 0 'AS EXPECTED' run --reading page-2016 --fault swap-options
expect 0 'ntlmv2-satisfies-ess' run --list-faults
expect 0 'policy/min=0x20080000/lm=3/app=none/server=ess' run --list
expect 0 'message/authenticate/mic/promised-but-absent' run --list
expect 0 '"schema": "ntlmatrix/run/1"' run --json -
expect 2 "unknown subject 'a\\u001b[31m\\xff\\u009b\\u202e\\u000a'" run $'a\e[31m\xff\xc2\x9b\xe2\x80\xae\n'
expect 3 '/nope\u001b[31m/x: cannot be written' run --json $'/nope\e[31m/x' --filter 'message/*'
expect 1 'no\u001b: cannot be read' explain --event $'no\e'
expect 0 '' run --quiet
[ -s "$scratch/out" ] && { echo 'FAILED: --quiet prints'; failed=1; }

# A cell in which only a recommendation fails changes the exit status with --strict alone.
unoffered='policy/min=0x80000/lm=0/app=none/server=ess'
expect 0 '0 required and 1 recommended' run --fault believe-challenge --filter "$unoffered"
expect 1 'UNEXPECTED: 1 exchange, 0 required and 1 recommended' \
  run --fault believe-challenge --filter "$unoffered" --strict

expect 2 "unknown subject 'sambo'; there are: reference, " run sambo
expect 2 "--shim wants NAME=COMMAND, not 'true'" run --shim true
expect 2 '--fault goes with the reference' run --shim x=true --fault ignore-128
expect 3 'x: the run broke: it exited with status 0' run --shim x=true
expect 3 'x: skipped, it is not installed: nothing there' run --shim 'x=sh -c "echo nothing there >&2; exit 69"'
expect 3 '"subject": "x",' run --json - --shim 'x=sh -c "echo nothing there >&2; exit 69"'
# What a shell understands. It gives way to a single command, so that a crash is seen as one.
expect 3 'x: skipped, it is not installed: in /' \
  run --shim "x=cd / && WHERE=in sh -c 'echo \$WHERE \$PWD >&2; exit 69'"
expect 3 'x: skipped, it is not installed: here' \
  run --shim "x=WHERE=here sh -c 'echo \$WHERE >&2; exit 69'"
for crash in 'sh' "exec sh" 'A=1 exec sh' 'cd / && exec sh'; do
  expect 3 'x: the run broke: it was ended by signal 11 (Segmentation fault)' \
    run --shim "x=$crash -c 'kill -SEGV \$\$'"
done
# A name goes into reports and file names, and is that of one subject.
for name in 'a|b' 'a b' '../x' $'a\n' 'é'; do
  expect 2 "the name of a subject holds only letters, digits and any of + - . _" run --shim "$name=true"
done
expect 3 'a+b-C.1_2: the run broke' run --shim a+b-C.1_2=true
expect 2 "--shim may not be called 'reference'" run --shim reference=true
expect 2 "--shim may not be called 'reference+x'" run --shim reference+x=true
expect 2 "two subjects of this run are called 'x'" run --shim x=true --shim y=true --shim x=false
list='{"subjects":[{"name":"listed","command":["true"],"packages":[]}]}'
echo "$list" >"$scratch/list"
expect 2 "two subjects of this run are called 'listed'" \
  run --subject-list "$scratch/list" listed --shim listed=true
expect 2 "two subjects of this run are called 'listed'" run --subject-list "$scratch/list" all listed
expect 3 'listed: the run broke' run --subject-list "$scratch/list" --shim listed=true
echo "${list/listed/a|b}" >"$scratch/list"
expect 2 "'a|b': the name of a subject holds only" run --subject-list "$scratch/list" all
expect 1 'ntlmatrix run --fault ignore-128 --filter' run --fault ignore-128 --markdown -
expect 0 'reference         in process' run --list-subjects
expect 2 "$scratch/none: No such file or directory" run samba --subject-list "$scratch/none"
expect 2 "unknown fault 'x'; --list-faults names them" run --fault x
expect 2 "no test matches 'nothing*'; --list names them" run --filter 'nothing*'
expect 2 'page-2017' run --reading page-2017
expect 2 'deep' run --depth deep
expect 2 '--tsv goes with --list' run --tsv
expect 2 '--messages goes with --json' run --messages
cell='policy/min=undefined-modern/lm=1/app=confidentiality/server=none'
expect 1 '"authenticate": "4e544c4d' run --fault ignore-128 --filter "$cell" --json - --messages
expect 2 '--json goes with a run, not with a list' run --list --json -
expect 2 '--json goes with a run, not with a list' run --list-faults --json "$scratch/json"
expect 2 'Usage: ntlmatrix run' run --no-such-option
expect 2 'Usage: ntlmatrix'
expect 3 "$scratch/no/such/file: cannot be written: No such file or directory" run --json "$scratch/no/such/file"
for why in 'run sambo' 'run --fault x' 'run --filter x' 'run --tsv' 'run a b' 'run --reading x'; do
  expect 2 'Usage: ntlmatrix run [OPTIONS] [SUBJECT...]' $why
done

# What a person reads fits in 100 columns.
for text in 'run --help' 'rules --help' 'run --list-faults'; do
  expect 0 '' $text
  if grep -nE '.{101}' "$scratch/out"; then
    echo "FAILED: ntlmatrix $text: more than 100 columns"
    failed=1
  fi
done

# Output that can't be written is never exit status 0.
for args in 'run --help' --version 'run --list' 'run --list-faults' 'run --json - --quiet' run rules; do
  "$binary" $args >&- 2>"$scratch/err" </dev/null
  [ $? = 3 ] || { echo "FAILED: ntlmatrix $args, standard output closed: not exit status 3"; failed=1; }
done
[ -e /dev/full ] && expect 3 '/dev/full: cannot be written: No space left on device' run --json /dev/full

exit $failed
