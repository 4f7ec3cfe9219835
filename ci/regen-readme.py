#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Runs the commands of a page again and puts their output where it stands.

A block is marked by a comment with its command, whose name is BINARY's:

  <!-- output of: ntlmatrix run -->
  ```
  ...
  ```

or with a file of the repository that it shows: <!-- file: examples/consumer/main.cc -->

  regen-readme.py BINARY            rewrites README.md
  regen-readme.py --check BINARY    exits 1 when a block is out of date
  --page PAGE                       another page than README.md

A command that prints nothing is an error: an empty block shows nobody anything.
"""
import argparse
import re
import subprocess
import sys
from pathlib import Path

BLOCK = re.compile(r"(<!-- (?:output of: (?P<command>.*?)|file: (?P<file>.*?)) -->\n```\w*\n)"
                   r"(?P<old>.*?)(^```\n)", re.S | re.M)


def output(command: str, binary: Path, root: Path) -> str:
    # A function, so that the command reads as a user types it, pipes included.
    script = f'{binary.name}() {{ "{binary}" "$@"; }}\n{command}\n'
    done = subprocess.run(["bash", "-c", script], cwd=root, capture_output=True, text=True,
                          stdin=subprocess.DEVNULL)
    if not done.stdout:
        sys.exit(f"'{command}' prints nothing: {done.stderr.strip() or 'no error either'}")
    return done.stdout


def content(block: re.Match, binary: Path, root: Path) -> str:
    if block["file"]:
        return (root / block["file"]).read_text()
    return f"$ {block['command']}\n" + output(block["command"], binary, root)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--check", action="store_true", help="change nothing, exit 1 if out of date")
    parser.add_argument("--page", default="README.md", help="from the root of the repository")
    parser.add_argument("binary", type=Path)
    args = parser.parse_args()
    root = Path(__file__).resolve().parent.parent
    page = root / args.page
    old = page.read_text()
    binary = args.binary.resolve()
    new, blocks = BLOCK.subn(lambda m: m[1] + content(m, binary, root) + m[5], old)
    if not blocks:
        print(f"{args.page} has no block to check", file=sys.stderr)
        return 1
    if not args.check:
        page.write_text(new)
    elif new != old:
        print(f"{args.page} is out of date: run ci/regen-readme.py --page {args.page} BINARY",
              file=sys.stderr)
        for was, now in zip(old.splitlines(), new.splitlines()):
            if was != now:
                print(f"  is  {was}\n  now {now}", file=sys.stderr)
                break
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
