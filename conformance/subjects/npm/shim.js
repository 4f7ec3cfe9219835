// SPDX-License-Identifier: Apache-2.0
'use strict';
// What the shims of npm packages share: the lines of the subject protocol (../PROTOCOL.md), on stdin
// and stdout. NTLM tokens pass through as the package gives and takes them.

const EXIT_BROKEN = 1;
const EXIT_USAGE = 2;
const EXIT_NOT_INSTALLED = 69;
const MAX_NAME = 200;
const MAX_TEXT = 4096;

// These packages have no minimum session security, so nothing is ever required; no application on
// HTTP signs or seals.
const MIN = ['0', 'undefined-legacy'];
const APP = ['none'];

function die(status, text) {
  process.stderr.write(`${text}\n`);
  process.exit(status);
}

// The folder of `--modules DIR`, or undefined.
function modulesFolder() {
  const [option, folder, ...more] = process.argv.slice(2);
  if (option === undefined) return undefined;
  if (option !== '--modules' || folder === undefined || more.length > 0) {
    die(EXIT_USAGE, `usage: node ${process.argv[1]} [--modules DIR]\n` +
        'DIR has the folder node_modules; without it, NODE_PATH is searched.');
  }
  return folder;
}

// The package `name`: its exports, its version, and the path of `file`, the one that does the NTLM.
// Ends the process where it is not installed.
function load(name, file) {
  const folder = modulesFolder();
  const from = folder === undefined ? undefined : {paths: [folder]};
  let main;
  try {
    main = require.resolve(name, from);
  } catch (error) {
    if (error.code !== 'MODULE_NOT_FOUND') throw error;
    die(EXIT_NOT_INSTALLED, `The npm package ${name} is not installed in ` +
        `${folder === undefined ? 'NODE_PATH' : folder}; ci/install-npm-subjects DIR installs it.`);
  }
  const loaded = require.resolve(`${name}/${file}`, from);
  const exported = require(main);
  if (!(loaded in require.cache)) die(EXIT_BROKEN, `${main} does not load ${loaded}.`);
  return {exported, loaded, version: require(require.resolve(`${name}/package.json`, from)).version};
}

// The beginning of a text, without half of a surrogate pair, which JSON can't carry.
function beginning(text, length) {
  return Buffer.from(String(text).slice(0, length), 'utf8').toString('utf8');
}

// Whatever a package throws, in the members of `refused`.
function refusal(thrown) {
  const error = beginning((thrown && (thrown.code || thrown.name)) || '', MAX_NAME);
  const text = beginning((thrown && thrown.message) || thrown, MAX_TEXT);
  return error === '' ? {text} : {error, text};
}

// Speaks the protocol until stdin is closed.
//
// `subject` has implementation, version, loaded, lm (the levels), and open(account), which makes one
// fresh client: an object with negotiate() and authenticate(token), each giving a token in base64, or
// a promise of one; what they throw is a refusal.
function serve(subject) {
  const exchanges = new Map();
  let account;

  const send = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

  async function answer(id, type, step) {
    const exchange = exchanges.get(id);
    let line;
    try {
      const token = await step(exchange);
      line = {type, id, message: Buffer.from(token, 'base64').toString('hex')};
    } catch (thrown) {
      line = {type: 'refused', id, ...refusal(thrown)};
    }
    // Dropped in the meantime.
    if (exchanges.get(id) !== exchange) return;
    if (line.type !== 'negotiate') exchanges.delete(id);
    send(line);
  }

  function unsupported({role, min, lm, app}) {
    if (role !== 'client') return ['role', 'is a client only'];
    if (min !== 'own' && !MIN.includes(min)) return ['min', 'has no minimum session security'];
    if (!subject.lm.includes(lm)) return ['lm', 'has no LmCompatibilityLevel'];
    if (!APP.includes(app)) return ['app', 'neither signs nor seals'];
    return undefined;
  }

  function start(line) {
    const {id} = line;
    const reason = unsupported(line);
    if (reason !== undefined) {
      const [what, text] = reason;
      send({type: 'unsupported', id, what, text: `${subject.implementation} ${text}`});
      return;
    }
    exchanges.set(id, subject.open(account));
    answer(id, 'negotiate', (exchange) => exchange.negotiate());
  }

  function hello(line) {
    account = line.account;
    const {implementation, version, loaded, lm} = subject;
    send({
      type: 'hello', protocol: 1, implementation, version, loaded, in_flight: 64, roles: ['client'],
      min: MIN, lm, app: APP, seal: false, errors: {},
    });
  }

  function handle(line) {
    if (line.type === 'hello') {
      hello(line);
    } else if (account === undefined) {
      die(EXIT_BROKEN, `"${line.type}" before "hello".`);
    } else if (line.type === 'start') {
      start(line);
    } else if (line.type === 'drop') {
      exchanges.delete(line.id);
    } else if (line.type === 'challenge' && exchanges.has(line.id)) {
      const token = Buffer.from(line.message, 'hex').toString('base64');
      answer(line.id, 'authenticate', (exchange) => exchange.authenticate(token));
    } else {
      die(EXIT_BROKEN, `"${line.type}" has no place here, or ${line.id} is not open.`);
    }
  }

  // Of nobody's promise: the exchange it belongs to is not known, and the others go on.
  process.on('uncaughtException', (error) => process.stderr.write(`${error.stack || error}\n`));
  process.stdout.on('error', () => process.exit(EXIT_BROKEN));

  // readline would also end a line at U+2028, which JSON allows in a string.
  let rest = '';
  process.stdin.setEncoding('utf8').on('data', (text) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      let parsed;
      try {
        parsed = JSON.parse(line);
      } catch (error) {
        die(EXIT_BROKEN, `A line of the suite is no JSON: ${error.message}`);
      }
      handle(parsed);
    }
  });
}

module.exports = {load, serve};
