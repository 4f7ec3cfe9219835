#!/bin/bash
# SPDX-License-Identifier: Apache-2.0
#
# link_order_command_test.sh NTLMATRIX SOURCE: `ntlmatrix policy --link-order`.
set -u
ntlmatrix=$1
source=$2
corpus=$source/corpus/security_template
# shellcheck source=conformance/cli/test_policy.sh
source "$(dirname "$0")/test_policy.sh"

# Text is broken into lines where paths let it.
flat() { tr -s '[:space:]' ' '; }
expect_out() {
  flat <"$work/out" | grep -qF -- "$(flat <<<"$1 " | sed 's/ *$//')" || fail "standard output lacks: $1"
}

# order CONTAINERS: writes $work/order.json.
order() { printf '{"schema": "ntlmatrix/link-order/1", "containers": [%s]}' "$1" >"$work/order.json"; }

run --link-order "$source/examples/link-order.json"
expect_status 0
expect_quiet_err
expect_out "LmCompatibilityLevel  gets     5"
expect_out "    > domain example.com, link order 1, enforced:"
expect_out "0x20080000 (537395200); wins"
expect_out "hardened_client.inf:13"
expect_out "ou Servers, link order 2: "
expect_out "0x20080000 (537395200); the enforced link wins: domain example.com, link order 1"
expect_out "0x20080030 (537395248); the link is disabled"
expect_out "does not define it"

# The schema knows what the command knows.
if python3 -c 'import jsonschema' 2>/dev/null; then
  python3 - "$source" <<'END' || fail "the example does not follow the schema"
import json, sys, jsonschema
schema = json.load(open(sys.argv[1] + "/conformance/link-order.schema.json"))
jsonschema.Draft7Validator.check_schema(schema)
validator = jsonschema.Draft7Validator(schema)
example = json.load(open(sys.argv[1] + "/examples/link-order.json"))
validator.validate(example)
def bad(change):
    copy = json.loads(json.dumps(example))
    change(copy)
    return not validator.is_valid(copy)
assert bad(lambda x: x.update(more=1))
assert bad(lambda x: x["containers"][0].update(more=1))
assert bad(lambda x: x["containers"][0].update(gPLink=""))
assert bad(lambda x: x["containers"][1].update(gPOptions=1))
assert bad(lambda x: x["containers"][0].update(kind="local"))
assert bad(lambda x: x["containers"][0]["links"][0].update(applies="maybe"))
END
fi

run --json - --link-order "$source/examples/link-order.json"
expect_status 0
expect_no_out ": what the computer gets"
python3 - "$work/out" <<'END' || fail "the JSON is not what it should be"
import json, sys
report = json.load(open(sys.argv[1]))
assert report["schema"] == "ntlmatrix/policy/1" and len(report["inputs"]) == 4
client = report["effective_policy"]["settings"]["NtlmMinClientSec"]
assert (client["state"], client["value"], client["hex"]) == ("defined", 0x20080000, "0x20080000")
assert [link["standing"] for link in client["links"]] == [
    "wins", "not-defined", "enforced-link-wins", "link-disabled"]
assert client["links"][0]["link_order"] == 1 and client["links"][0]["container"] == "example.com"
END

# Where no GPO defines it, the documented default.
order "{\"name\": \"d\", \"kind\": \"domain\", \"links\": [{\"gpo\": \"$corpus/empty_template.inf\"}]}"
run --link-order "$work/order.json" --os 2022 --role member-server
expect_status 0
expect_out "no GPO that applies defines it"
expect_out "Require 128-bit encryption, 0x20000000"
expect_out "per [MS-NLMP] v36.0 Appendix B <38>"
run --link-order "$work/order.json" --os 2022 --role member-server --json -
expect_out '"origin": "[MS-NLMP] v36.0 Appendix B <38>"'

# A GPO that can't be read hides what it outranks, and never reads as permission.
order "{\"name\": \"d\", \"kind\": \"domain\", \"links\": [{\"gpo\": \"$corpus/hardened_client.inf\"}]},
       {\"name\": \"o\", \"kind\": \"ou\", \"links\": [{\"gpo\": \"missing\"}]}"
run --link-order "$work/order.json"
expect_status 1
expect_err "$work/missing: "
expect_err "order.json: NtlmMinClientSec: $work/missing can't be read"
expect_out "malformed  no requirement can be derived from this"
expect_no_out "gets   "
expect_no_out "default applies"

# Where it certainly loses it is a loser, and still an input that can't be read.
order "{\"name\": \"d\", \"kind\": \"domain\", \"links\": [{\"gpo\": \"missing\"}]},
       {\"name\": \"o\", \"kind\": \"ou\", \"block_inheritance\": true,
        \"links\": [{\"gpo\": \"$corpus/hardened_client.inf\"}]}"
run --link-order "$work/order.json"
expect_status 1
expect_out "LmCompatibilityLevel  gets     5"
expect_out "unreadable or with errors, see below; blocked by the block inheritance of ou o"

# A filter that is not known, a filter that keeps it out, the link order.
order "{\"name\": \"d\", \"kind\": \"domain\", \"links\": [
       {\"gpo\": \"$corpus/never_satisfiable.inf\", \"applies\": \"no\"},
       {\"gpo\": \"$corpus/hardened_client.inf\", \"applies\": \"unknown\"},
       {\"gpo\": \"$corpus/legacy_bits.inf\"}]}"
run --link-order "$work/order.json"
expect_status 1
expect_out "filtered out: does not apply to this computer"
expect_out "wins where its filter lets it apply, which the link order does not know"
expect_out "conflicting  no requirement can be derived from this"
order "{\"name\": \"s\", \"kind\": \"site\", \"links\": [{\"gpo\": \"$corpus/secedit_export.inf\"}]},
       {\"name\": \"d\", \"kind\": \"domain\", \"links\": [
       {\"gpo\": \"$corpus/hardened_client.inf\"}, {\"gpo\": \"$corpus/hex_number.inf\"}]}"
run --link-order "$work/order.json"
expect_status 0
expect_out "the lower link order of the same container wins: domain d, link order 1"
expect_out "the link nearer to the computer wins: domain d, link order 1"

# A folder of SYSVOL through gPLink, whose order is disputed.
guid={31B2F340-016D-11D2-945F-00C04FB984F9}
other={6AC1786C-016F-11D2-945F-00C04FB984F9}
for gpo in "$guid" "$other"; do
  mkdir -p "$work/Policies/$gpo/Machine/Microsoft/Windows NT/SecEdit"
  printf '[General]\r\nVersion=1\r\n' >"$work/Policies/$gpo/GPT.INI"
done
inf="Machine/Microsoft/Windows NT/SecEdit/GptTmpl.inf"
cp "$corpus/hardened_client.inf" "$work/Policies/$guid/$inf"
cp "$corpus/legacy_bits.inf" "$work/Policies/$other/$inf"
rest=',cn=policies,cn=system,DC=example,DC=com;0]'
cat >"$work/order.json" <<END
{"schema": "ntlmatrix/link-order/1", "policies": {"dc=example,dc=com": "Policies"},
 "containers": [{"name": "example.com", "kind": "domain", "gPOptions": 0,
   "gPLink": "[LDAP://cn=$other$rest[LDAP://cn=$guid$rest"}]}
END
run --link-order "$work/order.json"
expect_status 0
expect_out "domain example.com, link order 1: $work/Policies/$guid"
expect_out "LmCompatibilityLevel  gets     5"
expect_out "[gplink-order-disputed]"
run --link-order "$work/order.json" --strict
expect_status 1

# What is wrong with the file, with its place.
expect_bad() {
  printf '%s' "$1" >"$work/order.json"
  run --link-order "$work/order.json"
  expect_status 1
  expect_err "ntlmatrix: $work/order.json: $2"
  [ ! -s "$work/out" ] || fail "standard output is not empty"
}
expect_bad '' "line 1, column 1: not JSON in UTF-8"
expect_bad '{"schema": "ntlmatrix/link-order/1", "containers": [], "containers": []}' \
  "/containers: stands twice in this object"
expect_bad '{"schema": "ntlmatrix/link-order/1", "containers": [{"name": "d", "kind": "domain", "links": [{"gpo": "a", "enforce": true}]}]}' \
  "/containers/0/links/0/enforce: is not known here"
expect_bad '{"schema": "ntlmatrix/link-order/1", "containers": [{"name": "o", "kind": "ou", "links": []}, {"name": "d", "kind": "domain", "links": []}]}' \
  "/containers/1/kind: containers stand in the order local, site, domain, ou"
run --link-order "$work/none.json"
expect_status 1
expect_err "none.json: "

# Usage.
run
expect_status 2
run --link-order "$work/order.json" "$corpus/hardened_client.inf"
expect_status 2
run --link-order "$work/order.json" --format reg
expect_status 2
run --quiet --link-order "$source/examples/link-order.json"
expect_status 0
[ ! -s "$work/out" ] || fail "standard output is not empty"
run --link-order "$source/examples/link-order.json" --json "$work/missing/report.json"
expect_status 3

echo "$failures failures"
[ "$failures" = 0 ]
