// Heartbeats and their echoes, key messages and config of PWB/1, sections 4 and 7.
import { deepStrictEqual, ok, strictEqual } from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import * as jose from 'jose';
import {
  AUDIENCE, ISSUER, NOW, b64u, decrypt, encrypt, keys, publicKey, publicMembers, recipientOf, sha256, sign, signText, text, utf8, verify,
} from './pwb.mjs';

const KINDS = {
  switches: { typ: 'pwb-cfg+jwt', signer: 'signing' },
  cloudKeys: { typ: 'pwb-keys+jwt', signer: 'root', act: 'announce' },
  confirmed: { typ: 'pwb-keys+jwt', signer: 'signing', act: 'confirm' },
  revoked: { typ: 'pwb-keys+jwt', signer: 'signing', act: 'revoke' },
  echo: { typ: 'pwb-echo+jwt', signer: 'signing' },
};

export async function checkDirective(vector) {
  const { typ, signer, act } = KINDS[vector.kind];
  const jwe = JSON.parse(vector.body);
  strictEqual(jwe.recipients.length, 1);
  const compact = await decrypt(jwe, keys.agents[vector.agent].enc, 'pwb+jwe');
  const claims = await verify(compact, keys.cloud[signer], typ);
  deepStrictEqual(claims, vector.claims);
  strictEqual(claims.act, act);
  strictEqual(claims.iss, ISSUER);
  strictEqual(claims.nbf, undefined);
  if (vector.kind === 'echo') strictEqual(jose.base64url.decode(claims.echo).length, 16);
  for (const key of claims.keys ?? []) strictEqual(key.kid, await jose.calculateJwkThumbprint(key));
}

const proofPayload = (claims) =>
  ['pwb-pop/1', claims.iss, claims.aud, claims.jti, String(claims.epoch), ...claims.keys.map((k) => k.kid)].join('\0');

export async function checkReply(vector) {
  const compact = await decrypt(JSON.parse(vector.body), keys.cloud.ack, 'pwb+jwe');
  strictEqual(sha256(compact), vector.digest);
  const typ = vector.kind === 'heartbeat' ? 'pwb-hb+jwt' : 'pwb-keys+jwt';
  const claims = await verify(compact, keys.agents[vector.agent].sig, typ);
  deepStrictEqual(claims, vector.claims);
  strictEqual(claims.exp, claims.iat + 300);
  if (vector.kind === 'announcement') {
    const signing = claims.keys.filter((key) => key.use === 'sig');
    strictEqual(claims.proof.length, signing.length);
    for (const [i, key] of signing.entries()) {
      const { payload, protectedHeader } = await jose.compactVerify(claims.proof[i], await publicKey(key), {
        algorithms: ['ES256'],
      });
      deepStrictEqual(protectedHeader, { alg: 'ES256', kid: key.kid, typ: 'pwb-pop+jwt' });
      strictEqual(text(payload), proofPayload(claims));
    }
  } else {
    ok(claims.ctr === 1 ? claims.prev === '' : claims.prev.length === 43);
  }
}

const common = (iss) => ({ v: 1, iss, aud: AUDIENCE, jti: randomUUID(), iat: NOW, exp: NOW + 300 });

async function directive(kind, name, members) {
  const { typ, signer, act } = KINDS[kind];
  const claims = { ...common(ISSUER), ...members };
  if (act) claims.act = act;
  const compact = await sign(claims, typ, keys.cloud[signer]);
  const to = [await recipientOf(keys.agents['hq-1'].enc)];
  const jwe = await encrypt(utf8(compact), { typ: 'pwb+jwe', cty: 'JWT' }, to);
  return { name, now: NOW, agent: 'hq-1', kind, claims, body: JSON.stringify(jwe) };
}

const ECHO = b64u(Uint8Array.from({ length: 16 }, (_, i) => 255 - i));
const OPERATIONS = { reset: true, change: true, adminReset: false, unlock: false, validate: true };

export async function makeDirectives() {
  const { signing, nextSigning, ack } = keys.cloud;
  const own = [keys.agents['hq-1'].enc, keys.agents['hq-1'].sig].map(publicMembers);
  return [
    await directive('switches', 'config with a limit per agent alone', {
      epoch: 8, operations: OPERATIONS, limits: { perAgent: { count: 100, seconds: 60 } },
    }),
    await directive('switches', 'config with a member beginning with x_', {
      epoch: 9, operations: OPERATIONS, x_note: { a: [null] },
    }),
    await directive('switches', 'config with limits of nothing', { epoch: 10, operations: OPERATIONS, limits: {} }),
    await directive('cloudKeys', 'the cloud\'s keys', { epoch: 3, keys: [ack, nextSigning, signing].map(publicMembers) }),
    await directive('confirmed', 'confirmation', { epoch: 1, keys: own }),
    await directive('revoked', 'revocation', { epoch: 2, keys: own.slice(0, 1) }),
    await directive('echo', 'echo with a member beginning with x_', { echo: ECHO, x_note: 1 }),
  ];
}

async function reply(kind, name, members, finish = () => {}) {
  const signer = keys.agents['hq-1'].sig;
  const claims = { ...common('urn:pwb:agent:hq-1'), ...members };
  await finish(claims);
  const compact = await sign(claims, kind === 'heartbeat' ? 'pwb-hb+jwt' : 'pwb-keys+jwt', signer);
  const jwe = await encrypt(utf8(compact), { typ: 'pwb+jwe', cty: 'JWT' }, [await recipientOf(keys.cloud.ack)], 'protected');
  return { name, now: NOW, agent: 'hq-1', kind, digest: sha256(utf8(compact)), claims, body: JSON.stringify(jwe) };
}

export async function makeReplies() {
  const { enc, sig } = keys.agents['hq-1'];
  const next = keys.unconfirmed['hq-1'];
  const shown = [enc, sig].map(({ kid, use, exp }) => ({ kid, use, exp }));
  const first = await reply('heartbeat', 'the first heartbeat', {
    ctr: 1, prev: '', version: '1.0.0-node', state: 'standby', keys: shown, backlog: 0, directories: [], cfg: 0, kepoch: 1,
  });
  const second = await reply('heartbeat', 'a heartbeat with a member beginning with x_', {
    ctr: 2, prev: first.digest, version: '1.0.0-node', state: 'draining', keys: shown, backlog: 2,
    directories: [{ name: 'corp ä€😀', state: 'up', servers: [{ host: 'dc1.corp.example.test', state: 'degraded' }] }],
    offset: 41, cfg: 8, kepoch: 3, cfgRefused: 0, pol: sha256(utf8('policy')), x_note: 1,
  });
  const third = await reply('heartbeat', 'a heartbeat that asks for an echo', {
    ctr: 3, prev: second.digest, version: '1.0.0-node', state: 'ready', keys: shown, backlog: 0, directories: [], cfg: 8,
    kepoch: 3, echo: ECHO,
  });
  const announced = await reply(
    'announcement', 'announcement', { epoch: 6, act: 'announce', keys: [next.sig, enc, sig, next.enc].map(publicMembers) },
    async (claims) => {
      const payload = utf8(proofPayload(claims));
      claims.proof = await Promise.all([next.sig, sig].map((key) => signText(payload, 'pwb-pop+jwt', key)));
    },
  );
  return [first, second, third, announced];
}
