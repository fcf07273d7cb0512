// A second implementation of PWB/1 on the npm package "jose".
//   node vectors.mjs check   opens every accepted vector, its own and the Java module's
//   node vectors.mjs make FILE...   writes those of the -node files anew
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { generateKeyPairSync, randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import * as jose from 'jose';
import { checkEnrolment, makeEnrolments } from './enrolment.mjs';
import {
  AUDIENCE, DIRECTORY, ISSUER, NOW, b64u, decrypt, encrypt, keys, read, recipientOf, sha256, sign, text, utf8, verify, write,
} from './pwb.mjs';
import { checkDirective, checkReply, makeDirectives, makeReplies } from './steering.mjs';

const context = (claims) =>
  sha256(utf8(['pwb-ctx/1', claims.aud, claims.jti, claims.op, claims.sub.fmt, claims.sub.v].join('\0')));

async function checkRequest(vector) {
  for (const agent of vector.agents) {
    const own = keys.agents[agent].enc;
    const compact = await decrypt(JSON.parse(vector.body), own, 'pwb+jwe');
    strictEqual(sha256(compact), vector.rdig);
    const { pwd, ...claims } = await verify(compact, keys.cloud.signing, 'pwb-req+jwt');
    deepStrictEqual(claims, vector.claims);
    strictEqual(pwd !== undefined, vector.new !== undefined);
    if (pwd !== undefined) {
      const plaintext = await decrypt(pwd, own, 'pwb-secret+jwe');
      ok([512, 1024, 2048, 4096].includes(plaintext.length));
      const secret = JSON.parse(text(plaintext));
      strictEqual(secret.ctx, context(claims));
      strictEqual(text(jose.base64url.decode(secret.new)), vector.new);
      strictEqual(secret.old && text(jose.base64url.decode(secret.old)), vector.old);
    }
  }
}

async function checkAck(vector) {
  const compact = await decrypt(JSON.parse(vector.body), keys.cloud.ack, 'pwb+jwe');
  deepStrictEqual(await verify(compact, keys.agents[vector.agent].sig, 'pwb-ack+jwt'), vector.claims);
}

async function check() {
  let count = 0;
  for (const [files, one] of [
    [['requests.json', 'requests-node.json'], checkRequest],
    [['acks.json', 'acks-node.json'], checkAck],
    [['directives.json', 'directives-node.json'], checkDirective],
    [['replies.json', 'replies-node.json'], checkReply],
    [['enrolments.json', 'enrolments-node.json'], checkEnrolment],
  ]) {
    for (const file of files.filter((name) => existsSync(new URL(name, DIRECTORY)))) {
      for (const vector of read(file)) {
        try {
          await one(vector);
          count++;
        } catch (e) {
          throw new Error(`${file}: ${vector.name}`, { cause: e });
        }
      }
    }
  }
  console.log(`${count} vectors opened`);
}

function secretText(claims, password, old) {
  const open =
    `{"ctx":"${context(claims)}","new":"${b64u(utf8(password))}"` +
    (old === undefined ? '' : `,"old":"${b64u(utf8(old))}"`) +
    ',"pad":"';
  const length = [512, 1024, 2048, 4096].find((l) => l >= open.length + 2);
  return utf8(open + '0'.repeat(length - open.length - 2) + '"}');
}

async function makeRequest(name, op, count, { more = {}, password, place, stranger } = {}) {
  const agents = ['hq-1', 'hq-2', 'hq-3', 'hq-4'].slice(0, count);
  const recipients = await Promise.all(agents.map((agent) => recipientOf(keys.agents[agent].enc)));
  if (stranger) recipients.push(stranger);
  const claims = { v: 1, iss: ISSUER, aud: AUDIENCE, jti: randomUUID(), iat: NOW, nbf: NOW, exp: NOW + 120, op };
  if (op !== 'ping') {
    claims.sub = { fmt: 'objectGUID', v: '5b0f2e6a-8d1e-4a55-8a61-1c3f6f3f7a10' };
    claims.init = { kind: 'self' };
  }
  Object.assign(claims, more);
  const vector = { name, now: NOW, agents };
  let signed = claims;
  if (['reset', 'change', 'validate'].includes(op)) {
    vector.new = password ?? 'Correct-Horse-42-Battery!';
    if (op === 'change') vector.old = 'old Pa55word';
    const pwd = await encrypt(secretText(claims, vector.new, vector.old), { typ: 'pwb-secret+jwe' }, recipients, place);
    signed = { ...claims, pwd };
  }
  const compact = await sign(signed, 'pwb-req+jwt', keys.cloud.signing);
  const body = JSON.stringify(await encrypt(utf8(compact), { typ: 'pwb+jwe', cty: 'JWT' }, recipients, place));
  return { ...vector, rdig: sha256(utf8(compact)), claims, body };
}

async function makeAck(name, more) {
  const claims = {
    v: 1, iss: 'urn:pwb:agent:hq-2', aud: AUDIENCE, jti: randomUUID(), iat: NOW + 1, exp: NOW + 301,
    rjti: '0193a1c2-0000-4000-8000-000000000001', rdig: 'A'.repeat(42) + 'E', op: 'reset',
    ...more, att: 1, t: { rcv: 3, ver: 2, dir: 31, tot: 36 },
  };
  const compact = await sign(claims, 'pwb-ack+jwt', keys.agents['hq-2'].sig);
  const jwe = await encrypt(utf8(compact), { typ: 'pwb+jwe', cty: 'JWT' }, [await recipientOf(keys.cloud.ack)]);
  return { name, now: NOW + 1, agent: 'hq-2', claims, body: JSON.stringify(jwe) };
}

async function rsaStranger(modulusLength) {
  const { publicKey: key } = generateKeyPairSync('rsa', { modulusLength });
  return { alg: 'RSA-OAEP-256', kid: await jose.calculateJwkThumbprint(await jose.exportJWK(key)), key };
}

async function makeRequests() {
  const requests = [];
  for (const count of [1, 2, 4]) {
    for (const op of ['reset', 'change', 'unlock', 'validate', 'ping']) {
      requests.push(await makeRequest(`${op} to ${count}`, op, count));
    }
  }
  requests.push(await makeRequest('alg, kid and epk of one recipient in protected', 'reset', 1, { place: 'protected' }));
  for (const bits of [3072, 4096]) {
    requests.push(
      await makeRequest(`beside a recipient of RSA with ${bits} bits`, 'change', 2, { stranger: await rsaStranger(bits) }),
    );
  }
  requests.push(
    await makeRequest('by an administrator, members beginning with x_', 'reset', 2, {
      more: { init: { kind: 'admin', acr: 'mfa', by: 'helpdesk@example.net' }, opt: { unlock: true }, x_note: [{ a: null }] },
      password: 'Pässwörd € 😀',
    }),
  );
  return requests;
}

async function makeAcks() {
  return [
    await makeAck('OK', { out: 'OK' }),
    await makeAck('REFUSED by the password policy', {
      out: 'REFUSED', reason: 'policy_violation', violations: ['too_short', 'unspecified'],
      rules: { minLength: 14, historyLength: 5, complexity: true, minAgeSeconds: 0, source: 'domain' },
    }),
    await makeAck('OK_ALREADY with a member beginning with x_', { out: 'OK_ALREADY', rec: true, x_note: 1 }),
    await makeAck('INDETERMINATE without a reason', { out: 'INDETERMINATE' }),
  ];
}

const MAKERS = {
  'requests-node.json': makeRequests,
  'acks-node.json': makeAcks,
  'directives-node.json': makeDirectives,
  'replies-node.json': makeReplies,
  'enrolments-node.json': makeEnrolments,
};

async function make(...files) {
  for (const file of files) {
    write(file, await MAKERS[file]());
  }
}

const commands = { check, make };
const command = commands[process.argv[2]];
if (command === undefined) {
  console.error('usage: node vectors.mjs check | make FILE...');
  process.exit(2);
}
await command(...process.argv.slice(3));
