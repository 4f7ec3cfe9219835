#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Connects impacket's module ntlm with NTLMatrix: the example of ../PROTOCOL.md, to be copied.

  impacket_shim.py             as impacket comes: NTLMv2
  impacket_shim.py --ntlmv1    use_ntlmv2=False
"""
import json
import sys
from importlib.metadata import version

try:
    from impacket import ntlm
except ImportError as error:
    print(f"impacket_shim.py: {error} (Debian: python3-impacket)", file=sys.stderr)
    sys.exit(69)

NTLMV2 = "--ntlmv1" not in sys.argv
HELLO = {"type": "hello", "protocol": 1, "implementation": "impacket",
         "version": version("impacket"), "loaded": ntlm.__file__, "in_flight": 64,
         "roles": ["client"], "min": ["0", "undefined-legacy"], "lm": [3] if NTLMV2 else [1],
         "app": ["none", "integrity", "confidentiality"], "seal": True, "errors": {}}


def start(line, account, exchanges):
    for what, known in (("role", HELLO["roles"]), ("min", HELLO["min"] + ["own"]),
                        ("lm", HELLO["lm"]), ("app", HELLO["app"])):
        if line[what] not in known:
            return {"type": "unsupported", "what": what}
    # impacket's SMB and RPC ask for both, integrity and confidentiality, with signingRequired.
    negotiate = ntlm.getNTLMSSPType1(account["workstation"], account["domain"],
                                     signingRequired=line["app"] != "none", use_ntlmv2=NTLMV2)
    exchanges[line["id"]] = negotiate, line["app"] == "confidentiality"
    return {"type": "negotiate", "message": negotiate.getData().hex()}


def sealed(flags, key, probe):
    """Seals with the keys and the cipher that impacket's RPC (dcerpc/v5/rpcrt.py) takes for it."""
    signing_key = sealing_key = key
    try:
        if flags & ntlm.NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY:
            signing_key, sealing_key = ntlm.SIGNKEY(flags, key), ntlm.SEALKEY(flags, key)
        message, signature = ntlm.SEAL(flags, signing_key, sealing_key, probe, probe, 0,
                                       ntlm.ARC4.new(sealing_key).encrypt)
        return {"sealed": {"message": message.hex(), "signature": signature.getData().hex()}}
    except Exception as error:
        return {"seal_error": f"{type(error).__name__}: {error}"[:4096]}


def challenge(line, account, exchanges):
    negotiate, seals = exchanges.pop(line["id"])
    try:
        authenticate, key = ntlm.getNTLMSSPType3(
            negotiate, bytes.fromhex(line["message"]), account["user"], account["password"],
            account["domain"], use_ntlmv2=NTLMV2)
        answer = {"type": "authenticate", "message": authenticate.getData().hex()}
    except Exception as error:  # any class; arguments after the first quote the message
        text = str(*error.args[:1])
        return {"type": "refused", "error": type(error).__name__, "text": text[:4096]}
    return answer | (sealed(authenticate["flags"], key, probe) if seals else {})

account, probe, exchanges = {}, b"", {}
for line in map(json.loads, sys.stdin.buffer):
    if line["type"] == "hello":
        account, probe = line["account"], bytes.fromhex(line["probe"])
        print(json.dumps(HELLO), flush=True)
    elif line["type"] == "drop":
        del exchanges[line["id"]]
    else:
        step = start if line["type"] == "start" else challenge
        answer = step(line, account, exchanges) | {"id": line["id"]}
        print(json.dumps(answer), flush=True)
