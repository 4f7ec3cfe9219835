#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Compares the project's upper case with Unicode's, as Python knows it.

Prints each code point of the basic multilingual plane that the project upper-cases otherwise than
the simple mappings of Unicode do, and compares the list with parsers/ntlm/upper_case.tsv. A letter
may be left as it is for one of two reasons, and nothing else may differ:

  no-way-back  the lower case of Unicode's upper case is another letter
  later        its upper case is of a Unicode after 5.1

  check-upper-case.py BINARY           compare what print_upper_case prints with Unicode
  check-upper-case.py --write BINARY   write the list

Exit status: 0 as expected, 1 not as expected, 2 usage, 3 the binary can't be run.
"""
import subprocess
import sys
import unicodedata
from pathlib import Path

LIST = Path(__file__).resolve().parent.parent / "parsers/ntlm/upper_case.tsv"
HEADING = "letter\tupper case\treason\tname"
LISTED_VERSION = (14, 0, 0)  # of Unicode, in the list
SURROGATES = range(0xD800, 0xE000)


def simple_upper(code: int) -> int:
    """Python maps whole strings. Where the result has several letters, the simple mapping is the
    title case if that has one (U+1FB3), else there is none (U+00DF)."""
    for text in (chr(code).upper(), chr(code).title()):
        if len(text) == 1:
            return ord(text)
    return code


def simple_lower(code: int) -> int:
    text = chr(code).lower()
    return ord(text) if len(text) == 1 else code


def differences(ours: dict[int, int]) -> list[str]:
    rows = []
    for code in range(0x10000):
        theirs = code if code in SURROGATES else simple_upper(code)
        if ours.get(code, code) == theirs:
            continue
        if code in ours:
            reason = f"wrong: U+{ours[code]:04X}"
        else:
            reason = "later" if simple_lower(theirs) == code else "no-way-back"
        rows.append(f"{code:04X}\t{theirs:04X}\t{reason}\t{unicodedata.name(chr(code), '')}")
    return rows


def main() -> int:
    arguments = sys.argv[1:]
    write = arguments[:1] == ["--write"]
    if len(arguments) != 1 + write:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        printed = subprocess.run(arguments[-1:], check=True, stdout=subprocess.PIPE,
                                 text=True).stdout
    except (OSError, subprocess.CalledProcessError) as error:
        print(f"{arguments[-1]} can't be run: {error}", file=sys.stderr)
        return 3
    ours = {int(code, 16): int(upper, 16) for code, upper in map(str.split, printed.splitlines())}
    if not ours:
        print(f"{arguments[-1]} prints no mappings", file=sys.stderr)
        return 1
    found = differences(ours)
    print("\n".join(found))
    if write:
        LIST.write_text("\n".join([HEADING, *found, ""]), encoding="utf-8")
        return 0
    listed = LIST.read_text(encoding="utf-8").splitlines()[1:]
    missing = [row for row in listed if row not in found]
    extra = [row for row in found if row not in listed]
    version = tuple(map(int, unicodedata.unidata_version.split(".")))
    if version > LISTED_VERSION:  # later letters than the list knows
        extra = [row for row in extra if row.split("\t")[2] != "later"]
    if version < LISTED_VERSION:
        missing = [row for row in missing if row.split("\t")[2] != "later"]
    for row in missing:
        print(f"{LIST.name} lists what is no difference: {row}", file=sys.stderr)
    for row in extra:
        print(f"{LIST.name} does not list: {row}", file=sys.stderr)
    return 1 if missing or extra or any("\twrong" in row for row in found) else 0


if __name__ == "__main__":
    sys.exit(main())
