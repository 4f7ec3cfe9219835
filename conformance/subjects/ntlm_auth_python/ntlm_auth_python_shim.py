#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Connects ntlm-auth, a package of Python, with NTLMatrix: see ../PROTOCOL.md."""
import os
import sys
from importlib.metadata import version
from pathlib import Path

# OpenSSL reads this when it is loaded, that is: with hashlib.
os.environ["OPENSSL_CONF"] = str(Path(__file__).resolve().parent / "openssl_legacy.cnf")
sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
sys.dont_write_bytecode = True  # a shim writes nothing beside itself
import hashlib

from python_shim import MAX_TEXT, Refused, Subject, not_installed, run

try:
    from ntlm_auth import ntlm
    hashlib.new("md4")
except ImportError as error:
    not_installed(f"{error} (Debian: python3-ntlm-auth)")
except ValueError:
    not_installed("OpenSSL has no MD4 here: its legacy provider is missing (Debian: libssl3)")

SIGNATURE_SIZE = 16  # wrap() puts it before the message


def described(error):
    return f"{type(error).__name__}: {error}"[:MAX_TEXT]


class NtlmAuth(Subject):
    HELLO = {
        "implementation": "ntlm-auth", "version": version("ntlm-auth"), "loaded": ntlm.__file__,
        "in_flight": 64, "roles": ["client"], "min": ["0", "undefined-legacy"],
        "lm": [0, 1, 2, 3, 4, 5],
        # It always offers SIGN and SEAL; an application either wraps its messages or does not.
        "app": ["none", "confidentiality"], "seal": True, "errors": {}}

    def start(self, line):
        context = ntlm.NtlmContext(self.account["user"], self.account["password"],
                                   self.account["domain"], self.account["workstation"],
                                   ntlm_compatibility=line["lm"])
        return (context, line["app"]), context.step()

    def challenge(self, exchange, message):
        context, app = exchange
        try:
            authenticate = context.step(message)
        except Exception as error:  # it has no class of its own for a message that it can't use
            raise Refused(described(error), type(error).__name__) from error
        return authenticate, self.sealed(context) if app == "confidentiality" else {}

    def sealed(self, context):
        try:
            token = context.wrap(self.probe)
        except Exception as error:  # nor for a context that can't seal
            return {"seal_error": described(error)}
        return {"sealed": {"message": token[SIGNATURE_SIZE:].hex(),
                           "signature": token[:SIGNATURE_SIZE].hex()}}


run(NtlmAuth)
