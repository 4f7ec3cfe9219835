#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# Under a clock that jumps by a century at every look, results and their text are what they are without:
# limits count time that passed. usage: clock_test.sh BINARY JUMPING_CLOCK
set -uo pipefail
binary=${1:?usage: clock_test.sh BINARY JUMPING_CLOCK}
clock=${2:?usage: clock_test.sh BINARY JUMPING_CLOCK}
scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT

# The test is of nothing where the clock stands still.
years=$(LD_PRELOAD=$clock bash -c "printf '%(%Y)T %(%Y)T' -1 -1")
if [ "$years" != "2099 2001" ] && [ "$years" != "2001 2099" ]; then
  echo "FAILED: the clock does not jump: two looks at the year gave '$years'"
  exit 1
fi

LD_PRELOAD=$clock "$binary" run reference-shim --json "$scratch/jumps.json" >"$scratch/jumps" 2>&1 </dev/null
status=$?
"$binary" run reference-shim --json "$scratch/plain.json" >"$scratch/plain" 2>&1 </dev/null
if [ "$status" -ne 0 ] || ! cmp "$scratch/plain.json" "$scratch/jumps.json" ||
  ! cmp "$scratch/plain" "$scratch/jumps"; then
  echo "FAILED: exit status $status under a clock that jumps, and this changed:"
  diff "$scratch/plain" "$scratch/jumps" | head -20
  exit 1
fi
