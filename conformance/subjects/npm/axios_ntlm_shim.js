// SPDX-License-Identifier: Apache-2.0
'use strict';
// The subject axios-ntlm: its NtlmClient, with an adapter in place of the network.
//   node axios_ntlm_shim.js [--modules DIR]

const {load, serve} = require('./shim.js');

const {exported: {NtlmClient}, version, loaded} = load('axios-ntlm', 'lib/ntlm.js');

const SCHEME = 'NTLM ';

// One GET of NtlmClient. A request of it is what the client says next; the answer to it is what the
// server says, given once it is known.
class Client {
  constructor({user, domain, password, workstation}) {
    const client = NtlmClient({username: user, password, domain, workstation},
                              {adapter: (request) => this.onRequest(request)});
    this.fail = () => {};
    this.begin = () => client.get('http://localhost/').catch((error) => this.fail(error));
  }

  // To the first request, which has no Authorization, the server offers NTLM.
  onRequest(request) {
    const {Authorization: authorization} = request.headers;
    if (authorization === undefined) return this.unauthorized(request, 'NTLM');
    return new Promise((resolve, reject) => {
      this.answer = (header) => this.unauthorized(request, header).catch(reject);
      this.next(request);
    });
  }

  async unauthorized(config, header) {
    const error = new Error('401');
    error.response = {status: 401, statusText: 'Unauthorized', headers: {'www-authenticate': header},
                      data: '', config};
    throw error;
  }

  // The next request that `act` brings about.
  request(act) {
    return new Promise((resolve, reject) => {
      this.next = resolve;
      this.fail = reject;
      act();
    });
  }

  async negotiate() {
    return (await this.request(() => this.begin())).headers.Authorization.slice(SCHEME.length);
  }

  async authenticate(challenge) {
    const {headers} = await this.request(() => this.answer(SCHEME + challenge));
    // NtlmClient marks the request that has an AUTHENTICATE_MESSAGE so.
    if (headers['X-retry'] !== 'false') {
      throw new Error('NtlmClient sees no token in a header of fewer than 50 characters, and begins again');
    }
    return headers.Authorization.slice(SCHEME.length);
  }
}

serve({
  implementation: 'axios-ntlm',
  version,
  loaded,
  // It sends NTLMv2 where the server grants NTLMSSP_NEGOTIATE_EXTENDED_SESSIONSECURITY. Its code for
  // the responses of LM and NTLM never works (calculateDES reads a variable before it is set), so it
  // sends NTLMv2 only, which is level 3.
  lm: [3],
  open: (account) => new Client(account),
});
