// SPDX-License-Identifier: Apache-2.0
'use strict';
// The subject httpntlm: the functions that it exports as `ntlm`, called as its own get() calls them.
//   node httpntlm_shim.js [--modules DIR]

const {load, serve} = require('./shim.js');

const {exported: {ntlm}, version, loaded} = load('httpntlm', 'ntlm.js');

const SCHEME = 'NTLM ';

function token(header) {
  if (!header.startsWith(SCHEME)) throw new Error(`not a header of NTLM: ${header}`);
  return header.slice(SCHEME.length);
}

class Client {
  constructor({user, domain, password, workstation}) {
    this.options = {username: user, domain, password, workstation};
  }

  negotiate() {
    return token(ntlm.createType1Message(this.options));
  }

  // What parseType2Message throws, rather than gives to its callback, is refused here. In get() nothing
  // catches it: it ends the process of an application.
  authenticate(challenge) {
    let refused;
    const type2 = ntlm.parseType2Message(SCHEME + challenge, (error) => { refused = error; });
    if (type2 === null) throw refused;
    return token(ntlm.createType3Message(type2, this.options));
  }
}

serve({
  implementation: 'httpntlm',
  version,
  loaded,
  // A server that grants NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY and sends TargetInfo, as Windows
  // does, gets NTLMv2 only, which is level 3. Any other gets the responses of level 1: the comparison
  // with level 3 shows where.
  lm: [3],
  open: (account) => new Client(account),
});
