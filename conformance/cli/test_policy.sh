# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the tests of `ntlmatrix policy` share; sourced by them once $ntlmatrix is set.
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
failures=0

# run ARGUMENTS...: leaves $status, $work/out and $work/err.
run() {
  timeout 20 "$ntlmatrix" policy "$@" >"$work/out" 2>"$work/err" </dev/null
  status=$?
  arguments=$*
}

fail() {
  echo "FAIL: policy $arguments: $1"
  sed 's/^/  stdout: /' "$work/out" | head -40
  sed 's/^/  stderr: /' "$work/err"
  failures=$((failures + 1))
}

expect_status() { [ "$status" = "$1" ] || fail "exit status $status instead of $1"; }
expect_out() { grep -qF -- "$1" "$work/out" || fail "standard output lacks: $1"; }
expect_no_out() { ! grep -qiF -- "$1" "$work/out" || fail "standard output has: $1"; }
expect_err() { grep -qF -- "$1" "$work/err" || fail "standard error lacks: $1"; }
expect_quiet_err() { [ ! -s "$work/err" ] || fail "standard error is not empty"; }
