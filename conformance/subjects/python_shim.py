# SPDX-License-Identifier: Apache-2.0
"""What shims in Python share: the lines of PROTOCOL.md, read and answered in their order.

A shim calls run() with a class that is a Subject.
"""
import json
import sys

MAX_TEXT = 4096  # of protocol.schema.json


def not_installed(text):
    """Ends a shim whose implementation is not there; the text says what is missing."""
    print(f"{sys.argv[0]}: {text}", file=sys.stderr)
    sys.exit(69)


class Refused(Exception):
    """The subject gave an error: its text, and its name where it has one."""

    def __init__(self, text, name=None):
        super().__init__(text)
        self.name = name


class Subject:
    """An implementation, for one account. An error that is no Refused ends the shim: broke."""

    HELLO = {}  # the members of hello beside type and protocol

    def __init__(self, account, probe):
        self.account, self.probe = account, probe

    def start(self, line):
        """A new exchange, of any type, and its NEGOTIATE_MESSAGE, for a setting of HELLO."""
        raise NotImplementedError

    def challenge(self, exchange, message):
        """The AUTHENTICATE_MESSAGE and a dict of further members of the answer."""
        raise NotImplementedError

    def close(self, exchange):
        """Called once for each exchange that start() gave, however it ends."""


def unsupported(hello, line):
    """The first setting of a start line that hello does not list, or None."""
    for what, known in (("role", hello["roles"]), ("min", [*hello["min"], "own"]),
                        ("lm", hello["lm"]), ("app", hello["app"])):
        if line[what] not in known:
            return what
    return None


def refusal(error):
    # Bytes that were no UTF-8 when they became text are half of a pair, which JSON can't carry.
    text = str(error).encode("utf-8", "replace").decode()
    answer = {"type": "refused", "text": text[:MAX_TEXT]}
    return answer | ({"error": error.name} if error.name else {})


def start(subject, line, exchanges):
    what = unsupported(subject.HELLO, line)
    if what:
        return {"type": "unsupported", "what": what}
    try:
        exchanges[line["id"]], message = subject.start(line)
    except Refused as error:
        return refusal(error)
    return {"type": "negotiate", "message": message.hex()}


def challenge(subject, line, exchanges):
    exchange = exchanges.pop(line["id"])
    try:
        message, members = subject.challenge(exchange, bytes.fromhex(line["message"]))
    except Refused as error:
        return refusal(error)
    finally:
        subject.close(exchange)
    return {"type": "authenticate", "message": message.hex()} | members


def run(subject_class):
    """Serves one suite, until it closes standard input."""
    subject, exchanges = None, {}
    for line in map(json.loads, sys.stdin.buffer):
        if line["type"] == "hello":
            subject = subject_class(line["account"], bytes.fromhex(line["probe"]))
            answer = {"type": "hello", "protocol": 1} | subject.HELLO
        elif line["type"] == "drop":
            subject.close(exchanges.pop(line["id"]))
            continue
        else:
            step = start if line["type"] == "start" else challenge
            answer = step(subject, line, exchanges) | {"id": line["id"]}
        print(json.dumps(answer), flush=True)
    for exchange in exchanges.values():
        subject.close(exchange)
