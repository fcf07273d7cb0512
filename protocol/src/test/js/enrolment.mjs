// Enrolment of PWB/1, section 8.
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { createHash, createHmac, randomBytes, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as jose from 'jose';
import {
  AUDIENCE, ISSUER, NOW, b64u, decrypt, encrypt, keys, publicMembers, recipientOf, sign, text, utf8, verify,
} from './pwb.mjs';

const TENANT = AUDIENCE.split(':')[2];
const WORDS = readFileSync(
  new URL('../../main/resources/dev/writeback/protocol/enrolment/bip39-english.txt', import.meta.url), 'utf8',
).trim().split('\n');

const mac = (code, ...parts) => b64u(createHmac('sha256', code.split('-')[1]).update(parts.join('\0')).digest());

function words(root, enc, sig) {
  const digest = createHash('sha256').update([root, enc, sig].join('\0')).digest();
  const bits = [...digest].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  return Array.from({ length: 6 }, (_, i) => WORDS[parseInt(bits.slice(11 * i, 11 * i + 11), 2)]);
}

export async function checkEnrolment(vector) {
  const { enc, sig, root } = { ...keys.applicant, root: keys.cloud.root };
  const request = await verify(vector.request, sig, 'pwb-enroll+jwt');
  deepStrictEqual(request, vector.requestClaims);
  strictEqual(request.cid, vector.code.split('-')[0]);
  for (const key of request.keys) strictEqual(key.kid, await jose.calculateJwkThumbprint(key));
  strictEqual(request.mac, mac(vector.code, TENANT, request.keys[0].kid, request.keys[1].kid, request.nonce));

  const answer = JSON.parse(text(await decrypt(JSON.parse(vector.answer), enc, 'pwb-challenge+jwe')));
  deepStrictEqual(answer, vector.answerMembers);
  strictEqual(answer.root.kid, await jose.calculateJwkThumbprint(answer.root));
  strictEqual(answer.mac, mac(vector.code, 'C', answer.root.kid, request.nonce));
  const set = await verify(answer.keys, answer.root, 'pwb-keys+jwt');
  deepStrictEqual([set.iss, set.aud, set.act], [ISSUER, AUDIENCE, 'announce']);

  const confirmation = await verify(vector.confirmation, sig, 'pwb-enroll-confirm+jwt');
  deepStrictEqual(confirmation, vector.confirmationClaims);
  strictEqual(confirmation.challenge, answer.challenge);
  deepStrictEqual(words(root.kid, enc.kid, sig.kid), vector.words);
}

export async function makeEnrolments() {
  const { enc, sig } = keys.applicant;
  const { root, signing, ack } = keys.cloud;
  const code = 'Z0Y1X2W3-ABCDEFGHJKMNPQRSTVWXYZ0123';
  const common = (iss) => ({ v: 1, iss, aud: AUDIENCE, jti: randomUUID(), iat: NOW, exp: NOW + 300 });
  const nonce = b64u(randomBytes(32));
  const challenge = b64u(randomBytes(32));
  const requestClaims = {
    ...common('urn:pwb:agent:hq-9'), cid: code.split('-')[0], keys: [enc, sig].map(publicMembers),
    host: 'agent9.corp.example.test', version: '1.0.0-node', nonce, mac: mac(code, TENANT, enc.kid, sig.kid, nonce),
    x_note: 'ignored',
  };
  const { nbf, exp, ...rootMembers } = publicMembers(root);
  const set = { ...common(ISSUER), epoch: 1, act: 'announce', keys: [signing, ack].map(publicMembers) };
  const answerMembers = {
    v: 1, challenge, root: rootMembers, keys: await sign(set, 'pwb-keys+jwt', root),
    relay: { namespace: 'bus.example.net', requests: 'requests', replies: 'replies', connection: 'Endpoint=sb://ä/' },
    mac: mac(code, 'C', root.kid, nonce),
  };
  const confirmationClaims = { ...common('urn:pwb:agent:hq-9'), challenge };
  return [{
    name: 'enrolment of hq-9', now: NOW, code, agent: 'hq-9',
    requestClaims, request: await sign(requestClaims, 'pwb-enroll+jwt', sig),
    answerMembers,
    answer: JSON.stringify(
      await encrypt(utf8(JSON.stringify(answerMembers)), { typ: 'pwb-challenge+jwe' }, [await recipientOf(enc)]),
    ),
    confirmationClaims, confirmation: await sign(confirmationClaims, 'pwb-enroll-confirm+jwt', sig),
    words: words(root.kid, enc.kid, sig.kid),
  }];
}
