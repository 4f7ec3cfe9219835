#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks that `ntlmatrix check-subject` takes right shims and names what is wrong with others.

usage: check_subject_test.py NTLMATRIX REFERENCE_SHIM
"""
import concurrent.futures
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

SUBJECTS = Path(__file__).resolve().parent.parent
NTLMATRIX, REFERENCE = (str(Path(path).resolve()) for path in sys.argv[1:3])
READY, NOT_READY, USAGE, NOT_STARTED = range(4)
AT_A_TIME = 6  # most of them wait

# What is said of each mode of hostile_shim.py.
HOSTILE = {
    "correct": "no response in any AUTHENTICATE_MESSAGE is one of the password",
    "hang": "level 3, app confidentiality and 2 more places: it did not answer 'start' within 2 s",
    "exit": "it exited with status 0 while 'start' was to be answered",
    "sigsegv": "it was ended by signal 11 (Segmentation fault) while 'start' was to be answered",
    "garbage": "no JSON; only the protocol belongs there, print to standard error instead "
               "(PROTOCOL.md, Lines): Segmentation fault (core dumped)",
    "not-object": "that is JSON, but no object: [\"negotiate\",",
    "invalid-utf8": "no UTF-8 at byte 35: {\"type\":\"refused\",",
    "long-line": "it wrote a line of more than 1048576 bytes while 'start' was to be answered",
    "half-line": "it wrote a line without a line feed at its end: {\"type\":\"negotiate\",",
    "flood": "`type` is 'hello'; there are negotiate, authenticate, unsupported, refused",
    "wrong-id": "answered exchange 4294967295, which never began",
    "closed-id": "with 'authenticate' once more: it had ended with 'authenticate'",
    "wrong-type": "`type` is 'challenge'; there are negotiate, authenticate, unsupported, refused",
    "bad-hex": "`message` is not lower-case hexadecimal at character 80",
    "close-stdout": "it closed its standard output while 'start' was to be answered",
    "close-stdin": "it closed its standard input, so that it can't read on",
    "stops-reading": "it did not answer 'challenge' within 2 s",
    "never-exits": "it did not exit within 2 s when its standard input was closed",
    "sigsegv-at-end": "end: it was ended by signal 11 (Segmentation fault) when its standard input "
                      "was closed, with one exchange open",
    "many-children": "it runs more than 64 processes",
    "memory": "MiB of memory",
    "stderr-flood": "the last line on its standard error: hostile hostile",
    "no-hello": "hello: it did not answer 'hello' within 2 s",
    "garbage-hello": "(PROTOCOL.md, Lines): hello, world",
    "hello-protocol-2": "hello: `protocol` is 2; this is version 1",
    "slow-hello": "hello: it did not answer 'hello' within 2 s",
    "accepts-invented-setting": "min invented, which no subject has and 9 more places: answered "
                                "'start' with 'negotiate' instead of 'unsupported'",
    "lies-about-loaded": "libBrokenLocale.so.1: no process has it mapped or runs it (looked at: ",
    "exits-at-once": "hello: it exited with status 1 while 'hello' was to be answered",
    "exits-always": "app none and 2 more places: it exited with status 1 while 'start' was to be",
}
# What is said of each mistake of mistaken_shim.py, and whether the shim is ready in spite of it.
MISTAKES = {
    "none": (READY, "ok loaded: ", "is run as reference_shim", "READY: NTLMatrix reference"),
    "misspelled-hello": (NOT_READY, "`in_flight` is missing; is `in_fligth` meant for it?"),
    "extra-hello": (READY, "`error` is no member of hello and is ignored; is `errors` meant?"),
    "level-string": (NOT_READY, '`lm` holds something that is no level from 0 to 5: ["3"]'),
    "level-twice": (NOT_READY, "`lm` lists 3 twice"),
    "long-mask": (NOT_READY, '`min` lists "0x00080000", but the suite asks for it as "0x80000"'),
    "error-number": (NOT_READY, "`errors` maps 'SEC_E_INVALID_TOKEN' to something that is no code"),
    "no-errors": (READY, "refused: SEC_E_INVALID_TOKEN is not in `errors` of hello"),
    "server-only": (NOT_READY, '`roles` has no "client"'),
    "loaded-relative": (NOT_READY, '`loaded` is no absolute path: "libntlm.so.0"'),
    "loaded-elsewhere": (NOT_READY, "/no/such/libntlm.so.0 is no file on this machine"),
    "loaded-unused-script": (NOT_READY, "CMakeLists.txt: nobody opened it (looked at: "),
    "no-loaded": (READY, "there is no `loaded`"),
    "in-flight-1": (READY, "in_flight is 1", "exchanges a second with 1 open"),
    "nested": (NOT_READY, "on standard output that is nested deeper than 16 levels: {\"type\":"),
    "misspelled-message": (NOT_READY,
                           "`message` is missing; is its `mesage` meant for `message`?"),
    "upper-case-hex": (NOT_READY, "`message` is not lower-case hexadecimal at character 2"),
    "id-string": (NOT_READY, "`id` is no whole number from 0"),
    "other-id": (NOT_READY, "answered exchange 1", ", which never began"),
    "base64": (NOT_READY, "no NEGOTIATE_MESSAGE that can be read: it is base64: decode it"),
    "spnego": (NOT_READY, "the signature NTLMSSP stands at byte 2: pass on the NTLM message alone"),
    "hex-twice": (NOT_READY, "it is in hexadecimal twice"),
    "cut": (NOT_READY, "no AUTHENTICATE_MESSAGE that can be read: ", "Fields at byte ",
            "outside the message of"),
    "negotiate-again": (NOT_READY, "answered 'challenge' with 'negotiate': only 'authenticate'"),
    "not-sealed": (NOT_READY, "has no `sealed`, though hello says \"seal\": true"),
    "sealed-always": (NOT_READY, "has `sealed` or `seal_error`, which belongs only to app"),
    "sealed-with-signature": (NOT_READY, "has 39 bytes, the `probe` of hello 23: the signature "
                                         "belongs into `signature` alone"),
    "short-signature": (NOT_READY, "`sealed` has a `signature` of 1 bytes, not 16"),
    "plain-seal": (NOT_READY, "is the `probe` of hello itself: it is not sealed"),
    "wrong-what": (NOT_READY, "has `what` 'app' instead of 'min'"),
    "unknown-what": (NOT_READY, "`what` is 'setting'; there are role, min, lm, app"),
    "refused-for-unsupported": (NOT_READY, "with 'refused' instead of 'unsupported'"),
    "no-error-name": (READY, "refused: without `error`"),
    "nothing-works": (NOT_READY, "refused a CHALLENGE_MESSAGE that grants all it offered: E, no",
                      "no exchange came to its end: garbage, drop, order and speed are not"),
    "wrong-user": (NOT_READY, "the user in its AUTHENTICATE_MESSAGE is 'Other', in the account of "
                              "hello it is 'User'"),
    "wrong-domain": (NOT_READY, "the domain in its AUTHENTICATE_MESSAGE is 'ELSEWHERE'"),
    "upper-case-domain": (READY, "the domain in its AUTHENTICATE_MESSAGE is 'DOMAIN'"),
    "wrong-password": (NOT_READY, "no response in any AUTHENTICATE_MESSAGE is one of the password"),
    "no-flush": (NOT_READY, "and only when its standard input was closed came {\"type\": \"hello\"",
                 "Flush standard output after each line"),
    "debug-print": (NOT_READY, "(PROTOCOL.md, Lines): DEBUG answering hello", "times more"),
    "blank-line": (NOT_READY, "an empty line on standard output"),
    "pretty": (NOT_READY, "no whole JSON object (one object, one line)"),
    "python-dict": (NOT_READY, "names and texts stand in double quotes (Python: json.dumps())"),
    "answers-drop": (NOT_READY, "with 'refused' once more: it had ended with 'drop'"),
    "crosses-challenges": (NOT_READY, "answers the challenge of ", "keep a context for each id"),
    "crash": (NOT_READY, "garbage as a challenge (nothing)", "it exited with status 1",
              "the last line on its standard error: ValueError: bad token",
              "standard error of the shim ends:"),
    "exit-3": (NOT_READY, "it exited with status 3 when its standard input was closed"),
    "leaves-child": (NOT_READY, "it left 1 process behind: sleep"),
    "leaves-file": (READY, "in the current folder there is now shim.log"),
    "noise-on-stderr": (READY, "warning: \\u001b[31mred"),
}
SHIMS = {
    "impacket": ["impacket/impacket_shim.py"],
    "impacket_ntlmv1": ["impacket/impacket_shim.py", "--ntlmv1"],
    "ntlm_auth_python": ["ntlm_auth_python/ntlm_auth_python_shim.py"],
    "samba": ["samba/samba_shim.py"],
    "curl": ["curl/curl_shim.py"],
}


def check(*arguments):
    """Exit status, what was printed with lines joined again, and standard error."""
    with tempfile.TemporaryDirectory() as folder:
        environment = {name: value for name, value in os.environ.items()
                       if name != "PYTHONUNBUFFERED"}
        done = subprocess.run([NTLMATRIX, "check-subject", *arguments], cwd=folder, check=False,
                              env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=200)
    return done.returncode, " ".join(done.stdout.split()), done.stderr


def hostile(mode):
    # A timeout that 3 GiB of memory can be used in.
    timeout = "20" if mode == "memory" else "2"
    return check("--timeout", timeout, sys.executable, str(SUBJECTS / "testing/hostile_shim.py"),
                 "--delay", "6", mode)


def mistaken(mistake):
    timeout = "2" if MISTAKES[mistake][0] == NOT_READY else "20"
    return check("--timeout", timeout, sys.executable, str(SUBJECTS / "testing/mistaken_shim.py"),
                 mistake, REFERENCE)


class CheckSubjectTest(unittest.TestCase):
    maxDiff = None

    def compare(self, function, expected):
        with concurrent.futures.ThreadPoolExecutor(AT_A_TIME) as pool:
            results = dict(zip(expected, pool.map(function, expected)))
        for name, (status, *texts) in expected.items():
            with self.subTest(name):
                actual, out, err = results[name]
                self.assertEqual(actual, status, out + err)
                for text in texts:
                    self.assertIn(text, out)
                verdict = "READY: " if status == READY else "NOT READY: "
                self.assertIn(" " + verdict, out)
                self.assertEqual(err, "")

    def test_names_what_a_hostile_shim_does(self):
        self.compare(hostile, {mode: (NOT_READY, text) for mode, text in HOSTILE.items()})

    def test_names_the_mistake(self):
        self.compare(mistaken, MISTAKES)

    def test_knows_every_mode(self):
        for script, known in (("hostile", [*HOSTILE, "exit-69"]), ("mistaken", MISTAKES)):
            help_text = subprocess.run([sys.executable, SUBJECTS / f"testing/{script}_shim.py", "-h"],
                                       capture_output=True, text=True, check=False)
            words = (help_text.stdout + help_text.stderr).split()
            self.assertLessEqual(set(known), set(words))

    def test_takes_the_shims_that_are_installed(self):
        for name, command in SHIMS.items():
            with self.subTest(name):
                status, out, err = check(str(SUBJECTS / command[0]), *command[1:])
                if status == NOT_STARTED and "not installed" in err:
                    self.assertNotEqual(os.environ.get("NTLMATRIX_NO_SKIP"), "1", err)
                    continue
                self.assertEqual(status, READY, out + err)
                self.assertIn("ok loaded: /", out)

    def test_takes_the_reference(self):
        for words in ([REFERENCE], ["--", REFERENCE], ["--timeout", "20", "--", REFERENCE],
                      ["--timeout=20", REFERENCE]):
            status, out, _ = check(*words)
            self.assertEqual(status, READY, out)

    def test_passes_options_on_to_the_shim(self):
        status, out, _ = check(REFERENCE, "--help")
        self.assertEqual(status, NOT_READY)
        self.assertIn("hello: it exited with status 2", out)
        self.assertIn("usage: reference_shim", out)

    def test_tells_not_installed_from_not_startable(self):
        hostile_shim = str(SUBJECTS / "testing/hostile_shim.py")
        status, out, err = check(sys.executable, hostile_shim, "exit-69")
        self.assertEqual((status, out), (NOT_STARTED, ""))
        self.assertIn("not installed, says the shim: libhostile is not installed", err)
        status, out, err = check("/no/such/shim")
        self.assertEqual((status, out), (NOT_STARTED, ""))
        self.assertIn("the shim can't be started: /no/such/shim: No such file or directory", err)

    def test_explains_its_usage(self):
        for words in ([], ["--"], ["--timeout", "0", REFERENCE], ["--nonsense"]):
            status, out, err = check(*words)
            self.assertEqual(status, NOT_STARTED if words == ["--nonsense"] else USAGE, err)
            self.assertEqual(out, "")


if __name__ == "__main__":
    unittest.main(argv=[sys.argv[0], *sys.argv[3:]])
