#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares what ntlmatrix reads from policy stores with what other readers read from them.

For each store that write_stores writes it asks ntlmatrix and every reader that is installed for the
three settings. Where they do not agree, corpus/DISAGREEMENTS.md says why; a disagreement that is
not listed there fails, and so does a listed one that does not occur. Of stores with one changed
byte ntlmatrix may say that they are in error, but it fails when it gives another value than they.

  differential.py NTLMATRIX WRITE_STORES               compare
  differential.py --write NTLMATRIX WRITE_STORES       print the rows that the list should have
  differential.py --mutants N NTLMATRIX WRITE_STORES   change that many bytes of hives, and of
                                                       Registry.pol; default: 300

Exit status: 0 as listed, 1 not as listed, 2 usage, 3 a program can't be run, 77 no other reader is
installed.
"""
import argparse
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from functools import lru_cache
from pathlib import Path
from threading import Timer

LIST = Path(__file__).resolve().parent.parent / "corpus/DISAGREEMENTS.md"
NO_PEER = 77
TIMEOUT_S = 20  # for one store
MAX_OUTPUT = 128 << 10  # bytes that a program may print about one store
MUTANTS = 300
# reglookup leaves out a whole key where one value is damaged, so what it lacks says nothing.
ASKED_ABOUT_MUTANTS = ("hivex", "libregf", "samba-preg")
MUTATED = {
    "system-hive": ("plain.hive", "list-ri.hive", "two-sets-second.hive", "big-data-beside.hive",
                    "dword-4-in-cell.hive"),
    "registry-pol": ("plain.pol", "bracket-in-data.pol", "del-then-set.pol", "set-then-del.pol"),
}

LSA = ("Control", "Lsa")
SETTINGS = {
    "NtlmMinClientSec": LSA + ("MSV1_0",),
    "NtlmMinServerSec": LSA + ("MSV1_0",),
    "LmCompatibilityLevel": LSA,
}

# An answer is a text: a number, or one of these, or "type N".
ABSENT = "not-defined"
DELETED = "deleted"
CONFLICTING = "conflicting"
ERROR = "error"
CRASH = "crash"
ENDLESS = "endless output"
LATE = "no answer in time"
UNSURE = "nothing, with an error"  # of ours alone: nothing is there, and the store has an error
REG_DWORD = 4


def number(value: int) -> str:
    return f"0x{value:08X}"


def type_name(code: int) -> str:
    return f"type {code}"


def settle(events: list[str]) -> str:
    """What a reader says that gives several values of one name, in their order: a deletion counts
    until a value is set."""
    if len(set(events[-1:] + [event for event in events if event != DELETED])) > 1:
        return CONFLICTING
    return events[-1] if events else ABSENT


class Broken(Exception):
    """The reader crashed, or does not come to an end."""


def output_of(command: list[str]) -> bytes:
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL) as process:
        timer = Timer(TIMEOUT_S, process.kill)
        timer.start()
        output = process.stdout.read(MAX_OUTPUT)
        endless = len(output) == MAX_OUTPUT
        if endless:
            process.kill()
        status = process.wait()
        late = not timer.is_alive()
        timer.cancel()
    if endless or late:
        raise Broken(ENDLESS if endless else LATE)
    if status < 0:
        raise Broken(CRASH)
    if status > 0:
        raise ValueError(f"{command[0]} ends with status {status}")
    return output


# --- readers of hives: each gives the values of a key, [] for a key without them, None for no key.

class HivexFile:
    def __init__(self, path: str):
        import hivex
        self.hive = hivex.Hivex(path)

    def values(self, path: tuple[str, ...], name: str):
        node = self.hive.root()
        for key in path:
            node = self.hive.node_get_child(node, key)
            if node is None:
                return None
        try:
            value = self.hive.node_get_value(node, name)
        except RuntimeError as error:  # without an error: the binding takes 0 for one
            if str(error) == "Success":
                return []
            raise
        kind, _ = self.hive.value_value(value)
        if kind in (REG_DWORD, 5):
            return [number(self.hive.value_dword(value) & 0xFFFFFFFF)]
        return [type_name(kind)]


class LibregfFile:
    def __init__(self, path: str):
        import pyregf
        self.file = pyregf.file()
        self.file.open(path)

    def values(self, path: tuple[str, ...], name: str):
        key = self.file.get_root_key()
        if key is None:
            raise ValueError("no root key")
        for part in path:
            key = key.get_sub_key_by_name(part)
            if key is None:
                return None
        value = key.get_value_by_name(name)
        if value is None:
            return []
        if value.type in (REG_DWORD, 5):
            return [number(value.get_data_as_integer() & 0xFFFFFFFF)]  # it is signed
        return [type_name(value.type)]


class RegLookupFile:
    """The whole listing; names are escaped as %XX."""

    TYPES = {"NONE": 0, "SZ": 1, "EXPAND_SZ": 2, "BINARY": 3, "LINK": 6, "MULTI_SZ": 7,
             "RSRC_LIST": 8, "RSRC_DESC": 9, "RSRC_REQ_LIST": 10, "QWORD": 11}

    def __init__(self, path: str):
        self.rows = []
        for line in output_of(["reglookup", "-H", path]).decode("latin-1").splitlines():
            fields = line.split(",")
            if len(fields) >= 3 and fields[0].startswith("/"):
                self.rows.append((fields[0].lower(), fields[1], fields[2]))

    def values(self, path: tuple[str, ...], name: str):
        key = "".join("/" + part for part in path).lower()
        if not any(row[0] == key and row[1] == "KEY" for row in self.rows):
            return None
        return [self.answer(kind, data) for row, kind, data in self.rows
                if row == f"{key}/{name}".lower() and kind != "KEY"]

    def answer(self, kind: str, data: str) -> str:
        if kind in ("DWORD", "DWORD_BE"):
            return number(int(data, 16)) if re.fullmatch("0x[0-9A-F]{8}", data) else ERROR
        if kind in self.TYPES:
            return type_name(self.TYPES[kind])
        return type_name(int(kind, 16)) if re.fullmatch("0x[0-9A-Fa-f]+", kind) else ERROR


def hive_answers(file, control_set: str = "") -> dict[str, str]:
    """Asks for the settings as someone would who knows where they live."""
    if not control_set:
        current = file.values(("Select",), "Current")
        if not current or not current[0].startswith("0x"):
            return dict.fromkeys(SETTINGS, ERROR)
        control_set = f"ControlSet{int(current[0], 16):03d}"
    answers = {}
    for name, path in SETTINGS.items():
        try:
            answers[name] = settle(file.values((control_set,) + path, name) or [])
        except (OSError, RuntimeError, ValueError):
            answers[name] = ERROR
    return answers


# --- readers of other stores

def samba_pol(path: str) -> dict[str, str]:
    from samba.dcerpc import preg
    from samba.ndr import ndr_unpack
    entries = ndr_unpack(preg.file, Path(path).read_bytes()).entries
    answers = {}
    for setting, parts in SETTINGS.items():
        key = "\\".join(("system", "currentcontrolset") + parts).lower()
        name = setting.lower()
        events = []
        for entry in entries:
            if entry.keyname.lower() != key:
                continue
            if entry.valuename.lower() == name:
                events.append(number(entry.data & 0xFFFFFFFF) if entry.type in (REG_DWORD, 5)
                              else type_name(entry.type))
            elif entry.valuename.lower() in ("**del." + name, "**delvals."):
                events.append(DELETED)
        answers[setting] = settle(events)
    return answers


def reg_text_answers(text: str, prefix: str) -> dict[str, str]:
    """Of the .reg text that another program wrote, which is of the simplest form."""
    events = {name: [] for name in SETTINGS}
    key = ""
    for line in re.sub(r"\\\r?\n *", "", text).splitlines():
        if line.startswith("["):
            key = line[1:].rstrip("]").lower()
            for setting, parts in SETTINGS.items():
                if key.startswith("-") and key[1:] == "\\".join((prefix,) + parts).lower():
                    events[setting].append(DELETED)
        match = re.fullmatch(r'"([^"]*)"=(.*)', line)
        for setting, parts in SETTINGS.items():
            if (not match or match[1].lower() != setting.lower()
                    or key != "\\".join((prefix,) + parts).lower()):
                continue
            events[setting].append(reg_data_answer(match[2].strip()))
    return {name: settle(found) for name, found in events.items()}


def reg_data_answer(data: str) -> str:
    if data == "-":
        return DELETED
    if match := re.fullmatch("dword:([0-9a-fA-F]{8})", data):
        return number(int(match[1], 16))
    if match := re.fullmatch(r"hex(?:\(([0-9a-fA-F]+)\))?:(.*)", data):
        kind = int(match[1] or "3", 16)
        octets = bytes.fromhex(match[2].replace(",", ""))
        if kind != REG_DWORD:
            return type_name(kind)
        return number(int.from_bytes(octets, "little")) if len(octets) == 4 else ERROR
    return type_name(1) if data.startswith('"') else ERROR


def net_convert(path: str) -> dict[str, str]:
    out = Path(os.environ["HOME"]) / "converted.reg"
    out.unlink(missing_ok=True)
    output_of(["net", "-s", "/dev/null", "registry", "convert", path, str(out)])
    return reg_text_answers(out.read_text(encoding="utf-8", errors="replace"),
                            "HKEY_LOCAL_MACHINE\\SYSTEM\\CurrentControlSet")


def hivexregedit(path: str) -> dict[str, str]:
    """Merges the file into a hive without values and writes that as .reg, which has only bytes."""
    hive = Path(os.environ["HOME"]) / "merged.hive"
    shutil.copyfile(Path(path).parent / "parents.hive", hive)
    output_of(["hivexregedit", "--merge", "--prefix", "HKEY_LOCAL_MACHINE\\SYSTEM", str(hive),
                 path])
    text = output_of(["hivexregedit", "--export", str(hive), "\\"]).decode("utf-8", "replace")
    return reg_text_answers(text, "\\CurrentControlSet")


class Peer:
    def __init__(self, name: str, kind: str, package: str, ask, module="", program=""):
        self.name, self.kind, self.package = name, kind, package
        self.ask, self.module, self.program = ask, module, program

    @lru_cache
    def python(self) -> str:
        """An interpreter that has the module; Debian's, where the one that runs has not."""
        for python in (sys.executable, "/usr/bin/python3"):
            if not self.module:
                return python
            try:
                done = subprocess.run([python, "-c", f"import {self.module}"], timeout=60,
                                      stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            except OSError:
                continue
            if done.returncode == 0:
                return python
        return ""

    def installed(self) -> bool:
        return bool(shutil.which(self.program) if self.program else self.python())

    @lru_cache
    def family(self) -> str:
        """The version without what comes behind the second number; "" where it can't be told."""
        try:
            done = subprocess.run(["dpkg-query", "-W", "-f=${Version}", self.package],
                                  stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
        except OSError:
            return ""
        match = re.match(r"(?:\d+:)?(\d+(?:\.\d+)?)", done.stdout)
        return match[1] if match else ""


PEERS = [
    Peer("hivex", "system-hive", "python3-hivex", lambda path: hive_answers(HivexFile(path)),
         module="hivex"),
    Peer("libregf", "system-hive", "python3-libregf", lambda path: hive_answers(LibregfFile(path)),
         module="pyregf"),
    Peer("reglookup", "system-hive", "reglookup", lambda path: hive_answers(RegLookupFile(path)),
         program="reglookup"),
    Peer("samba-preg", "registry-pol", "python3-samba", samba_pol, module="samba.dcerpc.preg"),
    Peer("net-registry", "reg", "samba-common-bin", net_convert, program="net"),
    Peer("hivexregedit", "reg", "libwin-hivex-perl", hivexregedit, program="hivexregedit"),
]


def serve(name: str) -> int:
    """Runs in a process of its own, since a reader may crash: a path a line in, answers out."""
    peer = next(peer for peer in PEERS if peer.name == name)
    for line in sys.stdin:
        try:
            answers = peer.ask(line.rstrip("\n"))
        except Broken as broken:
            answers = dict.fromkeys(SETTINGS, str(broken))
        except Exception:  # each binding has errors of its own
            answers = dict.fromkeys(SETTINGS, ERROR)
        print(json.dumps(answers), flush=True)
    return 0


def ask_peer(peer: Peer, paths: list[Path], home: Path) -> list[dict[str, str]]:
    environment = {"HOME": str(home), "PATH": os.environ.get("PATH", "/usr/bin:/bin"),
                   "LC_ALL": "C.UTF-8"}
    answers: list[dict[str, str]] = []
    while len(answers) < len(paths):
        rest = "".join(f"{path}\n" for path in paths[len(answers):])
        try:
            done = subprocess.run([peer.python(), __file__, "--ask", peer.name],
                                  input=rest.encode(), stdout=subprocess.PIPE,
                                  stderr=subprocess.DEVNULL, env=environment,
                                  timeout=2 * TIMEOUT_S + len(paths))
            output, ended = done.stdout, CRASH
        except subprocess.TimeoutExpired as late:
            output, ended = late.stdout or b"", LATE
        got = [json.loads(line) for line in output.decode().splitlines()]
        answers += got
        if len(answers) < len(paths):
            answers.append(dict.fromkeys(SETTINGS, ended))
    return answers


# --- ours

def our_answer(setting: dict, has_errors: bool) -> str:
    state = setting["state"]
    if state == "defined":
        return number(setting["value"])
    if state == "wrong-type":
        return type_name(setting["sources"][0]["raw_type"])
    if state == "malformed":
        return ERROR
    return UNSURE if state == ABSENT and has_errors else state


def ask_ours(binary: str, stores: list[tuple[Path, str]]) -> list[dict[str, str]]:
    answers: dict[str, dict[str, str]] = {}
    for kind in {kind for _, kind in stores}:
        paths = [str(path) for path, its in stores if its == kind]
        done = subprocess.run([binary, "policy", "--format", kind, "--json", "-", *paths],
                              stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
                              timeout=TIMEOUT_S + len(paths))
        if done.returncode not in (0, 1):
            raise OSError(f"{binary} policy ends with status {done.returncode}")
        for store in json.loads(done.stdout)["inputs"]:
            errors = any(finding["severity"] == "error" for finding in store["findings"])
            answers[store["path"]] = dict.fromkeys(SETTINGS, ERROR) | {
                name: our_answer(setting, errors) for name, setting in store["settings"].items()}
    return [answers[str(path)] for path, _ in stores]


# --- the comparison

SHORT = {"NtlmMinClientSec": "client", "NtlmMinServerSec": "server",
         "LmCompatibilityLevel": "level"}


def agree(our: str, their: str) -> bool:
    return our == their or (our == UNSURE and their in (ABSENT, ERROR))


def cells(our: dict[str, str], their: dict[str, str]) -> tuple[str, str]:
    """What both say of the settings on which they do not agree."""
    names = [name for name in SETTINGS if not agree(our[name], their[name])]
    return tuple(", ".join(f"{SHORT[name]} {answers[name]}" for name in names)
                 for answers in (our, their))


def read_list() -> tuple[dict[str, str], dict[tuple, str]]:
    """The versions that the list is about, by reader, and the reasons by file, edge, reader, ours
    and theirs."""
    versions, reasons = {}, {}
    for line in LIST.read_text(encoding="utf-8").splitlines():
        if not line.startswith("| `"):
            continue
        row = [cell.strip().strip("`") for cell in line.strip("|").split(" | ")]
        if len(row) == 3:
            versions[row[0]] = row[1]
        if len(row) == 6:
            file, edge, ours, readers, theirs, reason = row
            for reader in readers.split(", "):
                reasons[file, edge, reader, ours, theirs] = reason
    return versions, reasons


def lines_of(rows: dict[tuple, str]) -> list[str]:
    """Lines of the list: readers that say the same, for the same reason, share one."""
    readers: dict[tuple, list[str]] = {}
    for (file, edge, reader, ours, theirs), reason in rows.items():
        readers.setdefault((file, edge, ours, theirs, reason), []).append(reader)
    return [f"| `{file}` | {edge} | {ours} | {', '.join(names)} | {theirs} | {reason} |"
            for (file, edge, ours, theirs, reason), names in readers.items()]


# --- changed bytes

def mutants(folder: Path, kind: str, count: int) -> list[tuple[Path, str]]:
    """Stores of which one byte is changed, the same ones each time, and which byte that is."""
    names = MUTATED[kind]
    originals = {name: (folder / name).read_bytes() for name in names}
    used_bytes = {name: [offset for offset, byte in enumerate(data) if byte]
                  for name, data in originals.items()}
    made = []
    for i in range(count):
        name = names[i % len(names)]
        data, used = bytearray(originals[name]), used_bytes[name]
        random = hashlib.sha256(f"{i}".encode()).digest()
        # Beside the bytes that are not zero are those of the same fields that are.
        at = used[int.from_bytes(random[:4], "big") % len(used)] + random[4] % 4
        at = min(at, len(data) - 1)
        data[at] ^= 1 + random[5] % 255
        path = folder / "mutants" / f"{kind}-{i}"
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
        made.append((path, f"{name} at {at}"))
    return made


def contradicts(our: str, their: str) -> bool:
    """Ours may find an error where others find none, but never another value."""
    sure = our.startswith("0x") or our == ABSENT
    return sure and our != their and (their.startswith(("0x", "type")) or their == ABSENT)


def compare(options, peers: list[Peer], folder: Path) -> int:
    subprocess.run([options.write_stores, str(folder)], check=True, timeout=60)
    stores = [line.split("\t") for line in
              (folder / "stores.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    changed = {kind: mutants(folder, kind, options.mutants) for kind in MUTATED}
    ours = ask_ours(options.ntlmatrix, [(folder / file, kind) for file, kind, _ in stores])
    ours_changed = {kind: ask_ours(options.ntlmatrix, [(path, kind) for path, _ in made])
                    for kind, made in changed.items()}
    versions, listed = read_list()
    found, contradictions, compared = {}, [], {}
    current = [peer for peer in peers if peer.family() in ("", versions.get(peer.name))]
    for peer in peers:
        if peer not in current:
            print(f"{peer.name}: not compared, {LIST.name} is about its version "
                  f"{versions.get(peer.name)}, not {peer.family()}")
    if not current:
        return NO_PEER
    with ThreadPoolExecutor() as threads:
        asked = {peer: (threads.submit(ask_peer, peer, [folder / file for file, kind, _ in stores
                                                        if kind == peer.kind], folder),
                        threads.submit(ask_peer, peer, [path for path, _ in changed[peer.kind]],
                                       folder)
                        if peer.name in ASKED_ABOUT_MUTANTS else None) for peer in current}
    for peer, (about_stores, about_mutants) in asked.items():
        mine = [(file, edge, our) for (file, kind, edge), our in zip(stores, ours)
                if kind == peer.kind]
        for (file, edge, our), their in zip(mine, about_stores.result()):
            if any(cells(our, their)):
                our_cell, their_cell = cells(our, their)
                row = (file, edge, peer.name, our_cell, their_cell)
                found[row] = listed.get(row, "REASON")
        compared[peer.name] = len(mine)
        if about_mutants:
            contradictions += [f"{where}: {name}: ours {our[name]}, {peer.name} {their[name]}"
                               for (_, where), our, their
                               in zip(changed[peer.kind], ours_changed[peer.kind],
                                      about_mutants.result())
                               for name in SETTINGS if contradicts(our[name], their[name])]
            compared[peer.name] += len(changed[peer.kind])
    return report(options, listed, found, contradictions, compared)


def report(options, listed, found, contradictions, compared) -> int:
    extra = {row: reason for row, reason in found.items() if row not in listed}
    stale = {row: reason for row, reason in listed.items()
             if row[2] in compared and row not in found}
    if options.write:
        print("\n".join(lines_of(found)))
    else:
        for what, rows in ("not listed", extra), ("listed, but does not occur", stale):
            for line in lines_of(rows):
                print(f"{what}: {line}")
    for line in contradictions:
        print(f"one byte changed in {line}")
    for name, count in compared.items():
        print(f"{name}: {count} stores compared, {sum(row[2] == name for row in found)} "
              "disagreements")
    return 1 if extra or stale or contradictions else 0


def main() -> int:
    if sys.argv[1:2] == ["--ask"]:
        return serve(sys.argv[2])
    parser = argparse.ArgumentParser(description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--mutants", type=int, default=MUTANTS)
    parser.add_argument("ntlmatrix")
    parser.add_argument("write_stores")
    options = parser.parse_args()

    peers = [peer for peer in PEERS if peer.installed()]
    for peer in PEERS:
        if peer not in peers:
            print(f"{peer.name}: not compared, {peer.package} is not installed")
    if not peers:
        return NO_PEER
    with tempfile.TemporaryDirectory() as folder:
        try:
            return compare(options, peers, Path(folder))
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            print(f"differential.py: {error}", file=sys.stderr)
            return 3


if __name__ == "__main__":
    sys.exit(main())
