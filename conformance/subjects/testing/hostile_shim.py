#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A shim that breaks the subject protocol in one way, for tests of whatever drives shims.

Until exchange N begins it is right; its messages are constants, so no server would accept them.
Exchanges are counted from 1 anew in each process, and what is answered `unsupported` does not count.
It cleans up nothing.
"""
import argparse
import json
import os
import signal
import struct
import sys
import sysconfig
import time

MIB = 1 << 20
NOT_INSTALLED = 69
CHILDREN = 200
CHILD_S = 600
LONG_LINE_MIB = 1024
MEMORY_MIB = 3072
STDERR_MIB = 100
WRONG_ID = 4294967295
LEVELS, APPS, MIN = [3], ["none", "integrity", "confidentiality"], ["0", "undefined-legacy"]

FLAGS = struct.pack("<I", 0xE2888235)
OF_WINDOWS = bytes.fromhex("0a007c4f0000000f")  # Version: 10.0.20348, revision 15


def fields_and_payload(offset, *values):
    """Len, MaxLen and BufferOffset of each value, and the values, which begin at offset."""
    fields = payload = b""
    for value in values:
        fields += struct.pack("<HHI", len(value), len(value), offset + len(payload))
        payload += value
    return fields, payload


def canned_negotiate():
    fields, _ = fields_and_payload(40, b"", b"")
    return b"NTLMSSP\0\x01\0\0\0" + FLAGS + fields + OF_WINDOWS


def canned_authenticate():
    names = (name.encode("utf-16-le") for name in ("Domain", "User", "COMPUTER"))
    # NTLMv2 with a proof, a time and a challenge of nothing but 0x11, and no TargetInfo.
    nt_response = b"\x11" * 16 + b"\1\1" + bytes(6) + b"\x11" * 16 + bytes(4) + bytes(4) + bytes(4)
    fields, payload = fields_and_payload(72, bytes(24), nt_response, *names, b"\x11" * 16)
    return b"NTLMSSP\0\x03\0\0\0" + fields + FLAGS + OF_WINDOWS + payload


NEGOTIATE = canned_negotiate().hex()
AUTHENTICATE = canned_authenticate().hex()


def write(data):
    """All of it, past the buffers of Python."""
    view = memoryview(data)
    while view:
        view = view[os.write(1, view):]


def send(**line):
    write(json.dumps(line).encode() + b"\n")


def say_negotiate(exchange):
    send(type="negotiate", id=exchange, message=NEGOTIATE)


def sleep_for_ever():
    while True:
        time.sleep(3600)


class Shim:
    """A shim that is right. A mode is a subclass that changes one thing."""

    def __init__(self, options):
        self.options = options
        self.begun = 0

    def run(self):
        for line in sys.stdin.buffer:
            self.handle(json.loads(line))

    def handle(self, line):
        kind = line["type"]
        if kind == "hello":
            self.hello()
        elif kind == "start":
            self.start(line)
        elif kind == "challenge":
            self.challenge(line["id"])

    def hello_line(self):
        return {"type": "hello", "protocol": 1, "implementation": "hostile", "version": "1",
                "in_flight": self.options.in_flight, "roles": ["client"], "min": MIN, "lm": LEVELS,
                "app": APPS, "seal": False, "errors": {}}

    def hello(self):
        send(**self.hello_line())

    def unsupported(self, line):
        if line["role"] != "client":
            return "role"
        if line["min"] not in MIN + ["own"]:
            return "min"
        if line["lm"] not in LEVELS:
            return "lm"
        return None if line["app"] in APPS else "app"

    def start(self, line):
        what = self.unsupported(line)
        if what:
            send(type="unsupported", id=line["id"], what=what, text="hostile has no such setting")
            return
        self.begun += 1
        if self.begun == self.options.at:
            self.misbehave(line["id"])
        else:
            say_negotiate(line["id"])

    def misbehave(self, exchange):
        say_negotiate(exchange)

    def challenge(self, exchange):
        send(type="authenticate", id=exchange, message=AUTHENTICATE)


class Correct(Shim):
    """breaks nothing: what the others are before exchange N"""


class Hang(Shim):
    """answers nothing more, and reads on"""
    silent = False

    def misbehave(self, exchange):
        self.silent = True

    def handle(self, line):
        if not self.silent:
            super().handle(line)


class Exit(Shim):
    """exits with status 0 instead of an answer"""

    def misbehave(self, exchange):
        os._exit(0)


class Sigsegv(Shim):
    """dies of SIGSEGV"""

    def misbehave(self, exchange):
        os.kill(os.getpid(), signal.SIGSEGV)


class Garbage(Shim):
    """answers with a line that is no JSON"""

    def misbehave(self, exchange):
        write(b"Segmentation fault (core dumped)\n")


class NotObject(Shim):
    """answers with JSON that is no object"""

    def misbehave(self, exchange):
        write(b'["negotiate",%d]\n' % exchange)


class InvalidUtf8(Shim):
    """answers with a line that is no UTF-8"""

    def misbehave(self, exchange):
        write(b'{"type":"refused","id":%d,"text":"\xff\xfe\xc0\x80"}\n' % exchange)


class LongLine(Shim):
    """answers with a line of 1 GiB"""

    def misbehave(self, exchange):
        write(b'{"type":"negotiate","id":%d,"message":"' % exchange)
        for _ in range(LONG_LINE_MIB):
            write(b"4e" * (MIB // 2))
        write(b'"}\n')


class HalfLine(Shim):
    """answers with half of a line, and hangs"""

    def misbehave(self, exchange):
        write(b'{"type":"negotiate","id":%d,"mess' % exchange)
        sleep_for_ever()


class Flood(Shim):
    """writes hello again and again, for ever, and reads nothing"""

    def misbehave(self, exchange):
        while True:
            self.hello()


class WrongId(Shim):
    """answers to an exchange that never began"""

    def misbehave(self, exchange):
        say_negotiate(WRONG_ID)


class ClosedId(Shim):
    """answers to the CHALLENGE_MESSAGE of exchange N twice"""
    twice = None

    def misbehave(self, exchange):
        self.twice = exchange
        say_negotiate(exchange)

    def challenge(self, exchange):
        super().challenge(exchange)
        if exchange == self.twice:
            super().challenge(exchange)


class WrongType(Shim):
    """answers with challenge instead of negotiate"""

    def misbehave(self, exchange):
        send(type="challenge", id=exchange, message=NEGOTIATE)


class BadHex(Shim):
    """answers with a message that is no hexadecimal"""

    def misbehave(self, exchange):
        send(type="negotiate", id=exchange, message=NEGOTIATE[:-1] + "z")


class CloseStdout(Hang):
    """closes its stdout, and reads on"""

    def misbehave(self, exchange):
        super().misbehave(exchange)
        os.close(1)


class CloseStdin(Shim):
    """closes its stdin, and hangs"""

    def misbehave(self, exchange):
        os.close(0)
        sleep_for_ever()


class StopsReading(Shim):
    """answers rightly, but never reads again"""

    def misbehave(self, exchange):
        say_negotiate(exchange)
        sleep_for_ever()


class NeverExits(Shim):
    """is right, but ignores SIGTERM and the end of its stdin"""

    def run(self):
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        super().run()
        sleep_for_ever()


class SigsegvAtEnd(Shim):
    """is right, but dies of SIGSEGV at the end of its stdin"""

    def run(self):
        super().run()
        os.kill(os.getpid(), signal.SIGSEGV)


class ManyChildren(Shim):
    """starts 200 processes that sleep 600 s, each its own session and no child of it, and goes on"""

    def misbehave(self, exchange):
        for _ in range(CHILDREN):
            between = os.fork()
            if between == 0:
                self.leave_child()
            os.waitpid(between, 0)
        say_negotiate(exchange)

    def leave_child(self):
        os.setsid()
        child = os.posix_spawn("/bin/sleep", ["sleep", str(CHILD_S)], {})
        if self.options.pids:
            with open(self.options.pids, "a", encoding="ascii") as pids:
                pids.write(f"{child}\n")
        os._exit(0)


class Memory(Shim):
    """uses 3 GiB of memory, and goes on"""
    kept = ()

    def misbehave(self, exchange):
        self.kept = [b"\1" * (64 * MIB) for _ in range(MEMORY_MIB // 64)]
        say_negotiate(exchange)


class StderrFlood(Shim):
    """writes 100 MiB to stderr, and exits"""

    def misbehave(self, exchange):
        for _ in range(STDERR_MIB):
            sys.stderr.buffer.write((b"hostile " * 7 + b"shim!!!\n") * (MIB // 64))
        sys.stderr.flush()
        os._exit(0)


class NoHello(Shim):
    """never answers hello, and reads on"""

    def hello(self):
        pass


class GarbageHello(Shim):
    """answers hello with a line that is no JSON"""

    def hello(self):
        write(b"hello, world\n")


class HelloProtocol2(Shim):
    """answers hello as version 2 of the protocol"""

    def hello_line(self):
        return {**super().hello_line(), "protocol": 2}


class SlowHello(Shim):
    """answers hello after --delay seconds"""

    def hello(self):
        time.sleep(self.options.delay)
        super().hello()


class Exit69(Shim):
    """says that its implementation is not installed"""

    def run(self):
        print("libhostile is not installed (package libhostile0)", file=sys.stderr)
        sys.exit(NOT_INSTALLED)


class AcceptsInventedSetting(Shim):
    """supports everything that it is asked for"""

    def unsupported(self, line):
        return None


class LiesAboutLoaded(Shim):
    """names in hello a library of the system that it does not load"""

    def hello_line(self):
        folder = f"/usr/lib/{sysconfig.get_config_var('MULTIARCH')}"
        return {**super().hello_line(), "loaded": f"{folder}/libBrokenLocale.so.1"}


class ExitsAtOnce(Shim):
    """exits with status 1 before hello, each time it is started"""

    def run(self):
        sys.exit(1)


class ExitsAlways(Shim):
    """exits with status 1 at its first exchange, whatever N is, each time it is started"""

    def start(self, line):
        if self.unsupported(line):
            super().start(line)
        else:
            os._exit(1)


class RefusesToStart(Shim):
    """refuses every exchange before it begins, which is allowed"""

    def start(self, line):
        if self.unsupported(line):
            super().start(line)
        else:
            send(type="refused", id=line["id"], text="not today")


class SealsNothing(Shim):
    """says that it can seal, and neither seals nor says why"""

    def hello(self):
        send(**{**self.hello_line(), "seal": True})


MODES = {
    "correct": Correct, "hang": Hang, "exit": Exit, "sigsegv": Sigsegv, "garbage": Garbage,
    "not-object": NotObject, "invalid-utf8": InvalidUtf8, "long-line": LongLine,
    "half-line": HalfLine, "flood": Flood, "wrong-id": WrongId, "closed-id": ClosedId,
    "wrong-type": WrongType, "bad-hex": BadHex, "close-stdout": CloseStdout,
    "close-stdin": CloseStdin, "stops-reading": StopsReading, "never-exits": NeverExits,
    "sigsegv-at-end": SigsegvAtEnd, "many-children": ManyChildren, "memory": Memory,
    "stderr-flood": StderrFlood,
    "no-hello": NoHello, "garbage-hello": GarbageHello, "hello-protocol-2": HelloProtocol2,
    "slow-hello": SlowHello, "exit-69": Exit69, "accepts-invented-setting": AcceptsInventedSetting,
    "lies-about-loaded": LiesAboutLoaded, "exits-at-once": ExitsAtOnce, "exits-always": ExitsAlways,
    "refuses-to-start": RefusesToStart, "seals-nothing": SealsNothing,
}


def options_of(arguments):
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="modes:\n" + "\n".join(f"  {name:<25}{mode.__doc__}" for name, mode in MODES.items()))
    parser.add_argument("mode", metavar="MODE", choices=MODES, help="how it breaks it, see below")
    parser.add_argument("--at", metavar="N", type=int, default=3, help="in which exchange; default: 3")
    parser.add_argument("--in-flight", metavar="M", type=int, default=4,
                        help="how many exchanges it says it can have open; default: 4")
    parser.add_argument("--delay", metavar="S", type=float, default=40,
                        help="seconds before slow-hello answers; default: 40")
    parser.add_argument("--pids", metavar="FILE",
                        help="where many-children writes the process ids, one a line")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    chosen = options_of(sys.argv[1:])
    MODES[chosen.mode](chosen).run()
