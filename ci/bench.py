# SPDX-License-Identifier: Apache-2.0
"""Times this project's code beside other implementations, on the same bytes.

Every program is run for one operation after the other, round after round, so that a machine
which grows slower does so for all. A figure is the median over the rounds, in nanoseconds of CPU
time; a ratio says how many times as fast as the other implementation this project is. Readers of
stores that no other implementation in C reads have a speed to reach. At last `ntlmatrix policy` is
run over folders of GPOs as a whole program, by the clock.

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
import tempfile
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
    "hivex": "libhivex",
    "regf": "libregf",
}
PACKAGES = ("gss-ntlmssp", "libbenchmark1debian", "libgssapi-krb5-2", "libheimntlm0-heimdal",
            "libhivex0", "libnettle8", "libntlm0", "libregf1", "libwinpr2-2")

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

STORE_OPERATIONS = {
    "hive-settings": "open a SYSTEM hive of 12 MB and read the three settings",
    "hive-walk": "visit its 25,242 keys and 94,763 values, with their data",
    "read-template": "read a security template of 16 MB, to the settings",
    "read-reg": "read a .reg file of 16 MB, to the settings",
    "read-pol": "read a Registry.pol of 64 MB, to the settings",
}

# Whole programs: what they do, and over how many GPOs.
RUNS = {
    "policy-1000": ("ntlmatrix policy over 1,000 GPO folders", 1000),
    "policy-10000": ("ntlmatrix policy over 10,000 GPO folders", 10000),
}
RUN_ROUNDS = 5

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

STORE_NOTES = """\
hive-settings: from the path of the file. Ours reads every value of the keys and lints them,
  libhivex looks up Select\\Current and the three values.
hive-walk: of a hive that is open. Ours also proves that no two cells overlap; names are left as
  they stand, while libhivex converts them; libregf isn't asked for them.
read-*: from bytes in memory; no implementation in C to compare with"""

RUN_NOTE = "after one run that is not counted; the peak is that of the resident set"


class Target:
    """So many times as fast as a peer, or as every one that is there; and how many allocations.

    verdicts() gives rows of {operation, wanted, met, ...}; met is None if it isn't measured.
    """

    def __init__(self, operation, peers, at_least, allocations=None):
        self.operation = operation
        self.peers = peers
        self.at_least = at_least
        self.allocations = allocations

    def verdicts(self, result):
        rows = []
        compared = [peer for peer in self.peers if ratio(result, self.operation, peer)[0]]
        for peer in compared or self.peers[:1]:
            value, _ = ratio(result, self.operation, peer)
            faster = self.at_least == 1
            met = value and (value > 1 if faster else value >= self.at_least)
            rows.append({"operation": self.operation, "peer": peer, "ratio": value,
                         "wanted": self.at_least, "met": None if value is None else bool(met)})
        if self.allocations is not None:
            ours = result["operations"].get(self.operation, {}).get(OURS)
            count = ours and ours["allocations"]
            rows.append({"operation": self.operation, "allocations": count,
                         "wanted": self.allocations,
                         "met": None if count is None else count <= self.allocations})
        return rows


class Speed:
    """At least so many MB, of 1,000,000 bytes, in a second of CPU time."""

    def __init__(self, operation, at_least):
        self.operation = operation
        self.at_least = at_least

    def verdicts(self, result):
        value = speed(result, self.operation)
        return [{"operation": self.operation, "mb_per_s": value, "wanted": self.at_least,
                 "met": None if value is None else value >= self.at_least}]


class Seconds:
    """At most so many seconds by the clock."""

    def __init__(self, run, at_most):
        self.run = run
        self.at_most = at_most

    def verdicts(self, result):
        value = run_median(result, self.run, "wall_s")
        return [{"operation": self.run, "seconds": value, "wanted": self.at_most,
                 "met": None if value is None else value <= self.at_most}]


class Memory:
    """A peak of memory at most so many times that of a smaller run."""

    def __init__(self, run, smaller, at_most):
        self.run = run
        self.smaller = smaller
        self.at_most = at_most

    def verdicts(self, result):
        peak = run_median(result, self.run, "peak_kib")
        smaller = run_median(result, self.smaller, "peak_kib")
        value = peak / smaller if peak and smaller else None
        return [{"operation": self.run, "memory": value, "smaller": self.smaller,
                 "wanted": self.at_most, "met": None if value is None else value <= self.at_most}]


TARGETS = (
    Target("parse-challenge", ("heimdal",), 12, allocations=0),
    Target("validate-challenge", ("heimdal",), 4, allocations=0),
    Target("client-ntlmv2", ("heimdal", "gss_ntlmssp", "winpr", "libntlm"), 1),
    Target("hive-settings", ("hivex",), 30),
    Target("hive-walk", ("hivex",), 3),
    Target("hive-walk", ("regf",), 20),
    Speed("read-template", 300),
    Speed("read-reg", 300),
    Speed("read-pol", 1000),
    Seconds("policy-10000", 3),
    Memory("policy-10000", "policy-1000", 1.25),
)


def median(result, operation, program):
    """The median in nanoseconds, or None."""
    measured = result["operations"].get(operation, {}).get(program)
    return measured and statistics.median(measured["samples_ns"])


def speed(result, operation):
    """MB of the operation's input in a second, or None."""
    ours = median(result, operation, OURS)
    size = ours and result["operations"][operation][OURS].get("bytes")
    return size and size / ours * 1000


def run_median(result, run, what):
    measured = result.get("runs", {}).get(run)
    return measured and statistics.median(one[what] for one in measured)


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


def verdicts(result):
    return [row for target in TARGETS for row in target.verdicts(result)]


def exit_status(rows):
    if any(row["met"] is False for row in rows):
        return 1
    return 3 if any(row["met"] is None for row in rows) else 0


def digits(value):
    return "-" if value is None else f"{value:.1f}" if value < 100 else f"{value:.0f}"


def aligned(rows):
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("  ".join(cell.ljust(width) if i == 0 else cell.rjust(width)
                               for i, (cell, width) in enumerate(zip(row, widths))).rstrip()
                     for row in rows)


def table(result, names, unit, in_ns):
    """What was measured of these operations, beside the peers that have any of them."""
    measured = {name: programs for name, programs in result["operations"].items() if name in names}
    peers = [peer for peer in PEERS if any(peer in programs for programs in measured.values())]
    has_speed = any(speed(result, name) for name in measured)
    rows = [[unit, "allocations", "ours"] + ["MB/s"] * has_speed +
            [word for peer in peers for word in (PEERS[peer], "")]]

    def shown(operation, program):
        value = median(result, operation, program)
        return digits(value and value / in_ns)

    for operation, programs in measured.items():
        allocations = programs.get(OURS, {}).get("allocations")
        row = [operation, "-" if allocations is None else f"{allocations:.0f}",
               shown(operation, OURS)]
        if has_speed:
            row.append(digits(speed(result, operation)))
        for peer in peers:
            value, nearest = ratio(result, operation, peer)
            row.append(shown(NEAREST[operation] if nearest else operation, peer))
            row.append("" if value is None else f"{value:.1f}x" + "*" * nearest)
        rows.append(row)
    return aligned(rows)


def runs_table(result):
    rows = [["whole program", "seconds", "of CPU", "peak MiB"]]
    for run in result["runs"]:
        rows.append([run] + [f"{run_median(result, run, what) / scale:.2f}" for what, scale in
                             (("wall_s", 1), ("cpu_s", 1), ("peak_kib", 1024))])
    return aligned(rows)


def tables(result):
    parts = []
    if any(name in result["operations"] for name in OPERATIONS):
        parts += [table(result, OPERATIONS, "ns", 1), NOTES]
    if any(name in result["operations"] for name in STORE_OPERATIONS):
        parts += [table(result, STORE_OPERATIONS, "us", 1000), STORE_NOTES]
    if result.get("runs"):
        parts += [runs_table(result), RUN_NOTE]
    skipped = [f"{PEERS[peer]}: skipped, {reason}" for peer, reason in result["skipped"].items()]
    return "\n\n".join(parts + ["\n".join([*skipped, spread(result)])])


def amount(value, form, unit):
    return "not measured" if value is None else f"{value:{form}}{unit}"


def said(row):
    if "allocations" in row:
        count = row["allocations"]
        return f"{'not measured' if count is None else f'{count:.0f} allocations'}, wanted {row['wanted']}"
    if "mb_per_s" in row:
        return f"{amount(row['mb_per_s'], '.0f', ' MB/s')}, wanted at least {row['wanted']}"
    if "seconds" in row:
        return f"{amount(row['seconds'], '.2f', ' s')}, wanted at most {row['wanted']}"
    if "memory" in row:
        return (f"{amount(row['memory'], '.2f', ' times the memory')} of {row['smaller']}, "
                f"wanted at most {row['wanted']}")
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
    """One operation as {ns, allocations, bytes}, or None where the program lacks it."""
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
    counted = {name: found[0][name] for name in ("allocations", "bytes") if name in found[0]}
    return {"ns": round(found[0]["cpu_time"], 3), **counted}


def measure(operations, programs, rounds):
    """Samples as {operation: {program: {samples_ns, allocations, bytes}}}."""
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
                kept["samples_ns"].append(one.pop("ns"))
                kept.update(one)
    progress("")
    return measured


def progress(text):
    if sys.stderr.isatty():
        print(f"\r\x1b[K{text}", end="", file=sys.stderr, flush=True)


def run_measured(path):
    """{wall_s, cpu_s, peak_kib} of `ntlmatrix policy` on a folder."""
    command = [BUILD / "bench" / "run_measured", BUILD / "ntlmatrix", "policy", path]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                              timeout=TIMEOUT_S, check=False)
        measured = json.loads(done.stdout)
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        fail(f"ntlmatrix policy: {error}")
    if measured.pop("status") != 0:
        fail(f"ntlmatrix policy: {done.stderr.strip() or 'it failed'}")
    return measured


def measure_runs(runs):
    """Samples as {run: [{wall_s, cpu_s, peak_kib}]}."""
    measured = {}
    for run in runs:
        progress(run)
        with tempfile.TemporaryDirectory(prefix="gpos-", dir=BUILD) as folder:
            policies = Path(folder) / "Policies"
            make = [sys.executable, TOP / "bench" / "make_gpo_tree.py", policies, str(RUNS[run][1])]
            if subprocess.run(make, check=False).returncode != 0:
                fail(f"{run}: the folders can't be written")
            run_measured(policies)
            measured[run] = [run_measured(policies) for _ in range(RUN_ROUNDS)]
    progress("")
    return measured


def installed_programs():
    return (BUILD / "bench" / "programs.txt").read_text(encoding="utf-8").split()


def measured_result(names, rounds):
    for command in (["install-packages", "bench"], ["build", "bench"]):
        if subprocess.run([TOP / "ci" / command[0], *command[1:]], check=False).returncode != 0:
            sys.exit(3)
    programs = installed_programs()
    load = os.getloadavg()[0]
    measured = measure([name for name in names if name not in RUNS], programs, rounds)
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
        "runs": measure_runs([name for name in names if name in RUNS]),
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


def described():
    return {**OPERATIONS, **STORE_OPERATIONS, **{run: text for run, (text, _) in RUNS.items()}}


def lacks_peers(result):
    """Whether there is something to compare and nothing to compare it with."""
    compared = [programs for operation, programs in result["operations"].items()
                if not operation.startswith("read-")]
    return bool(compared) and not any(peer in programs for programs in compared for peer in PEERS)


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
        args.operations = [name for name in described() if re.search(args.filter or "", name)]
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
            print(f"{name.ljust(width)}  {described()[name]}")
        return 0
    if args.recorded:
        result = read_result(args.recorded)
    else:
        result = measured_result(args.operations, args.rounds)
    if lacks_peers(result):
        fail("no other implementation is installed, so there is nothing to compare with")
    print(f"{result['cpu']}, {result['compiler']}, load {result['load_average_before']}, "
          f"{result['rounds']} rounds\n")
    print(tables(result))
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
