# SPDX-License-Identifier: Apache-2.0
"""Times this project's code beside other NTLM implementations, on the same bytes.

Every program is run for one operation after the other, round after round, so that a machine
which grows slower does so for all. A figure is the median over the rounds, in nanoseconds of CPU
time; a ratio says how many times as fast as the other implementation this project is.

Exit status: 0 done, and with --check every target met; 1 a target is missed; 2 usage; 3 it can't
be built or measured, or a target has nothing to be compared with; 130 stopped.
"""

import argparse
import datetime
import json
import os
import re
import shlex
import statistics
import subprocess
import sys
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
BUILD = TOP / "build" / "bench"
RESULT = BUILD / "result.json"
SCHEMA = "ntlmatrix-bench-1"
ROUNDS = 9
SECONDS = 0.05  # at least this much CPU time a figure
TIMEOUT_S = 60

OURS = "ntlmatrix"
PEERS = {
    "heimdal": "Heimdal",
    "gss_ntlmssp": "gss-ntlmssp",
    "winpr": "WinPR",
    "libntlm": "libntlm",
}
PACKAGES = ("gss-ntlmssp", "libbenchmark1debian", "libgssapi-krb5-2", "libheimntlm0-heimdal",
            "libnettle8", "libntlm0", "libwinpr2-2")

OPERATIONS = {
    "parse-negotiate": "read a NEGOTIATE_MESSAGE of 54 bytes",
    "parse-challenge": "read a CHALLENGE_MESSAGE of 236 bytes, with five names and a timestamp",
    "parse-authenticate": "read an AUTHENTICATE_MESSAGE of 408 bytes, with NTLMv2 and MIC",
    "parse-av-pairs": "read the CHALLENGE_MESSAGE and each AV_PAIR in it",
    "validate-challenge": "read the CHALLENGE_MESSAGE and check it against every rule",
    "validate-authenticate": "read the AUTHENTICATE_MESSAGE and check it against every rule",
    "serialize-negotiate": "write the NEGOTIATE_MESSAGE",
    "serialize-challenge": "write the CHALLENGE_MESSAGE",
    "serialize-authenticate": "write the AUTHENTICATE_MESSAGE",
    "client-ntlmv2": "answer the CHALLENGE_MESSAGE: NTLMv2, session key, MIC",
    "client-ntlmv1": "answer it from the password: NTLM v1 without client challenge",
    "seal-1024": "sign and seal 1024 bytes",
}

# Operations that no peer has, and what of theirs is nearest.
NEAREST = {
    "validate-challenge": "parse-challenge",
    "validate-authenticate": "parse-authenticate",
}

NOTES = """\
parse-*: ours points into the message, Heimdal makes copies, of names in UTF-8, and frees them
* the other implementation only reads the message; it has no check against the document
client-ntlmv2: ours from the cached NTOWFv2, with the NEGOTIATE_MESSAGE and the random values;
  Heimdal and gss-ntlmssp from the cached NTOWFv1, WinPR from the password. Of gss-ntlmssp and
  WinPR the second leg alone, without making and deleting the context.
seal-1024: gss-ntlmssp writes to a new buffer; the others seal in place."""


class Target:
    """So many times as fast as a peer, or as every one that is there; and how many allocations."""

    def __init__(self, operation, peers, at_least, allocations=None):
        self.operation = operation
        self.peers = peers
        self.at_least = at_least
        self.allocations = allocations


TARGETS = (
    Target("parse-challenge", ("heimdal",), 12, allocations=0),
    Target("validate-challenge", ("heimdal",), 4, allocations=0),
    Target("client-ntlmv2", tuple(PEERS), 1),
)


def median(result, operation, program):
    """The median in nanoseconds, or None."""
    measured = result["operations"].get(operation, {}).get(program)
    return measured and statistics.median(measured["samples_ns"])


def ratio(result, operation, peer):
    """(how many times as fast as the peer we are, whether only the nearest can be compared)."""
    ours = median(result, operation, OURS)
    theirs = median(result, operation, peer)
    nearest = theirs is None and operation in NEAREST
    if nearest:
        theirs = median(result, NEAREST[operation], peer)
    if ours is None or theirs is None:
        return None, nearest
    return theirs / ours, nearest


def verdict(result, target):
    """The target as rows of {operation, what, measured, wanted, met}; met is None if unmeasured."""
    rows = []
    compared = [peer for peer in target.peers if ratio(result, target.operation, peer)[0]]
    for peer in compared or target.peers[:1]:
        value, _ = ratio(result, target.operation, peer)
        faster = target.at_least == 1
        met = value and (value > 1 if faster else value >= target.at_least)
        rows.append({"operation": target.operation, "peer": peer, "ratio": value,
                     "wanted": target.at_least, "met": None if value is None else bool(met)})
    if target.allocations is not None:
        ours = result["operations"].get(target.operation, {}).get(OURS)
        count = ours and ours["allocations"]
        rows.append({"operation": target.operation, "allocations": count,
                     "wanted": target.allocations,
                     "met": None if count is None else count <= target.allocations})
    return rows


def verdicts(result):
    return [row for target in TARGETS for row in verdict(result, target)]


def exit_status(rows):
    if any(row["met"] is False for row in rows):
        return 1
    return 3 if any(row["met"] is None for row in rows) else 0


def nanoseconds(value):
    return "-" if value is None else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def table(result):
    peers = [peer for peer in PEERS if peer not in result["skipped"]]
    rows = [["ns", "allocations", "ours"] + [word for peer in peers for word in (PEERS[peer], "")]]
    for operation, programs in result["operations"].items():
        ours = programs.get(OURS, {})
        allocations = ours.get("allocations")
        row = [operation, "-" if allocations is None else f"{allocations:.0f}",
               nanoseconds(median(result, operation, OURS))]
        for peer in peers:
            value, nearest = ratio(result, operation, peer)
            theirs = median(result, NEAREST[operation] if nearest else operation, peer)
            row.append(nanoseconds(theirs))
            row.append("" if value is None else f"{value:.1f}x" + "*" * nearest)
        rows.append(row)
    widths = [max(map(len, column)) for column in zip(*rows)]
    lines = ["  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                       for i, (cell, width) in enumerate(zip(row, widths))).rstrip()
             for row in rows]
    for peer, reason in result["skipped"].items():
        lines.append(f"{PEERS[peer]}: skipped, {reason}")
    return "\n".join(lines)


def said(row):
    if "allocations" in row:
        count = row["allocations"]
        return f"{'not measured' if count is None else f'{count:.0f} allocations'}, wanted {row['wanted']}"
    name = PEERS[row["peer"]]
    if row["ratio"] is None:
        return f"not measured: nothing of {name} to compare with"
    wanted = "more than 1" if row["wanted"] == 1 else f"at least {row['wanted']}"
    return f"{row['ratio']:.2f} times as fast as {name}, wanted {wanted}"


def targets_text(rows):
    words = {True: "met", False: "MISSED", None: "NOT MEASURED"}
    width = max(len(row["operation"]) for row in rows)
    says = max(len(said(row)) for row in rows)
    return "\n".join(f"{row['operation'].ljust(width)}  {said(row).ljust(says)}  {words[row['met']]}"
                     for row in rows)


def spread(result):
    """The samples that differ most from their median: how noisy the machine was."""
    worst = max(((max(programs[name]["samples_ns"]) / median(result, operation, name), name,
                  operation) for operation, programs in result["operations"].items()
                 for name in programs), default=None)
    if worst is None:
        return ""
    name = "ours" if worst[1] == OURS else PEERS[worst[1]]
    return f"slowest round: {worst[0]:.2f} times the median ({worst[2]}, {name})"


def fail(text):
    print(f"ci/bench: {text}", file=sys.stderr)
    sys.exit(3)


def output(*command):
    """What a command prints on its first line, or nothing."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False)
    except OSError:
        return ""
    return (done.stdout.splitlines() or [""])[0]


def package_versions():
    versions = {}
    for package in PACKAGES:
        version = output("dpkg-query", "-W", "-f", "${Version}", package)
        if version:
            versions[package] = version
    return versions


def cpu_model():
    try:
        text = Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    except OSError:
        return "unknown"
    found = re.search(r"^model name\s*: (.*)$", text, re.M)
    return found[1] if found else "unknown"


def run_one(program, operation):
    """(nanoseconds, allocations or None) of one operation, or None where the program lacks it."""
    command = [BUILD / "bench" / f"{program}_bench", f"--benchmark_filter=^{operation}$",
               f"--benchmark_min_time={SECONDS}", "--benchmark_format=json"]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=TIMEOUT_S, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        fail(f"{program}_bench: {error}")
    if done.returncode != 0:
        # The library warns of the governor and of its own build; the last line is the reason.
        reason = (done.stderr.strip().splitlines() or [f"status {done.returncode}"])[-1]
        fail(f"{program}_bench, {operation}: {reason}")
    if not done.stdout.strip():
        return None
    found = json.loads(done.stdout)["benchmarks"]
    if len(found) != 1 or found[0].get("error_occurred"):
        fail(f"{program}_bench, {operation}: not one figure but {len(found)}")
    return found[0]["cpu_time"], found[0].get("allocations")


def measure(operations, programs, rounds):
    """Samples as {operation: {program: {samples_ns, allocations}}}."""
    measured = {operation: {} for operation in operations}
    lacking = set()
    for number in range(rounds):
        # Every other round backwards: nobody always runs after the same neighbour.
        order = programs if number % 2 == 0 else programs[::-1]
        for operation in operations:
            progress(f"round {number + 1} of {rounds}: {operation}")
            for program in order:
                one = (program, operation) not in lacking and run_one(program, operation)
                if not one:
                    lacking.add((program, operation))
                    continue
                kept = measured[operation].setdefault(program, {"samples_ns": []})
                kept["samples_ns"].append(round(one[0], 3))
                if one[1] is not None:
                    kept["allocations"] = one[1]
    progress("")
    return measured


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def installed_programs():
    return (BUILD / "bench" / "programs.txt").read_text(encoding="utf-8").split()


def measured_result(operations, rounds):
    for command in (["install-packages", "bench"], ["build", "bench"]):
        if subprocess.run([TOP / "ci" / command[0], *command[1:]], check=False).returncode != 0:
            sys.exit(3)
    programs = installed_programs()
    load = os.getloadavg()[0]
    measured = measure(operations, programs, rounds)
    return {
        "schema": SCHEMA,
        "command": shlex.join(["ci/bench", *sys.argv[1:]]),
        "date": datetime.datetime.now(datetime.timezone.utc).isoformat(timespec="seconds"),
        "cpu": cpu_model(),
        "cpus": len(os.sched_getaffinity(0)),
        "load_average_before": round(load, 2),
        "compiler": output("g++-12", "--version"),
        "packages": package_versions(),
        "rounds": rounds,
        "skipped": {peer: "not installed" for peer in PEERS if peer not in programs},
        "operations": {name: samples for name, samples in measured.items() if samples},
    }


def read_result(path):
    try:
        result = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        fail(f"{path}: {error}")
    if not isinstance(result, dict) or result.get("schema") != SCHEMA:
        fail(f"{path}: not a result of ci/bench --check")
    return result


def write_result(result, rows, path):
    for operation, programs in result["operations"].items():
        for name, kept in programs.items():
            kept["median_ns"] = round(median(result, operation, name), 3)
            value, _ = ratio(result, operation, name) if name != OURS else (None, False)
            if value is not None:
                kept["ratio"] = round(value, 3)
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps({**result, "targets": rows}, indent=1)
    path.write_text(text + "\n", encoding="utf-8")


def arguments():
    parser = argparse.ArgumentParser(prog="ci/bench", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--check", action="store_true",
                        help="also judge the targets, and write build/bench/result.json")
    parser.add_argument("--list", action="store_true", help="list the operations and what they do")
    parser.add_argument("--filter", metavar="REGEX", help="only operations whose name has this")
    parser.add_argument("--rounds", type=int, default=ROUNDS, metavar="N",
                        help=f"samples of each figure (default: {ROUNDS})")
    parser.add_argument("--from", type=Path, metavar="FILE", dest="recorded",
                        help="show what --check has written before instead of measuring")
    args = parser.parse_args()
    if args.rounds < 1:
        parser.error("--rounds must be at least 1")
    if args.filter and (args.check or args.recorded):
        parser.error("--filter goes with neither --check nor --from: they are about everything")
    try:
        args.operations = [name for name in OPERATIONS if re.search(args.filter or "", name)]
    except re.error as error:
        parser.error(f"--filter {args.filter}: {error}")
    if not args.operations:
        parser.error(f"--filter {args.filter}: no operation; ci/bench --list shows all")
    return args


def main():
    args = arguments()
    if args.list:
        width = max(map(len, args.operations))
        for name in args.operations:
            print(f"{name.ljust(width)}  {OPERATIONS[name]}")
        return 0
    if args.recorded:
        result = read_result(args.recorded)
    else:
        result = measured_result(args.operations, args.rounds)
    if not any(peer in programs for programs in result["operations"].values() for peer in PEERS):
        fail("no other implementation is installed, so there is nothing to compare with")
    print(f"{result['cpu']}, {result['compiler']}, load {result['load_average_before']}, "
          f"{result['rounds']} rounds\n")
    print(table(result))
    print(f"\n{NOTES}\n{spread(result)}")
    if not args.check:
        return 0
    rows = verdicts(result)
    print(f"\n{targets_text(rows)}")
    if not args.recorded:
        write_result(result, rows, RESULT)
        print(f"every figure: {os.path.relpath(RESULT)}")
    return exit_status(rows)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        progress("")
        sys.exit(130)
