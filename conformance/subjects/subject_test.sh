#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# One subject has to do what conformance/expected says, twice alike. usage: subject_test.sh BINARY NAME
# Exit status: 77 if the subject is not installed, or 1 under NTLMATRIX_NO_SKIP=1.
set -uo pipefail
binary=${1:?usage: subject_test.sh BINARY NAME}
name=${2:?usage: subject_test.sh BINARY NAME}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# What an implementation leaks is not what is tested; nor that gss-ntlmssp gives strndup() a text
# without end and its length, which is right and which strict_string_checks objects to. A crash of an
# implementation has to look as without sanitizer: their report holds addresses.
export ASAN_OPTIONS=${ASAN_OPTIONS:+$ASAN_OPTIONS:}detect_leaks=0:strict_string_checks=0:handle_segv=0

for run in first second; do
  "$binary" run "$name" --expected --json "$scratch/$run.json" >"$scratch/out" 2>"$scratch/err" </dev/null
  status=$?
  if grep -q 'skipped, it is not installed' "$scratch/err"; then
    cat "$scratch/err"
    [ "${NTLMATRIX_NO_SKIP:-}" = 1 ] && exit 1
    exit 77
  fi
  cat "$scratch/err"
  if [ "$status" -ne 0 ]; then
    cat "$scratch/out"
    echo "FAILED: ntlmatrix run $name --expected: exit status $status"
    exit 1
  fi
done
if ! cmp "$scratch/first.json" "$scratch/second.json"; then
  echo "FAILED: two runs of $name differ"
  diff "$scratch/first.json" "$scratch/second.json" | head -20
  exit 1
fi
