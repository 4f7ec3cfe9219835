# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the tests of `ntlmatrix explain`, `rules` and `impact` share; sourced by them once $ntlmatrix
# is set.
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
failures=0

fail() {
  failures=$((failures + 1))
  printf 'FAIL: ntlmatrix %s\n  %s\n' "$command" "$1"
}

# try STATUS ARGUMENTS...: runs and compares the exit status; output for the greps that follow.
try() {
  local expected=$1 status=0
  shift
  command="$*"
  "$ntlmatrix" "$@" >"$scratch/out" 2>"$scratch/err" </dev/null || status=$?
  [ "$status" = "$expected" ] || fail "exit status $status, expected $expected"
  if [ "$expected" = 2 ]; then
    err 'Usage: ntlmatrix '
    [ -s "$scratch/out" ] && fail "a usage error prints on standard output"
  fi
  return 0
}
out() { grep -qF -- "$1" "$scratch/out" || fail "standard output lacks: $1"; }
err() { grep -qF -- "$1" "$scratch/err" || fail "standard error lacks: $1"; }
