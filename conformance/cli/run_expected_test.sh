#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
# `ntlmatrix run --expected` and `--write-expected` as a user meets them, on the shim of the
# reference and its deliberate faults. usage: run_expected_test.sh BINARY SHIM
set -uo pipefail
ntlmatrix=${1:?usage: run_expected_test.sh BINARY SHIM}
shim=${2:?usage: run_expected_test.sh BINARY SHIM}
# shellcheck source=conformance/cli/test_command.sh
source "$(dirname "${BASH_SOURCE[0]}")/test_command.sh"
files=$scratch/expected
mkdir "$files"
good=s=$shim
bad="s=$shim --fault ignore-128"

# A proposal excuses nothing until someone has written the reasons.
try 1 run --shim "$bad" --write-expected "$files"
out "$files/s.json: 4 lines proposed; write a reason for each \`TODO: why\`"
try 1 run --shim "$bad" --expected-dir "$files"
err "$files/s.json: /lines/0/reason: says TODO: write why the subject does this"
for reason in 'it ignores a message' 'it ignores the option' \
  'it ignores the recommendation' 'it drives a client'; do
  sed -i "0,/TODO: why/s//$reason/" "$files/s.json"
done
# The second line, as that of the message has no glob.
line=$(grep -nm 2 '^    {' "$files/s.json" | tail -1 | cut -d: -f1)

try 0 run --shim "$bad" --expected-dir "$files" --json "$scratch/json"
out "expected by $files/s.json"
out '   112 results: it ignores the option'
out '    92 results: it ignores the recommendation'
out '   234 results: it drives a client'
out 'AS EXPECTED: 2160 exchanges and 330 messages, 113 required and 92 recommended checks failed,'
out '205 of them expected'
[ "$(grep -c '"status": "expected-fail"' "$scratch/json")" = 205 ] || fail 'JSON: not 205 expected-fail'
grep -q '"status": "fail"' "$scratch/json" && fail 'JSON: has a failure that is not expected'
grep -q '"as_expected": true' "$scratch/json" || fail 'JSON: not as expected'
try 0 run --shim "$bad" --expected-dir "$files" --strict
try 0 run --shim "$bad" --expected-dir "$files" --filter 'policy/min=0x20000000/*'
out '    24 results: it ignores the option'

# Mended: the line is stale and has to go.
mkdir "$scratch/mended"
sed 's/ with ignore-128//' "$files/s.json" >"$scratch/mended/s.json"
try 1 run --shim "$good" --expected-dir "$scratch/mended" --json "$scratch/json"
out "UNEXPECTED $scratch/mended/s.json:$line: no verdict is \`fail\` any more, "
grep -q '"status": "unexpected-pass"' "$scratch/json" || fail 'JSON: no unexpected-pass'
grep -q '"kind": "stale"' "$scratch/json" || fail 'JSON: no problem stale'
out 'UNEXPECTED: 2160 exchanges and 330 messages, 0 required and 0 recommended checks failed,'

# Wrong in another way: neither the old line nor the new failures pass unseen.
sed 's/ignore-128/ignore-ess/' "$files/s.json" >"$scratch/mended/s.json"
try 1 run --shim "s=$shim --fault ignore-ess" --expected-dir "$scratch/mended"
out 'UNEXPECTED 169 results `fail` of the check verdict that no line expects, the first is'
out 'FAIL verdict (required): accepts without extended session security where 0x80000 must refuse'

# Too wide: it covers what passes.
sed 's/@(none|56|ess|ess,56)/*/' "$files/s.json" >"$scratch/wide"
cmp -s "$files/s.json" "$scratch/wide" && fail 'the proposal has other names than this test knows'
mkdir "$scratch/wide.d"
cp "$scratch/wide" "$scratch/wide.d/s.json"
try 1 run --shim "$bad" --expected-dir "$scratch/wide.d"
out "UNEXPECTED $scratch/wide.d/s.json:$line: covers 112 results and also "

# A new version of the subject is told, and lines that still hold are kept.
sed 's/"version": .*/"version": "0.0",/' "$files/s.json" >"$scratch/wide.d/s.json"
try 0 run --shim "$bad" --expected-dir "$scratch/wide.d"
out 'warning: the file is about version 0.0 of '
try 0 run --shim "$bad" --expected-dir "$files" --write-expected "$scratch/kept.json"
grep -q 'it ignores the option' "$scratch/kept.json" || fail 'a good line was not kept'
try 0 run --shim "$bad" --expected-dir "$files" --write-expected -
cmp -s "$scratch/out" "$scratch/kept.json" || fail 'standard output has another proposal than a file'

# In process failures are shown one by one, and not those that are expected.
mkdir "$scratch/reference"
try 1 run --fault ignore-128 --write-expected "$scratch/reference"
out 'FAIL policy/'
sed -i 's/TODO: why/it ignores the option/' "$scratch/reference/reference+ignore-128.json"
try 0 run --fault ignore-128 --expected-dir "$scratch/reference"
grep -q FAIL "$scratch/out" && fail 'shows failures that are expected'

# A file for someone else.
mkdir "$scratch/other"
cp "$files/s.json" "$scratch/other/t.json"
try 1 run --shim "t=$shim --fault ignore-128" --expected-dir "$scratch/other"
out 'UNEXPECTED the file is about s ('

# Without a file nothing is expected, and without a folder there is that of the project.
try 1 run --shim "u=$shim" --expected-dir "$files"
out 'expected by no file: this subject has none'
out 'UNEXPECTED 234 results `unsupported` of the check verdict that no line expects'
try 0 run --shim "u=$shim" --expected-dir "$files" --filter 'policy*'
try 0 run --expected --filter 'message/*'

# What can't be.
try 1 run --shim "$bad" --write-expected "$files"
err "$files/s.json: is there already, and --write-expected overwrites no reasons"
try 2 run reference --shim "$good" --write-expected "$scratch/new.json"
err 'wants a folder that is there for the files of several subjects'
try 2 run --write-expected "$scratch/new.json" --filter 'message/*'
try 2 run --expected --reading page-2016
try 2 run --expected-dir "$scratch/nowhere"
try 2 run --expected --list
try 3 run --write-expected "$scratch/no/such/file" --quiet
err "$scratch/no/such/file: cannot be written"
printf '{"subject": "s", "subject": "s"}' >"$scratch/wide.d/s.json"
try 1 run --shim "$good" --expected-dir "$scratch/wide.d"
err "$scratch/wide.d/s.json: /subject: stands twice in this object"
rm "$scratch/wide.d/s.json"
ln -s nowhere "$scratch/wide.d/s.json"
try 1 run --shim "$good" --expected-dir "$scratch/wide.d"
err "$scratch/wide.d/s.json: No such file or directory"

# The schema knows what the command knows.
if python3 -c 'import jsonschema' 2>/dev/null; then
  command=
  python3 - "$(dirname "${BASH_SOURCE[0]}")/.." <<'END' || fail 'a file does not follow the schema'
import json, pathlib, sys, jsonschema
folder = pathlib.Path(sys.argv[1])
schema = json.loads((folder / "expected.schema.json").read_text())
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
files = sorted((folder / "expected").glob("*.json"))
assert files
for path in files:
    validator.validate(json.loads(path.read_text()))
def bad(change):
    copy = json.loads(files[0].read_text())
    change(copy["lines"][-1], copy)
    return not validator.is_valid(copy)
assert not bad(lambda line, file: None)
assert bad(lambda line, file: file.update(more=1))
assert bad(lambda line, file: line.update(more=1))
assert bad(lambda line, file: line.update(tests=[]))
assert bad(lambda line, file: line.update(tests=["a", "a"]))
assert bad(lambda line, file: line.update(outcome="pass"))
assert bad(lambda line, file: line.update(outcome="broke", check="flags"))
assert bad(lambda line, file: line.update(reason="TODO: why"))
assert bad(lambda line, file: line.update(link="http://example.org"))
assert bad(lambda line, file: line.update(reviewed="26.11.2026"))
assert bad(lambda line, file: line.pop("reviewed"))
END
fi

[ "$failures" = 0 ] || exit 1
echo 'all as expected'
