#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Connects Samba's client, as its program ntlm_auth has it, with NTLMatrix: see ../PROTOCOL.md.

  samba_shim.py             as Samba comes: NTLMv2
  samba_shim.py --ntlmv1    with "client ntlmv2 auth = no"

It needs no smb.conf, no winbindd and no network. ntlm_auth can't seal: it gives the session key.
"""
import base64
import re
import shutil
import subprocess
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.dont_write_bytecode = True  # a shim writes nothing beside itself
from python_shim import Refused, Subject, not_installed, run

PROGRAM = shutil.which("ntlm_auth")
if not PROGRAM:
    not_installed("there is no ntlm_auth in PATH (Debian: winbind)")

# smb.conf(5): with "client ntlmv2 auth" off it depends on the other whether LM goes out as well.
NTLMV1 = ["--option=client ntlmv2 auth = no"]
OPTIONS = {3: []}  # by LmCompatibilityLevel
if "--ntlmv1" in sys.argv:
    OPTIONS = {1: [*NTLMV1, "--option=client lanman auth = yes"], 2: NTLMV1}

# The names that separate a list are ntlm_auth's; a word that it does not know asks for nothing.
FEATURES = {"none": "none", "integrity": "NTLMSSP_FEATURE_SIGN",
            "confidentiality": "NTLMSSP_FEATURE_SIGN NTLMSSP_FEATURE_SEAL"}

# Samba's names are those of [MS-ERREF] 2.3.1 with NT_ before them. It shows a code that is not in
# its table, such as the one for flags that it requires and does not get, as a number.
ERRORS = {
    "NT_STATUS_UNSUCCESSFUL": "0xc0000001", "NT_STATUS_INVALID_PARAMETER": "0xc000000d",
    "NT_STATUS_NO_MEMORY": "0xc0000017", "NT_STATUS_ACCESS_DENIED": "0xc0000022",
    "NT_STATUS_BUFFER_TOO_SMALL": "0xc0000023", "NT_STATUS_LOGON_FAILURE": "0xc000006d",
    "NT_STATUS_ARRAY_BOUNDS_EXCEEDED": "0xc000008c", "NT_STATUS_NOT_SUPPORTED": "0xc00000bb",
    "NT_STATUS_DOWNGRADE_DETECTED": "0xc0000388", "NT_STATUS_NTLM_BLOCKED": "0xc0000418",
    "NT code 0x80090302": "0x80090302"}


def version():
    shown = subprocess.run([PROGRAM, "--version"], capture_output=True, text=True, check=True)
    return shown.stdout.removeprefix("Version ").strip()


class Helper:
    """One ntlm_auth. It has one exchange at a time; YR starts the next one."""

    def __init__(self, account, lm):
        self.lm = lm
        self.process = subprocess.Popen(
            [PROGRAM, "--helper-protocol=ntlmssp-client-1", "--configfile=/dev/null",
             f"--username={account['user']}", f"--domain={account['domain']}",
             f"--workstation={account['workstation']}", *OPTIONS[lm]],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.ask("PW", account["password"].encode())  # an argument would be shown to everybody

    def ask(self, command, message=None):
        """The code of the reply and what follows it."""
        line = command
        if message is not None:
            line += " " + base64.b64encode(message).decode()
        try:
            self.process.stdin.write(f"{line}\n".encode())
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it ended, and says nothing either
        reply = self.process.stdout.readline().decode()
        if not reply:
            raise RuntimeError(f"ntlm_auth ended with status {self.process.wait()} at {command}")
        code, _, rest = reply.strip().partition(" ")
        return code, rest

    def message(self, expected, command, message=None):
        """The message of a reply that has the expected code; Refused for any other."""
        code, rest = self.ask(command, message)
        if code == expected:
            return base64.b64decode(rest)
        status = re.search(r"NT_STATUS_\w+|NT code 0x[0-9a-f]{8}", rest)
        raise Refused(f"ntlm_auth: {code} {rest}", status and status[0])


class Samba(Subject):
    HELLO = {
        "implementation": "Samba", "version": version(), "loaded": str(Path(PROGRAM).resolve()),
        "in_flight": 8,  # each is a process
        "roles": ["client"], "min": ["0", "undefined-legacy"],
        "lm": list(OPTIONS), "app": list(FEATURES),
        "seal": False, "errors": ERRORS}

    def __init__(self, account, probe):
        super().__init__(account, probe)
        self.idle = []

    def start(self, line):
        helper = next((one for one in self.idle if one.lm == line["lm"]), None)
        if helper:
            self.idle.remove(helper)
        else:
            helper = Helper(self.account, line["lm"])
        helper.ask(f"SF {FEATURES[line['app']]}")
        return helper, helper.message("YR", "YR")

    def challenge(self, exchange, message):
        return exchange.message("AF", "TT", message), {}

    def close(self, exchange):
        self.idle.append(exchange)


run(Samba)
