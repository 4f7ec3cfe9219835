#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Checks the shims of npm packages against PROTOCOL.md, with the packages themselves.

NTLMATRIX_NPM_SUBJECTS is the folder that ci/install-npm-subjects filled. What needs the packages, or
Node.js, is skipped by name without them: exit status 77. With NTLMATRIX_NO_SKIP=1 that is an error,
where the folder is set.
"""
import hashlib
import hmac
import json
import os
import selectors
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import unittest
from pathlib import Path

try:
    import jsonschema
except ImportError:
    jsonschema = None

HERE = Path(__file__).resolve().parent
INSTALL = HERE.parents[2] / "ci/install-npm-subjects"
NODE = shutil.which("node")
MODULES = os.environ.get("NTLMATRIX_NPM_SUBJECTS", "")
SKIPPED = 77
NOT_INSTALLED = 69
STEP_S = 60  # long enough for a busy machine

ACCOUNT = {"user": "User", "domain": "Domain", "password": "Password", "workstation": "COMPUTER"}
NTOWF_V1 = bytes.fromhex("a4f49c406510bdcab6824ee7c30fd852")  # [MS-NLMP] 4.2.2.1.2
PACKAGES = json.loads((HERE / "package.json").read_text())["dependencies"]

UNICODE, REQUEST_TARGET, NTLM, ALWAYS_SIGN = 0x1, 0x4, 0x200, 0x8000
TARGET_TYPE_SERVER, ESS, TARGET_INFO, VERSION = 0x20000, 0x80000, 0x800000, 0x2000000
GRANTED = (UNICODE | REQUEST_TARGET | NTLM | ALWAYS_SIGN | TARGET_TYPE_SERVER | ESS | TARGET_INFO |
           VERSION)


def av_pair(av_id, value):
    return struct.pack("<HH", av_id, len(value)) + value


def challenge_message(server_challenge):
    """A CHALLENGE_MESSAGE of now."""
    target = "SERVER".encode("utf-16-le")
    filetime = int((time.time() + 11644473600) * 10**7)
    info = (av_pair(2, "DOMAIN".encode("utf-16-le")) + av_pair(1, target) +
            av_pair(7, struct.pack("<Q", filetime)) + av_pair(0, b""))
    offset = 56
    return (b"NTLMSSP\0" + struct.pack("<IHHII", 2, len(target), len(target), offset, GRANTED) +
            server_challenge + bytes(8) +
            struct.pack("<HHI", len(info), len(info), offset + len(target)) +
            bytes.fromhex("0a007c4f0000000f") + target + info)


def field(message, at):
    length, _, offset = struct.unpack_from("<HHI", message, at)
    return message[offset:offset + length]


def proves_ntlm_v2(authenticate, server_challenge):
    """Whether its NTLMv2 response is that of ACCOUNT to this server challenge, [MS-NLMP] 3.3.2."""
    response, domain, user = (field(authenticate, at) for at in (20, 28, 36))
    if user.decode("utf-16-le") != ACCOUNT["user"]:
        return False
    key = hmac.digest(NTOWF_V1, ACCOUNT["user"].upper().encode("utf-16-le") + domain, hashlib.md5)
    return response[:16] == hmac.digest(key, server_challenge + response[16:], hashlib.md5)


class Shim:
    """A shim that is run; what it says is checked against the schema."""

    def __init__(self, *command, env=None):
        self.process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                                        stderr=subprocess.PIPE, env=env)
        self.selector = selectors.DefaultSelector()
        self.selector.register(self.process.stdout, selectors.EVENT_READ)
        self.unread = b""
        schema = json.loads((HERE.parent / "protocol.schema.json").read_text())
        schema["oneOf"] = [{"$ref": "#/$defs/fromShim"}]
        self.schema = jsonschema.Draft202012Validator(schema) if jsonschema else None

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.selector.close()
        self.process.kill()
        with self.process:
            pass

    def say(self, **line):
        self.process.stdin.write(json.dumps(line).encode() + b"\n")
        self.process.stdin.flush()

    def hear(self):
        while b"\n" not in self.unread:
            if not self.selector.select(STEP_S):
                raise AssertionError(f"no answer in {STEP_S} s")
            more = os.read(self.process.stdout.fileno(), 1 << 16)
            if not more:
                raise AssertionError(f"stdout is closed: {self.process.stderr.read().decode()}")
            self.unread += more
        line, self.unread = self.unread.split(b"\n", 1)
        answer = json.loads(line)
        if self.schema:
            self.schema.validate(answer)
        return answer

    def hello(self):
        self.say(type="hello", protocol=1, suite="test", account=ACCOUNT, probe="4e54")
        return self.hear()

    def start(self, exchange, **other):
        self.say(**{"type": "start", "id": exchange, "role": "client", "min": "own", "lm": 3,
                    "app": "none", **other})

    def challenge(self, exchange, message):
        self.say(type="challenge", id=exchange, message=message.hex())

    def end(self):
        """Closes its stdin; the exit status."""
        self.process.stdin.close()
        return self.process.wait(STEP_S)


@unittest.skipUnless(NODE, "node is not installed")
@unittest.skipUnless(MODULES, "NTLMATRIX_NPM_SUBJECTS is not set")
@unittest.skipUnless((Path(MODULES) / "node_modules").is_dir(), f"{MODULES}/node_modules is not there")
@unittest.skipUnless(jsonschema, "python3-jsonschema is not installed")
class ShimTest:
    package = script = None

    def shim(self):
        shim = Shim(NODE, str(HERE / self.script), "--modules", MODULES)
        self.addCleanup(shim.__exit__)
        return shim

    def ready(self):
        shim = self.shim()
        shim.hello()
        return shim

    def expect(self, answer, kind, exchange):
        self.assertEqual((answer["type"], answer["id"]), (kind, exchange), answer)
        return bytes.fromhex(answer.get("message", ""))

    def test_hello_names_what_is_loaded(self):
        hello = self.shim().hello()
        self.assertEqual((hello["implementation"], hello["version"]),
                         (self.package, PACKAGES[self.package]))
        self.assertTrue(Path(hello["loaded"]).is_relative_to(
            Path(MODULES).resolve() / "node_modules" / self.package), hello["loaded"])
        self.assertTrue(Path(hello["loaded"]).is_file())

    def test_answers_a_challenge_for_the_account(self):
        shim = self.ready()
        shim.start(1)
        self.assertEqual(self.expect(shim.hear(), "negotiate", 1)[:12], b"NTLMSSP\0\1\0\0\0")
        server_challenge = bytes.fromhex("0123456789abcdef")
        shim.challenge(1, challenge_message(server_challenge))
        authenticate = self.expect(shim.hear(), "authenticate", 1)
        self.assertTrue(proves_ntlm_v2(authenticate, server_challenge), authenticate.hex())
        self.assertEqual(shim.end(), 0)

    def test_keeps_two_exchanges_apart(self):
        shim = self.ready()
        challenges = {7: bytes(range(8)), 8: bytes(range(8, 16))}
        for exchange in challenges:
            shim.start(exchange)
        self.assertEqual({(shim.hear()["type"], exchange) for exchange in challenges},
                         {("negotiate", 7), ("negotiate", 8)})
        for exchange in (8, 7):
            shim.challenge(exchange, challenge_message(challenges[exchange]))
        answers = {answer["id"]: answer for answer in (shim.hear(), shim.hear())}
        for exchange, server_challenge in challenges.items():
            authenticate = self.expect(answers[exchange], "authenticate", exchange)
            self.assertTrue(proves_ntlm_v2(authenticate, server_challenge), exchange)

    def test_does_not_support_what_hello_does_not_list(self):
        shim = self.ready()
        for exchange, (what, other) in enumerate({
                "min": {"min": "0x12345678"}, "lm": {"lm": 5}, "app": {"app": "confidentiality"},
                "role": {"role": "server"}}.items()):
            shim.start(exchange, **other)
            answer = shim.hear()
            self.expect(answer, "unsupported", exchange)
            self.assertEqual(answer["what"], what)

    def test_supports_what_hello_lists(self):
        shim = self.shim()
        for exchange, setting in enumerate(shim.hello()["min"]):
            shim.start(exchange, min=setting)
            self.expect(shim.hear(), "negotiate", exchange)

    def test_refuses_what_its_package_throws_on_and_goes_on(self):
        shim = self.ready()
        for exchange, message in enumerate((b"", b"NTLMSSP\0", bytes(100))):
            shim.start(exchange)
            self.expect(shim.hear(), "negotiate", exchange)
            shim.challenge(exchange, message)
            answer = shim.hear()
            self.expect(answer, "refused", exchange)
            self.assertTrue(answer["text"])
        shim.start(9)
        self.expect(shim.hear(), "negotiate", 9)

    def test_says_nothing_of_a_dropped_exchange(self):
        shim = self.ready()
        shim.start(1)
        self.expect(shim.hear(), "negotiate", 1)
        shim.say(type="drop", id=1)
        shim.start(2)
        self.expect(shim.hear(), "negotiate", 2)
        self.assertEqual(shim.end(), 0)

    def test_exits_when_stdin_is_closed_in_an_exchange(self):
        shim = self.ready()
        shim.start(1)
        shim.hear()
        self.assertEqual(shim.end(), 0)


class HttpntlmShimTest(ShimTest, unittest.TestCase):
    package, script = "httpntlm", "httpntlm_shim.js"


class AxiosNtlmShimTest(ShimTest, unittest.TestCase):
    package, script = "axios-ntlm", "axios_ntlm_shim.js"


@unittest.skipUnless(NODE, "node is not installed")
class WithoutPackagesTest(unittest.TestCase):
    def test_a_package_that_is_not_installed_is_no_broken_shim(self):
        for package, script in (("httpntlm", "httpntlm_shim.js"), ("axios-ntlm", "axios_ntlm_shim.js")):
            with self.subTest(package), tempfile.TemporaryDirectory() as empty:
                run = subprocess.run([NODE, HERE / script, "--modules", empty], check=False, text=True,
                                     capture_output=True, stdin=subprocess.DEVNULL, timeout=STEP_S)
                self.assertEqual((run.returncode, run.stdout), (NOT_INSTALLED, ""), run.stderr)
                self.assertIn(f"{package} is not installed in {empty}", run.stderr)

    def test_other_arguments_are_a_wrong_call(self):
        run = subprocess.run([NODE, HERE / "httpntlm_shim.js", "--module", "x"], check=False, text=True,
                             capture_output=True, stdin=subprocess.DEVNULL, timeout=STEP_S)
        self.assertEqual((run.returncode, run.stdout), (2, ""))
        self.assertIn("usage:", run.stderr)

    def test_an_error_of_nobody_ends_no_exchange(self):
        subject = """
            let opened = 0;
            require(process.argv[1]).serve({
              implementation: 'x', version: '1', loaded: '/x', lm: [3],
              open: () => {
                if (++opened === 1) setImmediate(() => { throw new Error('late'); });
                return {negotiate: () => 'AQ==', authenticate: async (token) => token};
              },
            });"""
        with Shim(NODE, "-e", subject, str(HERE / "shim.js")) as shim:
            shim.hello()
            shim.start(1)
            self.assertEqual(shim.hear(), {"type": "negotiate", "id": 1, "message": "01"})
            shim.start(2)
            self.assertEqual(shim.hear(), {"type": "negotiate", "id": 2, "message": "01"})
            shim.challenge(1, b"\xab\xcd")
            self.assertEqual(shim.hear(), {"type": "authenticate", "id": 1, "message": "abcd"})
            self.assertEqual(shim.end(), 0)
            self.assertIn(b"Error: late", shim.process.stderr.read())


class InstallTest(unittest.TestCase):
    def install(self, *arguments, **env):
        run = subprocess.run([INSTALL, *arguments], check=False, text=True, capture_output=True,
                             stdin=subprocess.DEVNULL, timeout=STEP_S, env={**os.environ, **env})
        return run.returncode, run.stderr

    def test_never_installs_into_the_source_tree(self):
        status, text = self.install(HERE)
        self.assertEqual(status, 2)
        self.assertIn("is in the source tree", text)

    def test_wants_one_folder(self):
        self.assertEqual(self.install()[0], 2)

    def test_skips_the_subjects_by_name_without_node(self):
        with tempfile.TemporaryDirectory() as tools:
            for tool in ("bash", "dirname", "realpath", "nproc", "cmp"):
                os.symlink(shutil.which(tool), Path(tools) / tool)
            status, text = self.install(Path(tools) / "npm", PATH=tools)
        self.assertEqual(status, NOT_INSTALLED)
        self.assertIn("httpntlm and axios-ntlm are skipped: node is not installed", text)

    def test_the_lock_file_has_hashes_and_no_addresses(self):
        packages = json.loads((HERE / "package-lock.json").read_text())["packages"]
        for name, package in packages.items():
            self.assertNotIn("resolved", package, name)
            self.assertTrue(name == "" or package["integrity"].startswith("sha512-"), name)
        self.assertEqual(packages[""]["dependencies"], PACKAGES)


def main():
    result = unittest.main(exit=False, verbosity=2).result
    if not result.wasSuccessful():
        return 1
    if not result.skipped:
        return 0
    if os.environ.get("NTLMATRIX_NO_SKIP") == "1" and MODULES:
        print("NTLMATRIX_NO_SKIP=1: nothing may be skipped", file=sys.stderr)
        return 1
    return SKIPPED


if __name__ == "__main__":
    sys.exit(main())
