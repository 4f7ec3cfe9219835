# SPDX-License-Identifier: Apache-2.0
"""Builds and runs one fuzz target or all of them.

What a run finds new is kept in fuzz-out/ENGINE/TARGET/corpus and is where the next run
starts; corpus/TARGET is only read. A target stops at its first finding, and is not run again
before that finding is mended. Ctrl-C ends a run early and keeps what it found.

Exit status: 0 no findings, 1 findings, 2 usage, 3 a target can't be built or run, 130 stopped.
"""

import argparse
import hashlib
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

TOP = Path(__file__).resolve().parent.parent
MEMORY_MB = 2048
TIMEOUT_S = 10
PROGRESS_S = 10
CPUS = len(os.sched_getaffinity(0))
SYMBOLIZER = "/usr/lib/llvm-19/bin/llvm-symbolizer"

stopped = False


def stop(*_):
    global stopped
    stopped = True


def tail(path, size):
    try:
        with open(path, "rb") as file:
            file.seek(max(0, path.stat().st_size - size))
            return file.read().decode(errors="replace")
    except OSError:
        return ""


def copy_as(source, folder, prefix=""):
    """Keeps a file under a name made of its content, so that nothing is kept twice."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, folder / (prefix + hashlib.sha1(source.read_bytes()).hexdigest()))


class Stats:
    def __init__(self, execs=0, rate=0, edges=0, total_edges=0, features=0, corpus=0):
        self.execs = execs
        self.rate = rate
        self.edges = edges
        self.total_edges = total_edges
        self.features = features
        self.corpus = corpus

    def coverage(self):
        share = f" ({100 * self.edges // self.total_edges}%)" if self.total_edges else ""
        features = f", {self.features} features" if self.features else ""
        return f"{self.edges}/{self.total_edges or '?'} edges{share}{features}"


class Run:
    """One target in one engine; the engines are the subclasses."""

    def __init__(self, target, max_len, args, processes):
        self.target = target
        self.max_len = max_len
        self.seconds = max(1, round(args.minutes * 60))
        self.process_count = processes
        self.binary = TOP / "build" / self.engine / "fuzz" / f"{target}_fuzzer"
        self.out = TOP / "fuzz-out" / self.engine / target
        self.corpus = self.out / "corpus"
        self.seeds = self.out / "seeds"
        self.logs = self.out / "logs"
        self.dictionary = TOP / "fuzz" / "dictionaries" / f"{target}.dict"
        self.seed_folders = [TOP / "corpus" / target]
        if args.corpus:
            self.seed_folders.append(args.corpus)
        self.processes = []
        self.ended = []
        self.error = ""
        self.started = time.monotonic()
        self.elapsed = 0

    def start(self):
        for folder in (self.seeds, self.logs):
            shutil.rmtree(folder, ignore_errors=True)
        for folder in (self.corpus, self.seeds, self.logs, self.findings_folder()):
            folder.mkdir(parents=True, exist_ok=True)
        # What a run that was killed could not keep any more.
        self.keep_corpus()
        self.keep_findings()
        for folder in self.seed_folders:
            for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
                if path.is_file() and path.name != "SOURCES.tsv" and path.name[0] != ".":
                    copy_as(path, self.seeds)
        self.recheck_findings()
        self.prepare()
        self.started = time.monotonic()
        if not self.findings():
            for number in range(self.process_count):
                self.spawn(number)

    def spawn(self, number):
        with open(self.logs / f"{number}.log", "ab") as log:
            self.processes.append(subprocess.Popen(
                self.command(number), stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd=self.out,
                env=self.environment(),
                # Ctrl-C is for this script alone, which then ends its children.
                start_new_session=True))

    def findings_folder(self):
        return self.out / "findings"

    def findings(self):
        # A slow unit is a remark of libFuzzer, a timeout is a finding.
        return sorted(path for path in self.findings_folder().glob("*-*")
                      if not path.name.startswith("slow-unit-"))

    def replay_command(self, paths):
        # Under the limits of the run: libFuzzer has its own, a target of AFL++ only the sanitizer's.
        own = [f"-timeout={TIMEOUT_S}", f"-rss_limit_mb={MEMORY_MB}"]
        return ["env", f"ASAN_OPTIONS=max_allocation_size_mb={MEMORY_MB}",
                f"ASAN_SYMBOLIZER_PATH={SYMBOLIZER}", shown(self.binary),
                *(own if self.engine == "libfuzzer" else []), *map(shown, paths)]

    def replay(self, paths):
        """The report of a failure on these inputs, or nothing."""
        try:
            done = subprocess.run(self.replay_command(paths), stdin=subprocess.DEVNULL,
                                  capture_output=True, check=False,
                                  timeout=min(10 + TIMEOUT_S * len(paths), 120))
        except subprocess.TimeoutExpired:
            return "timeout"
        if done.returncode == 0:
            return ""
        return done.stderr.decode(errors="replace") or f"status {done.returncode}"

    def recheck_findings(self):
        for path in self.findings():
            if not self.replay([path]):
                copy_as(path, self.corpus)
                path.unlink()

    def running(self):
        if not self.processes:
            return False
        self.elapsed = time.monotonic() - self.started
        # One process ends at its finding or its time, and the others with it. Engines count
        # their start-up differently; none may go on for ever.
        return (all(process.poll() is None for process in self.processes)
                and self.elapsed < self.seconds + 120)

    def end(self):
        self.ended = [process for process in self.processes if process.poll() is None]
        for process in self.ended:
            process.send_signal(signal.SIGINT)
        for process in self.ended:
            try:
                process.wait(timeout=15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def finish(self):
        self.end()
        self.keep_corpus()
        self.keep_findings()
        bad = [number for number, process in enumerate(self.processes)
               if process.returncode != 0 and process not in self.ended]
        if bad and not self.findings():
            log = self.logs / f"{bad[0]}.log"
            self.error = (f"{self.target}: {self.engine} ended with status "
                          f"{self.processes[bad[0]].returncode}, see {shown(log)}\n{tail(log, 1500)}")

    def prepare(self):
        pass

    def keep_corpus(self):
        pass

    def keep_findings(self):
        pass


class LibFuzzer(Run):
    engine = "libfuzzer"
    STATUS = re.compile(r"^#(\d+)\s+\w+\s+cov: (\d+) ft: (\d+) corp: (\d+)/.*exec/s: (\d+)", re.M)

    def command(self, number):
        command = [self.binary, f"-max_total_time={self.seconds}", f"-rss_limit_mb={MEMORY_MB}",
                   f"-timeout={TIMEOUT_S}", f"-max_len={self.max_len}", "-print_final_stats=1",
                   f"-artifact_prefix={self.findings_folder()}/"]
        if self.dictionary.exists():
            command.append(f"-dict={self.dictionary}")
        return [*command, self.corpus, self.seeds]

    def environment(self):
        return {**os.environ, "ASAN_SYMBOLIZER_PATH": SYMBOLIZER}

    def stats(self):
        result = Stats()
        for log in self.logs.glob("*.log"):
            with open(log, "rb") as file:
                head = file.read(4096).decode(errors="replace")
            text = tail(log, 65536)
            counters = re.search(r"\((\d+) inline 8-bit counters\)", head)
            result.total_edges = int(counters[1]) if counters else result.total_edges
            lines = self.STATUS.findall(text)
            if lines:
                execs, edges, features, corpus, rate = map(int, lines[-1])
                final = re.search(r"stat::number_of_executed_units: (\d+)", text)
                final_rate = re.search(r"stat::average_exec_per_sec: +(\d+)", text)
                result.execs += int(final[1]) if final else execs
                result.rate += int(final_rate[1]) if final_rate else rate
                result.edges = max(result.edges, edges)
                result.features = max(result.features, features)
                result.corpus = max(result.corpus, corpus)
        return result


class Afl(Run):
    engine = "afl"

    def prepare(self):
        shutil.rmtree(self.out / "sync", ignore_errors=True)
        for path in self.corpus.iterdir():
            shutil.copyfile(path, self.seeds / path.name)
        inputs = list(self.seeds.iterdir())
        if not inputs:
            (self.seeds / "start").write_bytes(b"\n")
        # afl-fuzz would pass over an input that fails from the start.
        for first in range(0, len(inputs), 1000):
            batch = inputs[first:first + 1000]
            for path in batch if self.replay(batch) else []:
                if self.replay([path]):
                    copy_as(path, self.findings_folder(), "crash-")

    def command(self, number):
        command = ["afl-fuzz", "-i", self.seeds, "-o", self.out / "sync",
                   "-M" if number == 0 else "-S", f"worker{number}", "-V", str(self.seconds),
                   "-t", str(1000 * TIMEOUT_S), "-m", "none", "-G", str(self.max_len)]
        if self.dictionary.exists():
            command += ["-x", self.dictionary]
        return [*command, "--", self.binary]

    def environment(self):
        return {
            **os.environ,
            # Limits that watch a process from a thread do not outlive fork(); max_allocation_size_mb
            # does. Stacks of allocations are for the replay: here they halve the speed.
            "ASAN_OPTIONS": "abort_on_error=1:symbolize=0:detect_leaks=0:detect_odr_violation=0:"
                            f"max_allocation_size_mb={MEMORY_MB}:allocator_may_return_null=0:"
                            "malloc_context_size=0",
            "UBSAN_OPTIONS": "halt_on_error=1:abort_on_error=1:symbolize=0:malloc_context_size=0",
            "AFL_FORCE_UI": "1",
            "AFL_NO_COLOR": "1",
            "AFL_NO_AFFINITY": "1",
            "AFL_SKIP_CPUFREQ": "1",
            "AFL_I_DONT_CARE_ABOUT_MISSING_CRASHES": "1",
            "AFL_BENCH_UNTIL_CRASH": "1",
            "AFL_HANG_TMOUT": str(1000 * TIMEOUT_S),
        }

    def stats(self):
        result = Stats()
        for number in range(len(self.processes)):
            log = self.logs / f"{number}.log"
            path = self.out / "sync" / f"worker{number}" / "fuzzer_stats"
            file = dict(re.findall(r"^(\w+) +: (.*)$", tail(path, 65536), re.M))
            result.total_edges = int(file.get("total_edges", result.total_edges))
            # The file is a minute old, unless the process has ended; the screen is not.
            if self.processes[number].poll() is not None:
                now = {"total execs": file.get("execs_done", 0), "exec speed": 0,
                       "corpus count": file.get("corpus_count", 0),
                       "edges": file.get("edges_found", 0)}
            else:
                now = self.screen(tail(log, 8192), result.total_edges)
                if log.stat().st_size > 1 << 22:
                    os.truncate(log, 0)
            result.execs += int(now["total execs"])
            result.rate += int(now["exec speed"])
            result.corpus = max(result.corpus, int(now["corpus count"]))
            result.edges = max(result.edges, int(now["edges"]))
        return result

    @staticmethod
    def screen(text, total_edges):
        text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]|\x1b[()].|[\x0e\x0f]", "", text)
        result = {}
        for name in ("total execs", "exec speed", "corpus count"):
            found = re.findall(rf"{name} : +([\d.]+)([kMG]?)", text)
            unit = {"": 1, "k": 1e3, "M": 1e6, "G": 1e9}
            result[name] = float(found[-1][0]) * unit[found[-1][1]] if found else 0
        density = re.findall(r"map density : +[\d.]+% / ([\d.]+)%", text)
        result["edges"] = round(float(density[-1]) * total_edges / 100) if density else 0
        return result

    def keep_corpus(self):
        for path in (self.out / "sync").glob("worker*/queue/id:*"):
            copy_as(path, self.corpus)

    def keep_findings(self):
        for kind, folder in (("crash-", "crashes"), ("timeout-", "hangs")):
            for path in (self.out / "sync").glob(f"worker*/{folder}/id:*"):
                copy_as(path, self.findings_folder(), kind)


def shown(path):
    """The path as the caller would type it; a bare name would be looked up in PATH."""
    path = os.path.relpath(path)
    return path if "/" in path else f"./{path}"


def call(*command):
    if subprocess.run([TOP / "ci" / command[0], *command[1:]], check=False).returncode != 0:
        sys.exit(130 if stopped else 3)


def read_targets(engine):
    rows = (TOP / "build" / engine / "fuzz" / "targets.tsv").read_text().splitlines()
    return [(noun, int(max_len), planted == "TRUE")
            for noun, max_len, planted in (row.split("\t") for row in rows)]


def arguments():
    parser = argparse.ArgumentParser(prog="ci/fuzz", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="?", default="all", metavar="TARGET|all",
                        help="a name that `ci/fuzz list` shows (default: all)")
    parser.add_argument("--minutes", type=float, default=1, metavar="N", help="for each target")
    parser.add_argument("--engine", choices=("libfuzzer", "afl"), default="libfuzzer")
    parser.add_argument("--corpus", type=Path, metavar="DIR",
                        help="further inputs to start from, with their own folder for each target "
                             "when all are run; never written to")
    parser.add_argument("--jobs", type=int, default=CPUS, metavar="N",
                        help="processes at a time (default: one for each CPU)")
    args = parser.parse_args()
    if args.minutes <= 0:
        parser.error("--minutes must be more than 0")
    if not 1 <= args.jobs <= CPUS:
        parser.error(f"--jobs must be 1 to {CPUS}, the number of CPUs")
    if args.corpus and not args.corpus.is_dir():
        parser.error(f"--corpus {args.corpus}: no such folder")
    return parser, args


def run_all(waiting, at_once):
    active, done = [], []
    next_progress = time.monotonic() + PROGRESS_S
    while (waiting and not stopped) or active:
        while waiting and len(active) < at_once and not stopped:
            run = waiting.pop(0)
            print(f"{run.target}: started with {run.engine}, {run.seconds} s, "
                  f"{run.process_count} process{'es' * (run.process_count > 1)}", flush=True)
            run.start()
            active.append(run)
        for run in [run for run in active if stopped or not run.running()]:
            run.finish()
            active.remove(run)
            done.append(run)
        if time.monotonic() >= next_progress:
            next_progress += PROGRESS_S
            for run in active:
                stats = run.stats()
                # libFuzzer counts aloud only when it finds something new, and at powers of two.
                more = "+" if run.engine == "libfuzzer" else ""
                print(f"{run.target}: {run.elapsed:.0f} s, {stats.execs}{more} executions, "
                      f"{stats.rate:.0f}/s, {stats.coverage()}, corpus {stats.corpus}, "
                      f"findings {len(run.findings())}", flush=True)
        time.sleep(0.2)
    return done


def report(runs):
    rows = [("target", "engine", "time", "executions", "exec/s", "coverage", "findings")]
    for run in runs:
        stats = run.stats() if run.processes else Stats()
        rows.append((run.target, run.engine, f"{run.elapsed:.0f} s", str(stats.execs),
                     f"{stats.execs / max(run.elapsed, 0.1):.0f}",
                     stats.coverage() if run.processes else "not run", str(len(run.findings()))))
    widths = [max(map(len, column)) for column in zip(*rows)]
    print()
    for row in rows:
        print("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())


def report_findings(runs):
    for run in runs:
        for path in run.findings()[:10]:
            text = run.replay([path])
            known = re.search(r".*(property violated|runtime error:|ERROR: \w+Sanitizer"
                              r"|ERROR: libFuzzer).*", text)
            # Without a report the last line is all there is: "timeout", "status -9".
            reason = known[0] if known else text.strip().split("\n")[-1]
            print(f"\nFINDING {shown(path)}\n"
                  f"  {reason or 'does not fail when replayed alone'}\n"
                  f"  replay: {shlex.join(run.replay_command([path]))}")
        if len(run.findings()) > 10:
            print(f"and {len(run.findings()) - 10} more in {shown(run.findings_folder())}")


def main():
    parser, args = arguments()
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)

    call("install-packages", args.engine)
    call("build", args.engine, "--")
    targets = read_targets(args.engine)
    names = [noun for noun, _, planted in targets if not planted]
    if args.target == "list":
        print("\n".join(names))
        return 0
    chosen = [row for row in targets if row[0] == args.target or args.target == "all" and not row[2]]
    if not chosen:
        parser.error(f"no target is called {args.target}; there are: all {' '.join(names)}")
    print(f"Building {' '.join(row[0] for row in chosen)} with {args.engine}", flush=True)
    call("build", args.engine, "--", *(f"{noun}_fuzzer" for noun, _, _ in chosen))

    engine = {"libfuzzer": LibFuzzer, "afl": Afl}[args.engine]
    each = max(1, args.jobs // len(chosen))
    waiting = [engine(noun, max_len, args, each) for noun, max_len, _ in chosen]
    for run in waiting:
        if args.corpus and args.target == "all":
            run.seed_folders[-1] = args.corpus / run.target
    runs = run_all(waiting, args.jobs // each)

    report(runs)
    report_findings(runs)
    for run in runs:
        if run.error:
            print(f"\n{run.error}", file=sys.stderr)
    if any(run.findings() for run in runs):
        return 1
    if any(run.error for run in runs):
        return 3
    return 130 if stopped else 0


if __name__ == "__main__":
    sys.exit(main())
