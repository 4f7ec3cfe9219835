#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Connects curl with NTLMatrix, as a client of an HTTP server on 127.0.0.1: see ../PROTOCOL.md.

Each exchange is one curl with one connection. curl never signs or seals.
"""
import base64
import re
import shutil
import socket
import subprocess
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.dont_write_bytecode = True  # a shim writes nothing beside itself
from python_shim import Refused, Subject, not_installed, run

PROGRAM = shutil.which("curl")
if not PROGRAM:
    not_installed("there is no curl in PATH (Debian: curl)")
VERSION = subprocess.run([PROGRAM, "-q", "--version"], capture_output=True, text=True).stdout
if not re.search(r"^Features:.* NTLM\b", VERSION, re.MULTILINE):
    not_installed(f"{PROGRAM} is built without NTLM")

TIMEOUT_S = 5  # for one step of curl
MAX_REQUEST = 1 << 20
TOKEN = re.compile(rb"^Authorization: NTLM ([A-Za-z0-9+/=]*)\r$", re.MULTILINE)


def in_time(receive, *arguments):
    try:
        return receive(*arguments)
    except TimeoutError:
        raise RuntimeError(f"curl was silent for {TIMEOUT_S} s") from None


def quoted(text):
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


class Curl:
    """One curl and its connection to the shim, which has its NEGOTIATE_MESSAGE at once."""

    def __init__(self, listener, path, user):
        self.connection = None
        self.log = tempfile.TemporaryFile()  # a pipe would fill: it shows long challenges
        self.process = subprocess.Popen([PROGRAM, "-q", "--config", "-"], stdin=subprocess.PIPE,
                                        stdout=subprocess.DEVNULL, stderr=self.log)
        try:
            # In the arguments the password would be shown to everybody.
            config = ["ntlm", "silent", "show-error", "verbose", 'noproxy = "*"',
                      f"user = {quoted(user)}",
                      f'url = "http://127.0.0.1:{listener.getsockname()[1]}{path}"']
            self.process.stdin.write("\n".join(config).encode())
            self.process.stdin.close()
            self.connection, _ = in_time(listener.accept)
            self.connection.settimeout(TIMEOUT_S)
            self.negotiate = self.token()
        except BaseException:
            self.end()
            raise

    def token(self):
        """What the next request has in its Authorization; Refused where curl sends none."""
        request = b""
        while b"\r\n\r\n" not in request and len(request) < MAX_REQUEST:
            try:
                part = in_time(self.connection.recv, 65536)
            except ConnectionError:  # it left before it had read everything
                part = b""
            if not part:
                raise self.refusal()
            request += part
        token = TOKEN.search(request)
        if not token:
            raise self.refusal()
        return base64.b64decode(token[1])

    def respond(self, status, *headers):
        lines = [f"HTTP/1.1 {status}", "Content-Length: 0", *headers, "", ""]
        try:
            self.connection.sendall("\r\n".join(lines).encode())
        except ConnectionError:
            pass  # token() says what became of it

    def refusal(self):
        """Why curl does not go on, in its own words since the challenge."""
        self.connection.close()
        status = self.process.wait(TIMEOUT_S)
        if status < 0:
            raise RuntimeError(f"curl was killed by signal {-status}")
        self.log.seek(0)
        log = self.log.read().decode(errors="replace").partition("\n< HTTP/")[2].splitlines()
        # What is said of connections holds a port and addresses, which differ each time.
        reasons = [line for line in log if line.startswith(("* ", "curl: "))
                   and not re.search(r"0x|:[0-9]|[Cc]onnection|multiplex", line)]
        return Refused("\n".join(reasons), f"exit status {status}" if status else None)

    def end(self):
        self.process.kill()
        self.process.wait()
        self.log.close()
        if self.connection:
            self.connection.close()


class CurlSubject(Subject):
    HELLO = {
        "implementation": "curl", "version": VERSION.split()[1],
        "loaded": str(Path(PROGRAM).resolve()),
        "in_flight": 8,  # each is a process
        "roles": ["client"], "min": ["0", "undefined-legacy"],
        # lib/vauth/ntlm.c: NTLMv2 where the server grants extended session security, which all do
        # since Windows 2000, else LM and NTLM. No level is that; it is a client of NTLMv2.
        "lm": [3], "app": ["none"], "seal": False, "errors": {}}

    def __init__(self, account, probe):
        super().__init__(account, probe)
        self.user = "{domain}\\{user}:{password}".format(**account)
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.listener.settimeout(TIMEOUT_S)

    def start(self, line):
        curl = Curl(self.listener, f"/{line['id']}", self.user)
        return curl, curl.negotiate

    def challenge(self, exchange, message):
        exchange.respond("401 Unauthorized",
                         f"WWW-Authenticate: NTLM {base64.b64encode(message).decode()}")
        authenticate = exchange.token()
        if authenticate == exchange.negotiate:
            raise Refused("curl begins again with its NEGOTIATE_MESSAGE")
        exchange.respond("200 OK", "Connection: close")
        return authenticate, {}

    def close(self, exchange):
        exchange.end()


run(CurlSubject)
