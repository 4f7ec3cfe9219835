#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A shim with one of the mistakes that authors make, for tests of `ntlmatrix check-subject`.

usage: mistaken_shim.py MISTAKE REFERENCE_SHIM

It passes the lines of REFERENCE_SHIM on, so that all but the mistake is right. hostile_shim.py is
for shims that break.
"""
import base64
import json
import os
import subprocess
import sys
import threading

NESTED = "nested"  # stands for brackets: json.dumps() can't nest them so deep
DEPTH = 480000  # of them, so that the line is under 1 MiB


def change(**members):
    """A mistake in answers of these types: their new members, from the old ones."""
    def edit(line):
        function = members.get(line["type"]) or members.get("any")
        return function(line) if function else line
    return edit


def set_to(**values):
    return lambda line: line | values


def rename(old, new):
    return lambda line: {new if name == old else name: value for name, value in line.items()}


def message(function):
    return lambda line: line | {"message": function(bytes.fromhex(line["message"])).hex()}


def sealed(function):
    return lambda line: line | {"sealed": function(line["sealed"])} if "sealed" in line else line


def without(name):
    return lambda line: {key: value for key, value in line.items() if key != name}


# The mistakes that change what the reference answers.
ANSWERS = {
    "none": change(),
    "misspelled-hello": change(hello=rename("in_flight", "in_fligth")),
    "extra-hello": change(hello=set_to(error={})),
    "level-string": change(hello=set_to(lm=["3"])),
    "level-twice": change(hello=set_to(lm=[3, 3])),
    "long-mask": change(hello=set_to(min=["0", "0x00080000"])),
    "error-number": change(hello=set_to(errors={"SEC_E_INVALID_TOKEN": -2146893048})),
    "no-errors": change(hello=set_to(errors={})),
    "server-only": change(hello=set_to(roles=["server"])),
    "loaded-relative": change(hello=set_to(loaded="libntlm.so.0")),
    "loaded-elsewhere": change(hello=set_to(loaded="/no/such/libntlm.so.0")),
    "loaded-unused-script": change(hello=set_to(loaded=__file__.replace("mistaken_shim.py", "CMakeLists.txt"))),
    "no-loaded": change(hello=without("loaded")),
    "nested": change(hello=set_to(min=NESTED)),
    "in-flight-1": change(hello=set_to(in_flight=1)),
    "misspelled-message": change(negotiate=rename("message", "mesage")),
    "upper-case-hex": change(negotiate=lambda line: line | {"message": line["message"].upper()}),
    "id-string": change(any=lambda line: line | {"id": str(line["id"])} if "id" in line else line),
    "other-id": change(negotiate=lambda line: line | {"id": line["id"] + 1000}),
    "base64": change(negotiate=message(base64.b64encode)),
    "spnego": change(negotiate=message(lambda data: b"\x60\x28" + data)),
    "hex-twice": change(negotiate=message(lambda data: data.hex().encode())),
    "cut": change(authenticate=message(lambda data: data[:-8])),
    "negotiate-again": change(authenticate=set_to(type="negotiate")),
    "not-sealed": change(authenticate=without("sealed")),
    "sealed-always": change(authenticate=lambda line: {
        "sealed": {"message": "00" * 23, "signature": "00" * 16}} | line),
    "sealed-with-signature": change(authenticate=sealed(
        lambda old: old | {"message": old["signature"] + old["message"]})),
    "short-signature": change(authenticate=sealed(lambda old: old | {"signature": "01"})),
    "plain-seal": change(authenticate=sealed(
        lambda old: old | {"message": b"NTLMatrix sealing probe".hex()})),
    "wrong-what": change(unsupported=set_to(what="app")),
    "unknown-what": change(unsupported=set_to(what="setting")),
    "refused-for-unsupported": change(unsupported=set_to(type="refused", text="no such setting")),
    "no-error-name": change(refused=without("error")),
    "nothing-works": change(authenticate=lambda line: {
        "type": "refused", "id": line["id"], "error": "E", "text": "no"}),
}
# Those that change what is asked of it.
ACCOUNTS = {
    "wrong-user": {"user": "Other"},
    "wrong-domain": {"domain": "ELSEWHERE"},
    "upper-case-domain": {"domain": "DOMAIN"},
    "wrong-password": {"password": "Secret"},
}
OTHERS = ("no-flush", "debug-print", "blank-line", "pretty", "python-dict", "answers-drop", "crosses-challenges",
          "crash", "exit-3", "leaves-child", "leaves-file", "noise-on-stderr")


class Mistaken:
    def __init__(self, mistake, reference):
        self.mistake = mistake
        self.reference = subprocess.Popen([reference], stdin=subprocess.PIPE,
                                          stdout=subprocess.PIPE)
        self.open = set()
        self.last = None  # the CHALLENGE_MESSAGE before

    def say(self, line):
        mistake = self.mistake
        if mistake == "debug-print":
            print("DEBUG answering", line["type"])
        if mistake == "blank-line":
            print()
        indent = 1 if mistake == "pretty" else None
        if mistake == "python-dict":
            print(line, flush=True)
            return
        text = json.dumps(line, indent=indent)
        if mistake == "nested":
            text = text.replace(f'"{NESTED}"', "[" * DEPTH + "]" * DEPTH)
        print(text, flush=mistake != "no-flush")

    def answer(self):
        for text in self.reference.stdout:
            line = json.loads(text)
            if line["type"] in ("authenticate", "refused", "unsupported"):
                self.open.discard(line["id"])
            if self.mistake == "crash" and line.get("error") == "SEC_E_INVALID_TOKEN":
                os.write(2, b"Traceback (most recent call last):\nValueError: bad token\n")
                os._exit(1)
            self.say(ANSWERS.get(self.mistake, ANSWERS["none"])(line))

    def ask(self, line):
        if line["type"] == "hello":
            line["account"] |= ACCOUNTS.get(self.mistake, {})
            if self.mistake == "leaves-child":
                subprocess.Popen(["/bin/sleep", "60"], start_new_session=True, env={},
                                 stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                 stderr=subprocess.DEVNULL)
            if self.mistake == "leaves-file":
                with open("shim.log", "w", encoding="ascii") as log:
                    log.write("hello\n")
            if self.mistake == "noise-on-stderr":
                print("warning: \033[31mred\033[0m", file=sys.stderr)
        if line["type"] == "drop" and self.mistake == "answers-drop":
            self.say({"type": "refused", "id": line["id"], "text": "dropped"})
        self.reference.stdin.write(json.dumps(line).encode() + b"\n")
        self.reference.stdin.flush()

    def run(self):
        answers = threading.Thread(target=self.answer)
        answers.start()
        try:
            for text in sys.stdin.buffer:
                line = json.loads(text)
                if self.mistake == "crosses-challenges":
                    line = self.crossed(line)
                self.ask(line)
            self.reference.stdin.close()
        except BrokenPipeError:
            pass
        answers.join()
        self.reference.wait()
        return 3 if self.mistake == "exit-3" else 0

    def crossed(self, line):
        """Where more than one is open, takes the challenge of one for the next too."""
        if line["type"] == "start":
            self.open.add(line["id"])
        elif line["type"] == "challenge":
            own = line["message"]
            if self.last and len(self.open) > 1:
                line["message"] = self.last
            self.last = own
        return line


if __name__ == "__main__":
    known = [*ANSWERS, *ACCOUNTS, *OTHERS]
    if len(sys.argv) != 3 or sys.argv[1] not in known:
        print(__doc__, "\nmistakes:", *known, file=sys.stderr)
        sys.exit(2)
    sys.exit(Mistaken(*sys.argv[1:]).run())
