// What every message of PWB/1 is made of, on the npm package "jose".
import { createHash } from 'node:crypto';
import { deepStrictEqual, strictEqual } from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import * as jose from 'jose';

export const DIRECTORY = new URL('../resources/vectors/', import.meta.url);
export const ISSUER = 'https://sspr.example.net';
export const AUDIENCE = 'urn:pwb:6d1b2c:hq';
export const NOW = 1795344000;
const MANAGEMENT = 'ECDH-ES+A256KW';

export const read = (name) => JSON.parse(readFileSync(new URL(name, DIRECTORY), 'utf8'));
export const write = (name, value) => writeFileSync(new URL(name, DIRECTORY), JSON.stringify(value, null, 2) + '\n');
export const utf8 = (text) => new TextEncoder().encode(text);
export const text = (bytes) => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
export const b64u = (bytes) => Buffer.from(bytes).toString('base64url');
export const sha256 = (bytes) => b64u(createHash('sha256').update(bytes).digest());

export const keys = read('keys.json');
const privateKey = (jwk) => jose.importJWK(jwk, jwk.alg);
export const publicKey = ({ kty, crv, x, y, alg }) => jose.importJWK({ kty, crv, x, y }, alg);

// generalDecrypt tries every recipient: our own is picked by kid first.
export async function decrypt(jwe, own, typ) {
  const header = JSON.parse(text(jose.base64url.decode(jwe.protected)));
  strictEqual(header.typ, typ);
  const mine = jwe.recipients.filter((r) => (r.header?.kid ?? header.kid) === own.kid);
  strictEqual(mine.length, 1);
  const { plaintext } = await jose.generalDecrypt({ ...jwe, recipients: mine }, await privateKey(own), {
    keyManagementAlgorithms: [MANAGEMENT],
    contentEncryptionAlgorithms: ['A256GCM'],
  });
  return plaintext;
}

export async function verify(compact, signer, typ) {
  const { payload, protectedHeader } = await jose.compactVerify(compact, await publicKey(signer), {
    algorithms: ['ES256'],
  });
  deepStrictEqual(protectedHeader, { alg: 'ES256', kid: signer.kid, typ });
  return JSON.parse(text(payload));
}

// place: where alg, kid and epk of a single recipient stand.
export async function encrypt(plaintext, header, recipients, place = 'recipient') {
  const everywhere = { enc: 'A256GCM', ...header };
  const builder = new jose.GeneralEncrypt(plaintext);
  if (place === 'protected') {
    builder.setProtectedHeader({ ...everywhere, alg: recipients[0].alg, kid: recipients[0].kid });
    builder.addRecipient(recipients[0].key);
  } else {
    builder.setProtectedHeader(everywhere);
    for (const { alg, kid, key } of recipients) {
      builder.addRecipient(key).setUnprotectedHeader({ alg, kid });
    }
  }
  return builder.encrypt();
}

export const signText = async (payload, typ, signer) =>
  new jose.CompactSign(payload)
    .setProtectedHeader({ alg: 'ES256', kid: signer.kid, typ })
    .sign(await privateKey(signer));

export const sign = (claims, typ, signer) => signText(utf8(JSON.stringify(claims)), typ, signer);

// A key as messages carry it.
export const publicMembers = ({ d, ...jwk }) => jwk;

export const recipientOf = async (jwk) => ({ alg: jwk.alg, kid: jwk.kid, key: await publicKey(jwk) });
