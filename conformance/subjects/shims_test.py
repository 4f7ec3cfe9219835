#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that a shim keeps to PROTOCOL.md, and that the transcript there keeps to the schema.

  shims_test.py NAME          one of the shims of SHIMS, with the implementation that is installed
  shims_test.py transcript    PROTOCOL.md

Exit status: 77 if the implementation is not installed, or 1 under NTLMATRIX_NO_SKIP=1.
"""
import json
import os
import struct
import subprocess
import sys
import tempfile
import threading
import time
import unittest
from pathlib import Path

FOLDER = Path(__file__).resolve().parent
SHIMS = {
    "impacket": ["impacket/impacket_shim.py"],
    "impacket_ntlmv1": ["impacket/impacket_shim.py", "--ntlmv1"],
    "ntlm_auth_python": ["ntlm_auth_python/ntlm_auth_python_shim.py"],
    "samba": ["samba/samba_shim.py"],
    "samba_ntlmv1": ["samba/samba_shim.py", "--ntlmv1"],
    "curl": ["curl/curl_shim.py"],
}
NOT_INSTALLED = 69
SKIPPED = 77
TIMEOUT_S = 60  # for one shim
PROBE = b"NTLMatrix probe"
ACCOUNT = {"user": "User", "domain": "Domain", "password": 'Pass"word\\', "workstation": "COMPUTER"}
SCHEMA = json.loads((FOLDER / "protocol.schema.json").read_text())


def skip(reason):
    print(f"{'FAILED, nothing may be skipped' if no_skip() else 'skipped'}: {reason}")
    sys.exit(1 if no_skip() else SKIPPED)


def no_skip():
    return os.environ.get("NTLMATRIX_NO_SKIP") == "1"


try:
    import jsonschema
except ImportError:
    skip("the schema can't be checked without jsonschema (Debian: python3-jsonschema)")


def validator(side):
    return jsonschema.Draft202012Validator(SCHEMA | {"oneOf": [{"$ref": f"#/$defs/{side}"}]})


FROM_SUITE, FROM_SHIM = validator("fromSuite"), validator("fromShim")


def challenge_message(offer):
    """A CHALLENGE_MESSAGE that grants what is offered and has a timestamp of now."""
    def av_pair(av_id, value):
        return struct.pack("<HH", av_id, len(value)) + value

    name = "Server".encode("utf-16-le")
    now = int((time.time() + 11644473600) * 10**7)
    target_info = (av_pair(2, "Domain".encode("utf-16-le")) + av_pair(1, name)
                   + av_pair(7, struct.pack("<Q", now)) + av_pair(0, b""))
    flags = offer & ~0x3000 | 0x00820000  # no supplied names; TARGET_INFO, TARGET_TYPE_SERVER
    if flags & 1:
        flags &= ~2  # UNICODE goes before OEM
    return (b"NTLMSSP\0" + struct.pack("<IHHII", 2, len(name), len(name), 56, flags)
            + bytes.fromhex("0123456789abcdef") + bytes(8)
            + struct.pack("<HHI", len(target_info), len(target_info), 56 + len(name))
            + bytes([6, 1, 0xb1, 0x1d, 0, 0, 0, 15]) + name + target_info)


class Shim:
    """A running shim; every line in both directions is checked against the schema."""

    def __init__(self, command, **environment):
        self.process = subprocess.Popen([FOLDER / command[0], *command[1:]],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        env=os.environ | environment)
        self.timer = threading.Timer(TIMEOUT_S, self.process.kill)
        self.timer.start()

    def send(self, **line):
        FROM_SUITE.validate(line)
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()

    def receive(self):
        line = json.loads(self.process.stdout.readline() or "null")
        FROM_SHIM.validate(line)
        return line

    def ask(self, **line):
        self.send(**line)
        return self.receive()

    def hello(self):
        return self.ask(type="hello", protocol=1, suite="shims_test", account=ACCOUNT,
                        probe=PROBE.hex())

    def start(self, number, **changed):
        return self.ask(**{"type": "start", "id": number, "role": "client", "min": "own"}
                        | changed)

    def challenge(self, number, negotiate):
        offer, = struct.unpack_from("<I", bytes.fromhex(negotiate["message"]), 12)
        return self.ask(type="challenge", id=number, message=challenge_message(offer).hex())

    def end(self):
        """What it still has to say, and its exit status."""
        self.process.stdin.close()
        rest = self.process.stdout.read()
        self.process.stdout.close()
        status = self.process.wait()
        self.timer.cancel()
        return rest, status


class ShimTest(unittest.TestCase):
    command = None

    def setUp(self):
        self.shim = Shim(self.command)
        self.hello = self.shim.hello()
        self.own = {"lm": self.hello["lm"][0], "app": self.hello["app"][0]}

    def tearDown(self):
        if not self.shim.process.stdin.closed:
            self.assertEqual(self.shim.end(), (b"", 0))

    def assert_authenticates(self, number, answer, app):
        self.assertEqual((answer["type"], answer["id"]), ("authenticate", number))
        self.assertEqual(bytes.fromhex(answer["message"])[:12], b"NTLMSSP\0\3\0\0\0")
        seals = self.hello["seal"] and app == "confidentiality"
        self.assertEqual("sealed" in answer, seals)
        if seals:
            self.assertEqual(len(answer["sealed"]["message"]), 2 * len(PROBE))
            self.assertNotEqual(answer["sealed"]["message"], PROBE.hex())

    def test_tells_what_it_loads(self):
        self.assertEqual(self.hello["type"], "hello")
        self.assertTrue(Path(self.hello["loaded"]).is_file())

    def test_completes_an_exchange_at_every_setting(self):
        number = 0
        for lm in self.hello["lm"]:
            for app in self.hello["app"]:
                with self.subTest(lm=lm, app=app):
                    number += 1
                    negotiate = self.shim.start(number, lm=lm, app=app)
                    self.assertEqual((negotiate["type"], negotiate["id"]), ("negotiate", number))
                    answer = self.shim.challenge(number, negotiate)
                    self.assert_authenticates(number, answer, app)

    def test_says_what_is_unsupported(self):
        others = [("role", "server"), ("min", "0x12345678"), ("min", "undefined-modern")]
        others += [("lm", lm) for lm in range(6) if lm not in self.hello["lm"]]
        others += [("app", app) for app in ("none", "integrity", "confidentiality")
                   if app not in self.hello["app"]]
        for number, (what, value) in enumerate(others):
            with self.subTest(what=what, value=value):
                answer = self.shim.start(number, **self.own | {what: value})
                self.assertEqual((answer["type"], answer["id"], answer["what"]),
                                 ("unsupported", number, what))

    def test_does_not_ask_for_the_app_of_a_server(self):
        answer = self.shim.ask(type="start", id=1, role="server", min="own", lm=self.own["lm"])
        self.assertEqual((answer["type"], answer["what"]), ("unsupported", "role"))

    def test_keeps_crossed_exchanges_apart(self):
        first, last = self.hello["lm"][0], self.hello["lm"][-1]
        one = self.shim.start(1, **self.own | {"lm": first})
        two = self.shim.start(2, lm=last, app=self.hello["app"][-1])
        self.assert_authenticates(2, self.shim.challenge(2, two), self.hello["app"][-1])
        three = self.shim.start(3, **self.own)
        self.assert_authenticates(1, self.shim.challenge(1, one), self.own["app"])
        self.assert_authenticates(3, self.shim.challenge(3, three), self.own["app"])

    def test_keeps_as_many_open_as_it_says(self):
        numbers = range(min(self.hello["in_flight"], 64))
        opened = [self.shim.start(number, **self.own) for number in numbers]
        for number in reversed(numbers):
            self.assert_authenticates(number, self.shim.challenge(number, opened[number]),
                                      self.own["app"])

    def test_goes_on_after_a_refusal(self):
        for number, message in enumerate((b"", b"NTLMSSP\0\2\0", os.urandom(100)), 1):
            self.shim.start(number, **self.own)
            answer = self.shim.ask(type="challenge", id=number, message=message.hex())
            self.assertEqual((answer["type"], answer["id"]), ("refused", number))
            self.assertTrue(answer["text"])
        negotiate = self.shim.start(9, **self.own)
        self.assert_authenticates(9, self.shim.challenge(9, negotiate), self.own["app"])

    def test_ends_with_open_and_dropped_exchanges(self):
        self.shim.start(1, **self.own)
        self.shim.start(2, **self.own)
        self.shim.send(type="drop", id=1)
        negotiate = self.shim.start(3, **self.own)
        self.assert_authenticates(3, self.shim.challenge(3, negotiate), self.own["app"])
        self.assertEqual(self.shim.end(), (b"", 0))

    def test_ends_without_hello(self):
        self.assertEqual(Shim(self.command).end(), (b"", 0))

    def test_tells_that_the_implementation_is_missing(self):
        with tempfile.TemporaryDirectory() as empty:
            for package in ("impacket", "ntlm_auth"):
                (Path(empty) / f"{package}.py").write_text("raise ImportError('not here')")
            missing = subprocess.run(
                [FOLDER / self.command[0], *self.command[1:]], stdin=subprocess.DEVNULL,
                capture_output=True, text=True, timeout=TIMEOUT_S,
                env=os.environ | {"PATH": empty, "PYTHONPATH": empty})
        self.assertEqual((missing.returncode, missing.stdout), (NOT_INSTALLED, ""))
        self.assertRegex(missing.stderr, r"^[^\n]*\(Debian: [a-z0-9-]+\)\n$")

    def test_example_is_short(self):
        if self.command[0].startswith("impacket"):
            self.assertLessEqual(len((FOLDER / self.command[0]).read_text().splitlines()), 72)


class TranscriptTest(unittest.TestCase):
    def test_refusal_of_any_bytes_is_utf8(self):
        sys.path.insert(0, str(FOLDER))
        import python_shim
        error = OSError("name \udc80")
        error.name = ""
        text = python_shim.refusal(error)["text"]
        self.assertEqual(text, "name ?")
        text.encode("utf-8")

    def test_schema_is_a_schema(self):
        jsonschema.Draft202012Validator.check_schema(SCHEMA)

    def test_transcript_is_valid(self):
        transcript = (FOLDER / "PROTOCOL.md").read_text().split("```")[1].strip().splitlines()
        checked = {">": 0, "<": 0}
        for line in transcript:
            side, _, text = line.partition(" ")
            if "..." not in text:
                with self.subTest(line=line):
                    (FROM_SUITE if side == ">" else FROM_SHIM).validate(json.loads(text))
                checked[side] += 1
        self.assertGreater(checked[">"], 4)
        self.assertGreater(checked["<"], 2)


def main(name):
    if name == "transcript":
        test = "TranscriptTest"
    else:
        test, ShimTest.command = "ShimTest", SHIMS[name]
        found = subprocess.run([FOLDER / SHIMS[name][0]], stdin=subprocess.DEVNULL,
                               stderr=subprocess.PIPE, text=True, timeout=TIMEOUT_S)
        if found.returncode == NOT_INSTALLED:
            skip(found.stderr.strip())
    unittest.main(defaultTest=test, argv=sys.argv[:1])


if len(sys.argv) != 2 or sys.argv[1] not in [*SHIMS, "transcript"]:
    print(f"usage: shims_test.py {'|'.join([*SHIMS, 'transcript'])}", file=sys.stderr)
    sys.exit(2)
main(sys.argv[1])
