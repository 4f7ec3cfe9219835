#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Derives the conformance matrix a second time, from the documents alone.

This file has its own copy of the axes, the rules and the models of faulty clients. It reads no
C++ and nothing generated from it, so an agreement with conformance/matrix.tsv, or with what the
reference does under a fault, is between two derivations and not of one with itself.

  check-matrix.py [--tsv FILE]        compare with conformance/matrix.tsv
  check-matrix.py --print             print the matrix
  check-matrix.py --list-faults       names of the modelled faults
  check-matrix.py --fault NAME        the checks that a client with this fault fails
  check-matrix.py --against BINARY    compare every check with BINARY, for every fault

Exit status: 0 agreement, 1 disagreement, 2 usage, 3 the binary can't be run.
"""
import argparse
import json
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import product
from pathlib import Path

# NegotiateFlags, [MS-NLMP] 2.2.2.5. The setting NtlmMinClientSec uses the same values.
UNICODE, REQUEST_TARGET, SIGN, SEAL = 0x1, 0x4, 0x10, 0x20
DATAGRAM, LM_KEY, NTLM, ALWAYS_SIGN = 0x40, 0x80, 0x200, 0x8000
TARGET_TYPE_DOMAIN, ESS, IDENTIFY, NON_NT = 0x10000, 0x80000, 0x100000, 0x400000
TARGET_INFO, BIT128, KEY_EXCH, BIT56 = 0x800000, 0x20000000, 0x40000000, 0x80000000

# The security bits: the bits of AUTHENTICATE that are judged. The others only inform.
JUDGED = SIGN | SEAL | ESS | BIT128 | BIT56 | KEY_EXCH | LM_KEY | DATAGRAM | IDENTIFY | NON_NT
# The bits of the setting for which a document says when the connection fails (KB 239869).
POLICY_BITS = SIGN | SEAL | ESS | BIT128

CORRECTED, PAGE_2016 = READINGS = ("corrected", "page-2016")
UNDOCUMENTED, RECOMMENDED, REQUIRED = STRENGTHS = ("undocumented", "recommended", "required")
UNSUPPORTED = 0x80090302  # SEC_E_UNSUPPORTED_FUNCTION, [MS-NLMP] 3.1.5.1.2
LOGON_FAILURE = 0xC000006D

# The axes. Order is the order of the rows, spelling is part of the names.
CORE_SETTINGS = ("undefined-legacy", "undefined-modern", "0", "0x80000", "0x20000000",
                 "0x20080000", "0x10", "0x20", "0x30", "0x20080030")
ODD_SETTINGS = ("0x80000000", "0xA0080000", "0x40000000", "0x20040000", "0xFFFFFFFF")
FAMILIES = (("policy", CORE_SETTINGS), ("policy-odd", ODD_SETTINGS))
DEFAULTS = {"undefined-legacy": 0, "undefined-modern": BIT128}  # <= Vista/2008, >= 7/2008 R2
LEVELS = range(6)
APPS = {"none": 0, "integrity": SIGN | KEY_EXCH,
        "confidentiality": SIGN | KEY_EXCH | SEAL | LM_KEY}  # what each adds to the offer
SERVERS = {"none": 0, "56": BIT56, "128": BIT128, "128,56": BIT128 | BIT56,
           "ess": ESS, "ess,56": ESS | BIT56, "ess,128": ESS | BIT128,
           "ess,128,56": ESS | BIT128 | BIT56}


@dataclass(frozen=True)
class Cell:
    family: str
    min: str
    lm: int
    app: str
    server: str

    @property
    def name(self) -> str:
        return f"{self.family}/min={self.min}/lm={self.lm}/app={self.app}/server={self.server}"

    @property
    def setting(self) -> int:
        return DEFAULTS[self.min] if self.min in DEFAULTS else int(self.min, 0)

    @property
    def offered(self) -> int:
        """The documented offer: the level and the application decide it, the setting never does."""
        base = UNICODE | REQUEST_TARGET | NTLM | ALWAYS_SIGN | BIT128 | BIT56
        return base | APPS[self.app] | (ESS if self.lm >= 1 else 0)

    @property
    def granted(self) -> int:
        """The flags of CHALLENGE. The server axis is literal: it may grant what nobody offered."""
        base = UNICODE | REQUEST_TARGET | NTLM | ALWAYS_SIGN | TARGET_TYPE_DOMAIN | TARGET_INFO
        return base | SERVERS[self.server] | self.offered & (SIGN | SEAL | KEY_EXCH)

    @property
    def negotiated(self) -> int:
        return self.offered & self.granted  # KB 239869: the server chooses from "the requested set"


CELLS = [Cell(family, *axes) for family, settings in FAMILIES
         for axes in product(settings, LEVELS, APPS, SERVERS)]


@dataclass(frozen=True)
class Rule:
    """Fails where the setting has `bit`, `when` holds and `needs` is not negotiated."""
    id: str
    readings: tuple[str, ...]
    bit: int
    when: Callable[[Cell], bool]
    needs: int
    strength: str
    code: int | None  # None: no document names one
    ambiguities: tuple[str, ...]


BY_NAME, TO_THE_LETTER = (CORRECTED,), (PAGE_2016,)
ANY_CELL: Callable[[Cell], bool] = lambda c: True
NO_CODE, LEGACY = ("missing-ess-status",), ("legacy-option-status",)
UNSEALED, SWAP = ("128-without-sealing",), ("page-2016-swap",)
RULES = (
    Rule("min-security/integrity", READINGS, SIGN, ANY_CELL, SIGN, REQUIRED, None, LEGACY),
    Rule("min-security/confidentiality", READINGS, SEAL, ANY_CELL, SEAL, REQUIRED, None, LEGACY),
    Rule("min-security/ess", BY_NAME, ESS, lambda c: c.lm >= 1, ESS, REQUIRED, None, NO_CODE),
    # At level 0 the documented offer has no ESS, so both of these fail in every cell. The second is
    # weaker: [MS-NLMP] 3.1.1.2 lets a client offer ESS there after all (level0-ess), and its
    # pseudocode tests CHALLENGE alone, so that an unoffered grant counts (unoffered-grant).
    Rule("min-security/ess-level-0", BY_NAME, ESS,
         lambda c: c.lm == 0 and not c.granted & ESS, ESS, REQUIRED, None, NO_CODE),
    Rule("min-security/ess-level-0-unoffered", BY_NAME, ESS,
         lambda c: c.lm == 0 and bool(c.granted & ESS), ESS, RECOMMENDED, None,
         NO_CODE + ("level0-ess", "unoffered-grant")),
    # MS-NLMP requires 128 always, KB 239869 only if "message confidentiality is in use", and
    # bit U asks a server to return it only where SIGN or SEAL was sent.
    Rule("min-security/128-confidentiality", BY_NAME, BIT128,
         lambda c: c.app == "confidentiality", BIT128, REQUIRED, UNSUPPORTED, ()),
    Rule("min-security/128-integrity", BY_NAME, BIT128,
         lambda c: c.app == "integrity", BIT128, RECOMMENDED, UNSUPPORTED, UNSEALED),
    Rule("min-security/128-none", BY_NAME, BIT128,
         lambda c: c.app == "none", BIT128, UNDOCUMENTED, UNSUPPORTED, UNSEALED),
    # The 2016 page has the explanations of its two options exchanged.
    Rule("page-2016/0x80000-needs-128", TO_THE_LETTER, ESS, ANY_CELL, BIT128, REQUIRED, None, SWAP),
    Rule("page-2016/0x20000000-needs-ess", TO_THE_LETTER, BIT128, ANY_CELL, ESS, REQUIRED, None,
         SWAP),
)


@dataclass(frozen=True)
class Expectation:
    fails: bool
    strength: str
    code: int | None
    rules: tuple[str, ...]
    ambiguities: tuple[str, ...]


def expect(cell: Cell, reading: str) -> Expectation:
    failing = [rule for rule in RULES
               if reading in rule.readings and cell.setting & rule.bit and rule.when(cell)
               and not cell.negotiated & rule.needs]
    if failing:
        codes = {rule.code for rule in failing}
        return Expectation(
            True, max((rule.strength for rule in failing), key=STRENGTHS.index),
            # One failing rule without a code leaves open which error the client reports.
            codes.pop() if len(codes) == 1 else None,
            tuple(rule.id for rule in failing),
            tuple(dict.fromkeys(a for rule in failing for a in rule.ambiguities)))
    # Undocumented bits never change a verdict, but no document promises the accept either.
    odd = {"56-bit-policy-bit": cell.setting & BIT56,
           "unknown-policy-bits": cell.setting & ~(POLICY_BITS | BIT56)}
    ambiguities = tuple(name for name, bits in odd.items() if bits)
    return Expectation(False, UNDOCUMENTED if ambiguities else REQUIRED, None, (), ambiguities)


def sealing(flags: int) -> str:
    """How a message is sealed, [MS-NLMP] 3.4.5.3; no cell negotiates LM_KEY."""
    if not flags & ESS:
        return "exported"
    return "ess-128" if flags & BIT128 else "ess-56" if flags & BIT56 else "ess-40"


def response(lm: int, flags: int) -> str:
    """What AUTHENTICATE carries at this level; CHALLENGE had a timestamp, so no LMv2 at 3-5."""
    if lm >= 3:
        return "ntlmv2"
    if flags & ESS:
        return "ntlm-ess"
    return "ntlm+ntlm" if lm == 2 else "lm+ntlm"


@dataclass(frozen=True)
class Client:
    """The correct client. A fault replaces exactly one of its steps."""
    setting: Callable[[Cell], int] = lambda cell: cell.setting
    believes: Callable[[Cell], int] = lambda cell: cell.negotiated
    # (cell, policy bits of `setting`, what it `believes` negotiated) -> true to refuse
    refuses: Callable[[Cell, int, int], object] = lambda cell, wants, has: wants & ~has
    code: int = UNSUPPORTED
    flags: Callable[[Cell, int], int] = lambda cell, has: has & JUDGED
    response: Callable[[Cell, int], str] = lambda cell, has: response(cell.lm, has)
    sealing: Callable[[int], str] = sealing  # of what it `believes` negotiated
    # (cell, what it `believes` negotiated) -> whether the MIC that it promises is right
    mic: Callable[[Cell, int], bool] = lambda cell, has: True
    sends_key: bool = True  # EncryptedRandomSessionKey, where KEY_EXCH asks for one


def swapped(setting: int) -> int:
    """The setting with the meaning of its two options exchanged."""
    return (setting & ~(ESS | BIT128) | (BIT128 if setting & ESS else 0)
            | (ESS if setting & BIT128 else 0))


FAULTS = {
    # Never refuses because of the setting.
    "ignore-min-security": Client(refuses=lambda c, wants, has: False),
    # Does not know one of the options, or the two legacy ones.
    "ignore-ess": Client(setting=lambda c: c.setting & ~ESS),
    "ignore-128": Client(setting=lambda c: c.setting & ~BIT128),
    "ignore-legacy-bits": Client(setting=lambda c: c.setting & ~(SIGN | SEAL)),
    # Reads the two options as the 2016 page explains them.
    "swap-options": Client(setting=lambda c: swapped(c.setting)),
    # Goes on as soon as one of the required options is negotiated.
    "any-option-suffices": Client(refuses=lambda c, wants, has: wants and not wants & has),
    # Takes an undefined setting as 0 on every system.
    "undefined-is-none": Client(setting=lambda c: 0 if c.min in DEFAULTS else c.setting),
    # Takes 56-bit encryption for 128-bit.
    "56-satisfies-128": Client(
        refuses=lambda c, wants, has: wants & ~(has | (BIT128 if has & BIT56 else 0))),
    # Takes the NTLMv2 response for extended session security.
    "ntlmv2-satisfies-ess": Client(
        refuses=lambda c, wants, has: wants & ~(has | (ESS if c.lm >= 3 else 0))),
    # Reads either option as both.
    "require-both": Client(
        setting=lambda c: c.setting | (ESS | BIT128 if c.setting & (ESS | BIT128) else 0)),
    # Takes what was granted for what was negotiated.
    "believe-challenge": Client(believes=lambda c: c.granted),
    # Repeats its offer in AUTHENTICATE.
    "echo-offer": Client(flags=lambda c, has: c.offered & JUDGED),
    # Refuses with STATUS_LOGON_FAILURE.
    "wrong-status": Client(code=LOGON_FAILURE),
    # Sends an LM response at level 2, as level 1 does.
    "lm-response-at-level-2": Client(
        response=lambda c, has: response(1 if c.lm == 2 else c.lm, has)),
    # Sends what level 2 sends at levels 3 to 5.
    "ntlm-response-at-level-3": Client(response=lambda c, has: response(min(c.lm, 2), has)),
    # Computes NTOWFv2 with the server's NetBIOS domain name, not the user's: the proof is wrong.
    "target-domain-in-key": Client(
        response=lambda c, has: "ntlmv2-wrong" if c.lm >= 3 else response(c.lm, has)),
    # Sends, at levels 0 to 2, the client challenge without ESS, or none with it.
    "ess-response-without-ess": Client(response=lambda c, has: response(c.lm, has | ESS)),
    "no-ess-response": Client(response=lambda c, has: response(c.lm, has & ~ESS)),
    # Seals with a key of 40 bits whatever is negotiated.
    "seal-with-40-bits": Client(sealing=lambda has: "ess-40" if has & ESS else "lm-key-40"),
    # Negotiates KEY_EXCH and sends no EncryptedRandomSessionKey.
    "no-session-key": Client(sends_key=False),
    # Promises a MIC and leaves its bytes zero.
    "zero-mic": Client(mic=lambda c, has: False),
    # Computes the MIC with KeyExchangeKey. With KEY_EXCH ExportedSessionKey is another one where
    # there is something to sign or seal.
    "mic-with-key-exchange-key": Client(
        mic=lambda c, has: not (has & KEY_EXCH and has & (SIGN | SEAL))),
}

# Faults that change how messages are taken which no cell has: of the cells none changes.
MESSAGE_FAULTS = ("reads-ignored-fields", "no-charset-needed", "no-session-key-needed",
                  "skips-mic-check", "compares-what-was-sent")

PASS, FAIL, NOT_APPLICABLE = "pass", "fail", "not-applicable"  # and UNDOCUMENTED
NOT_OBSERVABLE = "not-observable"

Result = tuple[str, str, str, str]  # test, check, outcome, strength


def judged(passes: bool) -> str:
    return PASS if passes else FAIL


def checks(cell: Cell, want: Expectation, client: Client) -> Iterator[tuple[str, str, str]]:
    """Check, outcome and strength of each check of one exchange."""
    has = client.believes(cell)
    refused = bool(client.refuses(cell, client.setting(cell) & POLICY_BITS, has))
    open_question = want.strength == UNDOCUMENTED

    yield ("verdict", UNDOCUMENTED if open_question else judged(refused == want.fails),
           want.strength)
    if not (refused and want.fails):
        yield "status", NOT_APPLICABLE, want.strength
    elif open_question or want.code is None:
        yield "status", UNDOCUMENTED, want.strength
    else:
        yield "status", judged(client.code == want.code), want.strength
    if refused or want.fails:  # there is no AUTHENTICATE, or there should be none
        yield "flags", NOT_APPLICABLE, REQUIRED
        yield "response", NOT_APPLICABLE, REQUIRED
        yield "key", NOT_APPLICABLE, REQUIRED
        yield "mic", NOT_APPLICABLE, REQUIRED
        return

    flags, negotiated = client.flags(cell, has), cell.negotiated & JUDGED
    only_omits = flags != negotiated and not flags & ~negotiated
    yield "flags", judged(flags == negotiated), RECOMMENDED if only_omits else REQUIRED

    sent, due = client.response(cell, has), response(cell.lm, cell.negotiated)
    # At level 4 [MS-NLMP] <81> says NTLM and the level pages NTLMv2 (level4-ntlm-or-ntlmv2).
    # LMv2 in place of the zeros would be a recommended failure; no modelled client sends it.
    if sent != due and cell.lm == 4 and sent == response(2, cell.negotiated):
        yield "response", UNDOCUMENTED, UNDOCUMENTED
    else:
        yield "response", judged(sent == due), REQUIRED
    yield from session_checks(cell, client, sent)


def session_checks(cell: Cell, client: Client, sent: str) -> Iterator[tuple[str, str, str]]:
    """The checks that need the session key, which a wrong proof does not lead to."""
    has, unknown = client.believes(cell), sent.endswith("-wrong")
    # Without extended session security only pseudocode speaks (sealkey-without-ess).
    strength = REQUIRED if cell.negotiated & ESS else RECOMMENDED
    # KXKEY of version 1 depends on extended session security: who believes otherwise has another.
    same_key = sent.startswith("ntlmv2") or not (has ^ cell.negotiated) & ESS
    sealed = client.sealing(has) if same_key else "with another key"
    # A server that misses the key must refuse, so there is no session at all.
    no_session = (not client.sends_key and cell.negotiated & KEY_EXCH
                  and cell.negotiated & (SIGN | SEAL))
    if not cell.negotiated & SEAL:
        yield "key", NOT_APPLICABLE, REQUIRED
    elif no_session:
        yield "key", FAIL, REQUIRED
    elif unknown:
        yield "key", NOT_OBSERVABLE, strength
    else:
        yield "key", judged(sealed == sealing(cell.negotiated)), strength

    # Every CHALLENGE has a timestamp, so every NTLMv2 client promises a MIC.
    if not sent.startswith("ntlmv2"):
        yield "mic", NOT_APPLICABLE, REQUIRED
    elif no_session:
        yield "mic", FAIL, REQUIRED
    elif unknown:
        yield "mic", NOT_OBSERVABLE, REQUIRED
    else:
        yield "mic", judged(client.mic(cell, has)), REQUIRED


def results(client: Client, reading: str = CORRECTED) -> list[Result]:
    return [(cell.name, *check) for cell in CELLS
            for check in checks(cell, expect(cell, reading), client)]


def failures(client: Client, reading: str = CORRECTED) -> list[Result]:
    return [result for result in results(client, reading) if result[2] == FAIL]


def row(cell: Cell) -> dict[str, str]:
    words = {"required": cell.setting, "offered": cell.offered, "granted": cell.granted,
             "negotiated": cell.negotiated}
    out = {"test": cell.name} | {name: f"0x{word:08x}" for name, word in words.items()}
    out["response"] = response(cell.lm, cell.negotiated)
    for reading in READINGS:
        want = expect(cell, reading)
        status = "-" if not want.fails else f"0x{want.code:08x}" if want.code else UNDOCUMENTED
        values = {"verdict": "fail" if want.fails else "accept", "strength": want.strength,
                  "status": status, "rules": ",".join(want.rules) or "-",
                  "ambiguities": ",".join(want.ambiguities) or "-"}
        out |= {f"{reading}.{name}": value for name, value in values.items()}
    same = out[f"{CORRECTED}.verdict"] == out[f"{PAGE_2016}.verdict"]
    return out | {"differs": "no" if same else "yes"}


def tsv(rows: list[dict[str, str]]) -> str:
    lines = [rows[0].keys(), *(r.values() for r in rows)]
    return "".join("\t".join(line) + "\n" for line in lines)


def summary(rows: list[dict[str, str]]) -> str:
    """Counts the cells, and insists on the numbers that the project states."""
    core = [r for r in rows if r["test"].startswith("policy/")]
    corrected, page = (sum(r[f"{reading}.verdict"] == "fail" for r in core) for reading in READINGS)
    differ = sum(r["differs"] == "yes" for r in core)
    counts = (len(core), len(rows) - len(core), corrected, page, differ)
    if counts != (1440, 720, 716, 728, 216):
        sys.exit(f"core, odd, fail in corrected, fail in page-2016, differ: {counts}, "
                 "but the documents give 1440, 720, 716, 728, 216")
    return f"core: {corrected} of {len(core)} fail in corrected, {page} in page-2016, " \
           f"{differ} verdicts differ"


def compare_file(path: Path, rows: list[dict[str, str]]) -> int:
    try:
        text = path.read_bytes().decode()  # bytes: the line ends are compared too
    except (OSError, UnicodeDecodeError) as error:
        print(f"{path}: {error}", file=sys.stderr)
        return 1
    header, *lines = [line.split("\t") for line in text.removesuffix("\n").split("\n")]
    theirs = {line[0]: dict(zip(header, line)) for line in lines}
    found = []
    for ours in rows:
        there = theirs.pop(ours["test"], None)
        if there is None:
            found.append((ours["test"], "test", ours["test"], "(no such row)"))
            continue
        found += [(ours["test"], column, value, there.get(column, "(none)"))
                  for column, value in ours.items() if value != there.get(column)]
    found += [(test, "test", "(no such row)", test) for test in theirs]
    if not found and text != tsv(rows):
        found = [(path.name, "layout", "as --print", "other order, columns, repeats or line ends")]
    for difference in found[:20]:
        print(*difference, sep="\t")
    if found:
        print(f"{path.name}: {len(found)} differences")
        return 1
    print(f"{path.name}: {len(rows)} rows agree; {summary(rows)}")
    return 0


class CannotRun(Exception):
    pass


def run(*command: str) -> tuple[int, str]:
    """Exit status and standard output; 0 and 1 are the statuses of a run that took place."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, errors="replace")
    except OSError as error:
        raise CannotRun(f"{command[0]}: {error.strerror}") from error
    if done.returncode not in (0, 1):
        raise CannotRun(f"{' '.join(command)}: exit status {done.returncode}\n{done.stderr}")
    return done.returncode, done.stdout


def compare_run(binary: str, label: str, derived: list[Result], *options: str) -> bool:
    """Prints what the reference in BINARY fails, and where any check differs from `derived`."""
    # Of the cells alone: messages are not derived here.
    status, out = run(binary, "run", "reference", "--filter", "policy*", *options, "--json", "-",
                      "--quiet")
    try:
        found = [(r["test"], r["check"], r["status"], r["strength"])
                 for r in json.loads(out)["results"]]
    except (ValueError, KeyError, TypeError) as error:
        raise CannotRun(f"{binary} run {' '.join(options)}: unusable JSON: {error!r}") from error
    totals = sorted(Counter((check, strength) for _, check, outcome, strength in found
                            if outcome == FAIL).items())
    print(f"{label:<36}", ", ".join(f"{n} {check} {strength}" for (check, strength), n in totals)
          or "nothing fails")
    due = int(any(result[2:] == (FAIL, REQUIRED) for result in derived))
    problems = [f"exit status {status}, not {due}"] if status != due else []
    ours, theirs = Counter(derived), Counter(found)  # counters, so that repeats show
    for word, missing in (("derived only", ours - theirs), ("binary only", theirs - ours)):
        problems += [f"{word}: {test}:{check} {outcome} {strength}"
                     for test, check, outcome, strength in sorted(missing.elements())]
    for problem in problems[:20]:
        print("   ", problem)
    if len(problems) > 20:
        print(f"    and {len(problems) - 20} more")
    return not problems


def compare_binary(binary: str) -> int:
    agree = True
    listed = [line.split()[0] for line in run(binary, "run", "--list-faults")[1].splitlines()
              if line.strip()]
    known = FAULTS.keys() | set(MESSAGE_FAULTS)
    if sorted(listed) != sorted(known):
        agree = False
        print("faults: derived only:", sorted(known - set(listed)),
              "binary only:", sorted(set(listed) - known))
    agree &= compare_run(binary, "(no fault)", results(Client()))
    for name, client in FAULTS.items():
        derived = results(client)
        if not any(result[2:] == (FAIL, REQUIRED) for result in derived):
            agree = False
            print(f"{name}: no required check fails, so the matrix does not catch it")
        if name in listed:
            agree &= compare_run(binary, name, derived, "--fault", name)
    for name in MESSAGE_FAULTS:
        if name in listed:
            agree &= compare_run(binary, name, results(Client()), "--fault", name)
    # The fault swap-options is exactly the 2016 page, so there it must be without fault.
    letter = ("--reading", PAGE_2016)
    agree &= compare_run(binary, "(no fault), page-2016", results(Client(), PAGE_2016), *letter)
    agree &= compare_run(binary, "swap-options, page-2016",
                         results(FAULTS["swap-options"], PAGE_2016),
                         "--fault", "swap-options", *letter)
    if failures(FAULTS["swap-options"], PAGE_2016):
        agree = False
        print("swap-options must be without fault in the page-2016 reading")
    return 0 if agree else 1


def main() -> int:
    root = Path(__file__).resolve().parent.parent
    parser = argparse.ArgumentParser(description="Derive the conformance matrix a second time.")
    mode = parser.add_mutually_exclusive_group()
    mode.add_argument("--tsv", type=Path, default=root / "conformance" / "matrix.tsv",
                      metavar="FILE", help="compare with FILE (default: %(default)s)")
    mode.add_argument("--print", action="store_true", help="print the matrix")
    mode.add_argument("--list-faults", action="store_true", help="print the names of the faults")
    mode.add_argument("--fault", choices=FAULTS, metavar="NAME",
                      help="print the checks that a client with this fault fails")
    mode.add_argument("--against", metavar="BINARY",
                      help="compare every check with what BINARY reports, fault by fault")
    parser.add_argument("--reading", choices=READINGS, help="with --fault (default: corrected)")
    args = parser.parse_args()
    if args.reading and not args.fault:
        parser.error("--reading goes with --fault")

    rows = [row(cell) for cell in CELLS]
    summary(rows)  # whatever is asked, no answer from a matrix with other counts
    if args.print:
        sys.stdout.write(tsv(rows))
    elif args.list_faults:
        print(*FAULTS, sep="\n")
    elif args.fault:
        failed = failures(FAULTS[args.fault], args.reading or CORRECTED)
        print(*sorted(f"{test}:{check}\t{strength}" for test, check, _, strength in failed), sep="\n")
    elif args.against:
        try:
            return compare_binary(args.against)
        except CannotRun as error:
            print(error, file=sys.stderr)
            return 3
    else:
        return compare_file(args.tsv, rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
