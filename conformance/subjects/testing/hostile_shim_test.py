#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that each mode of hostile_shim.py is right before its exchange and then does what it says."""
import json
import os
import resource
import select
import signal
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

sys.dont_write_bytecode = True  # nothing is written into the source tree
from hostile_shim import AUTHENTICATE, MODES, NEGOTIATE

SHIM = Path(__file__).resolve().parent / "hostile_shim.py"
STEP_S = 60  # long enough for a busy machine
QUIET_S = 0.3  # long enough for an answer that was written to be read
CHILDREN = 200
MIB = 1 << 20
HELLO = {"type": "hello", "protocol": 1, "suite": "test", "probe": "00",
         "account": {"user": "U", "domain": "D", "password": "P", "workstation": "W"}}


def negotiate(exchange):
    return {"type": "negotiate", "id": exchange, "message": NEGOTIATE}


def authenticate(exchange):
    return {"type": "authenticate", "id": exchange, "message": AUTHENTICATE}


class Run:
    def __init__(self, mode, *options, **popen):
        self.process = subprocess.Popen([sys.executable, SHIM, mode, "--at", "2", *options],
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, bufsize=0, **popen)
        self.unread = b""

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.process.kill()
        with self.process:
            pass

    def say(self, **line):
        self.process.stdin.write(json.dumps(line).encode() + b"\n")

    def start(self, exchange, **other):
        self.say(**{"type": "start", "id": exchange, "role": "client", "min": "own", "lm": 3,
                    "app": "none", **other})

    def challenge(self, exchange):
        self.say(type="challenge", id=exchange, message="00")

    def more(self, seconds):
        """Whether something more could be read; false after that time, or at the end."""
        if not select.select([self.process.stdout], [], [], seconds)[0]:
            return False
        got = self.process.stdout.read(1 << 16)
        self.unread += got
        return bool(got)

    def raw(self):
        while b"\n" not in self.unread:
            if not self.more(STEP_S):
                raise AssertionError(f"no line, but {self.unread!r}")
        line, self.unread = self.unread.split(b"\n", 1)
        return line

    def hear(self):
        return json.loads(self.raw())

    def says_nothing(self):
        return not self.more(QUIET_S) and not self.unread and self.process.poll() is None

    def status(self):
        return self.process.wait(STEP_S)


class HostileShimTest(unittest.TestCase):
    def begin(self, mode, *options, **popen):
        """hello, an exchange that has to go well, and the beginning of the second."""
        run = Run(mode, *options, **popen)
        self.addCleanup(run.__exit__)
        run.say(**HELLO)
        self.assertEqual(run.hear()["type"], "hello")
        run.start(0, min="0x12345678")
        self.assertEqual(run.hear()["type"], "unsupported")
        run.start(1)
        self.assertEqual(run.hear(), negotiate(1))
        run.challenge(1)
        self.assertEqual(run.hear(), authenticate(1))
        run.start(2)
        return run

    def at_hello(self, mode, *options):
        run = Run(mode, *options, stderr=subprocess.PIPE)
        self.addCleanup(run.__exit__)
        run.say(**HELLO)
        return run

    def test_every_mode_is_in_the_help(self):
        text = subprocess.run([SHIM, "--help"], check=True, text=True, capture_output=True).stdout
        for mode in MODES:
            self.assertRegex(text, rf"(?m)^  {mode} +\S")

    def test_every_mode_has_a_test(self):
        text = Path(__file__).read_text()
        for mode in MODES:
            self.assertIn(f'"{mode}"', text)

    def test_correct(self):
        run = self.begin("correct")
        self.assertEqual(run.hear(), negotiate(2))
        run.process.stdin.close()
        self.assertEqual(run.status(), 0)

    def test_refuses_to_start(self):
        run = self.at_hello("refuses-to-start")
        run.hear()
        run.start(1)
        self.assertEqual(run.hear(), {"type": "refused", "id": 1, "text": "not today"})

    def test_says_that_it_can_seal(self):
        run = self.at_hello("seals-nothing")
        self.assertTrue(run.hear()["seal"])

    def test_says_nothing_but_lives(self):
        self.assertTrue(self.begin("hang").says_nothing())
        run = self.begin("close-stdin")
        self.assertTrue(run.says_nothing())
        with self.assertRaises(BrokenPipeError):
            run.start(3)

    def test_ends(self):
        for mode, status in (("exit", 0), ("sigsegv", -signal.SIGSEGV)):
            with self.subTest(mode):
                run = self.begin(mode)
                self.assertFalse(run.more(STEP_S))
                self.assertEqual(run.status(), status)

    def test_answers_in_a_wrong_form(self):
        for mode, error in (("garbage", json.JSONDecodeError), ("invalid-utf8", UnicodeDecodeError)):
            with self.subTest(mode), self.assertRaises(error):
                json.loads(self.begin(mode).raw().decode())
        self.assertIsInstance(self.begin("not-object").hear(), list)
        self.assertEqual(self.begin("wrong-type").hear()["type"], "challenge")
        self.assertNotEqual(self.begin("wrong-id").hear()["id"], 2)
        with self.assertRaises(ValueError):
            bytes.fromhex(self.begin("bad-hex").hear()["message"])

    def test_half_line(self):
        run = self.begin("half-line")
        self.assertTrue(run.more(STEP_S))
        self.assertFalse(run.more(QUIET_S))
        self.assertNotIn(b"\n", run.unread)

    def test_long_line(self):
        run = self.begin("long-line")
        while len(run.unread) < 4 * MIB:
            self.assertTrue(run.more(STEP_S))
        self.assertNotIn(b"\n", run.unread)

    def test_flood(self):
        run = self.begin("flood")
        for _ in range(10000):
            self.assertEqual(run.hear()["type"], "hello")

    def test_closed_id(self):
        run = self.begin("closed-id")
        self.assertEqual(run.hear(), negotiate(2))
        run.challenge(2)
        self.assertEqual((run.hear(), run.hear()), (authenticate(2), authenticate(2)))

    def test_close_stdout(self):
        run = self.begin("close-stdout")
        self.assertFalse(run.more(STEP_S))
        self.assertIsNone(run.process.poll())

    def test_stops_reading(self):
        run = self.begin("stops-reading")
        self.assertEqual(run.hear(), negotiate(2))
        run.challenge(2)
        self.assertTrue(run.says_nothing())

    def test_never_exits(self):
        run = self.begin("never-exits")
        self.assertEqual(run.hear(), negotiate(2))
        run.process.stdin.close()
        run.process.terminate()
        self.assertTrue(run.says_nothing())

    def test_sigsegv_at_end(self):
        run = self.begin("sigsegv-at-end")
        self.assertEqual(run.hear(), negotiate(2))
        run.process.stdin.close()
        self.assertEqual(run.status(), -signal.SIGSEGV)

    def test_many_children(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "pids"
            run = self.begin("many-children", "--pids", str(file))
            self.assertEqual(run.hear(), negotiate(2))
            children = [int(pid) for pid in file.read_text().split()]
        try:
            self.assertEqual(len(children), CHILDREN)
            for child in children:
                self.assertNotEqual(os.getsid(child), os.getsid(run.process.pid))
        finally:
            for child in children:
                os.kill(child, signal.SIGKILL)

    def test_memory(self):
        limit = 1024 * MIB
        run = self.begin("memory", stderr=subprocess.PIPE,
                         preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (limit, limit)))
        self.assertEqual(run.status(), 1)
        self.assertIn(b"MemoryError", run.process.stderr.read())

    def test_stderr_flood(self):
        run = self.begin("stderr-flood", stderr=subprocess.PIPE)
        size = 0
        while more := run.process.stderr.read(MIB):
            size += len(more)
        self.assertEqual((size, run.status()), (100 * MIB, 0))

    def test_hello(self):
        self.assertTrue(self.at_hello("no-hello").says_nothing())
        with self.assertRaises(json.JSONDecodeError):
            self.at_hello("garbage-hello").hear()
        self.assertEqual(self.at_hello("hello-protocol-2").hear()["protocol"], 2)
        began = time.monotonic()
        self.assertEqual(self.at_hello("slow-hello", "--delay", "0.5").hear()["protocol"], 1)
        self.assertGreaterEqual(time.monotonic() - began, 0.5)
        for mode, status in (("exit-69", 69), ("exits-at-once", 1)):
            run = self.at_hello(mode)
            self.assertFalse(run.more(STEP_S))
            self.assertEqual(run.status(), status)

    def test_lies_about_loaded(self):
        run = self.at_hello("lies-about-loaded")
        loaded = run.hear()["loaded"]
        self.assertTrue(Path(loaded).is_file(), loaded)
        self.assertNotIn(Path(loaded).name, Path(f"/proc/{run.process.pid}/maps").read_text())

    def test_accepts_invented_setting(self):
        run = self.at_hello("accepts-invented-setting")
        run.hear()
        run.start(1, min="0x12345678", lm=5)
        self.assertEqual(run.hear(), negotiate(1))

    def test_exits_always(self):
        run = self.at_hello("exits-always")
        run.hear()
        run.start(1)
        self.assertEqual(run.status(), 1)


if __name__ == "__main__":
    unittest.main()
