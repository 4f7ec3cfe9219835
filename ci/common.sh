# SPDX-License-Identifier: Apache-2.0
# shellcheck shell=bash
# What the scripts in ci/ share; sourced by them.

# The repository, whatever the current directory is.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)

# Messages of compilers and the order of files are the same everywhere.
export LC_ALL=C.UTF-8
export CMAKE_BUILD_PARALLEL_LEVEL=${CMAKE_BUILD_PARALLEL_LEVEL:-$(nproc)}

# log_of NAME: the file that quietly writes.
log_of() { echo "$top/build/logs/$1.log"; }

# quietly NAME COMMAND...: the output goes to a file; its end is shown when the command fails.
quietly() {
  local log status=0
  log=$(log_of "$1")
  shift
  mkdir -p "${log%/*}"
  "$@" >"$log" 2>&1 </dev/null || status=$?
  if [ "$status" -ne 0 ]; then
    tail -n 60 "$log" >&2
    echo "failed with status $status; the whole output is in $log" >&2
  fi
  return "$status"
}
