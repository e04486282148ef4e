// The evidence of a case checked without Disapa's code: signatures by jose, proofs by RFC 6962 as
// shared/log/FORMAT.md says it, canonical JSON by the desk's own reader. What is changed by one byte fails.
import assert from "node:assert/strict";
import { createHash, webcrypto } from "node:crypto";
import { after, before, test } from "node:test";
import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import { parseCanonical } from "../../../assets/desk/canonical.js";
import { RealHub, siti } from "../support/real_hub.mjs";

globalThis.crypto ??= webcrypto; // Node 18 has it, but not as a global
const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
const raw = (text) => {
  const bytes = Buffer.from(text, "base64url");
  assert.equal(b64(bytes), text, "one form of base64url");
  return bytes;
};
const sha = (...parts) => createHash("sha256").update(Buffer.concat(parts)).digest();
const same = (a, b) => assert.equal(b64(a), b64(b));
const kidOf = (x) => b64(sha(Buffer.from(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`)).subarray(0, 8));

/** The payload of a compact JWS, when the key `x` signed it under exactly the fixed header. */
async function opened(jws, typ, x) {
  const [header] = jws.split(".");
  assert.equal(raw(header).toString(), `{"alg":"EdDSA","kid":"${kidOf(x)}","typ":"${typ}"}`);
  const key = await importJWK({ kty: "OKP", crv: "Ed25519", x }, "EdDSA");
  const { payload } = await compactVerify(jws, key, { algorithms: ["EdDSA"] });
  parseCanonical(payload);
  return payload;
}

/** RFC 6962 2.1.1 from the leaf upwards (RFC 9162 2.1.3.2 says the same as steps). */
function rootOf(leaf, index, size, proof) {
  assert.ok(Number.isSafeInteger(index) && index >= 0 && index < size);
  let at = index,
    last = size - 1,
    hash = leaf;
  for (const sibling of proof.map(raw)) {
    assert.notEqual(last, 0, "the proof is too long");
    if (at % 2 === 1 || at === last) {
      hash = sha(Buffer.of(1), sibling, hash);
      while (at % 2 === 0 && at !== 0) [at, last] = [at >> 1, last >> 1];
    } else hash = sha(Buffer.of(1), hash, sibling);
    [at, last] = [at >> 1, last >> 1];
  }
  assert.equal(last, 0, "the proof is too short");
  return hash;
}

/** Keys that the roster brings in, each by an act of a key that was there before, from the root on. */
async function rosterKeys(roster, rootThumbprint) {
  const keys = new Map();
  for (const jws of roster) {
    const { kid } = decodeProtectedHeader(jws),
      told = JSON.parse(raw(jws.split(".")[1]));
    const isRoot = keys.size === 0;
    const signer = isRoot ? told.key : keys.get(kid)?.key;
    assert.ok(signer, `${kid} signed before it was enrolled`);
    const act = parseCanonical(await opened(jws, "disapa-act", signer));
    if (isRoot) {
      assert.equal(
        b64(sha(Buffer.from(`{"crv":"Ed25519","kty":"OKP","x":"${act.key}"}`))),
        rootThumbprint,
        "the root is the one that the invite named",
      );
    } else assert.equal(keys.get(kid).role, "admin", "only an admin writes the roster");
    if (act.type === "key_enrolled") keys.set(kidOf(act.key), act);
  }
  return keys;
}

/** Everything that the file claims; throws at the first claim that does not hold. */
async function check({ acts, keys, roster, code, ...evidence }, rootThumbprint) {
  const enrolled = await rosterKeys(roster, rootThumbprint),
    seen = [];
  for (const key of keys.keys) {
    assert.equal(kidOf(key.x), key.kid);
    assert.equal(enrolled.get(key.kid)?.key, key.x, `${key.name} is in the roster`);
    assert.equal(enrolled.get(key.kid).name, key.name);
  }
  for (const act of acts) {
    const payload = raw(act.payload),
      signer = act.jws && decodeProtectedHeader(act.jws).kid;
    const told = parseCanonical(new Uint8Array(payload));
    same(sha(payload), raw(act.digest));
    if (signer) same(await opened(act.jws, "disapa-act", enrolled.get(signer).key), payload);
    const leaf = Buffer.concat([
      Buffer.from("disapa-leaf-v1\0"),
      raw(act.digest),
      signer ? raw(signer) : Buffer.alloc(8),
      signer ? raw(act.jws.split(".")[2]) : Buffer.alloc(0),
    ]);
    same(rootOf(sha(Buffer.of(0), leaf), act.index, act.size, act.proof), raw(act.root));
    const node = enrolled.get(decodeProtectedHeader(act.head).kid);
    assert.ok(["kiosk", "hub"].includes(node.role), "a head is a node's");
    const head = parseCanonical(await opened(act.head, "disapa-head", node.key));
    assert.deepEqual(head, { feed: act.feed, root: act.root, size: act.size });
    seen.push([told.type, signer ? enrolled.get(signer).role : node.role]);
  }
  assert.equal(acts[0].digest, evidence.case);
  assert.equal(code.replaceAll("-", "").slice(0, 10), crockford(raw(evidence.case)));
  return seen;
}
/** FORMAT.md section 6: the first 50 bits. */
function crockford(digest) {
  const bits = BigInt(`0x${digest.subarray(0, 7).toString("hex")}`) >> 6n;
  return Array.from(
    { length: 10 },
    (_, n) => "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[Number((bits >> BigInt(45 - 5 * n)) & 31n)],
  ).join("");
}

let hub, evidence, root;
before(async () => {
  hub = await RealHub.start({ people: ["kasi", "camat"] });
  const code = await hub.request(siti);
  const sign = ["--passphrase-file", hub.path("frasa")];
  await hub.hub("decide", code, "--check", "--key", hub.path("kasi.jwe"), ...sign);
  await hub.hub("decide", code, "--approve", "--key", hub.path("camat.jwe"), ...sign);
  await hub.exchange();
  evidence = JSON.parse(await hub.kiosk("export", code));
  root = JSON.parse(Buffer.from(hub.kioskInvite.split(":")[1], "base64url")).root;
});
after(() => hub?.stop());

test("every act, signature, proof and head of an approved case holds, from the root of trust on", async () => {
  assert.deepEqual(await check(evidence, root), [
    ["submitted", "kiosk"],
    ["verified", "petugas"],
    ["endorsed", "kades"],
    ["issued", "kiosk"],
    ["checked", "verifikator"],
    ["approved", "camat"],
  ]);
});

const flip = (text) => {
  const bytes = Buffer.from(text, "base64url");
  bytes[bytes.length >> 1] ^= 1;
  return b64(bytes);
};
const flipPart = (jws, n) =>
  jws
    .split(".")
    .map((part, i) => (i === n ? flip(part) : part))
    .join(".");
test("one byte changed anywhere is refused", async () => {
  const changes = [];
  for (const [n, act] of evidence.acts.entries()) {
    for (const name of ["digest", "feed", "payload", "root"])
      changes.push([`${name} of act ${n}`, (e) => (e.acts[n][name] = flip(act[name]))]);
    for (const part of [0, 1, 2]) {
      changes.push([`head of act ${n}`, (e) => (e.acts[n].head = flipPart(act.head, part))]);
      if (act.jws) changes.push([`JWS of act ${n}`, (e) => (e.acts[n].jws = flipPart(act.jws, part))]);
    }
    for (const i of act.proof.keys())
      changes.push([`proof ${i} of act ${n}`, (e) => (e.acts[n].proof[i] = flip(act.proof[i]))]);
    changes.push([`index of act ${n}`, (e) => (e.acts[n].index ^= 1)]);
    changes.push([`size of act ${n}`, (e) => (e.acts[n].size += 1)]);
    changes.push([`proof of act ${n} cut`, (e) => e.acts[n].proof.pop()]);
    changes.push([`proof of act ${n} longer`, (e) => e.acts[n].proof.push(act.root)]);
    if (act.jws) changes.push([`act ${n} as a node's`, (e) => (e.acts[n].jws = null)]);
  }
  for (const [n, jws] of evidence.roster.entries()) {
    for (const part of [0, 1, 2])
      changes.push([`roster act ${n}`, (e) => (e.roster[n] = flipPart(jws, part))]);
    changes.push([`roster without act ${n}`, (e) => e.roster.splice(n, 1)]);
  }
  for (const n of evidence.keys.keys.keys())
    changes.push([`key ${n}`, (e) => (e.keys.keys[n].x = flip(e.keys.keys[n].x))]);
  changes.push(["case", (e) => (e.case = flip(e.case))]);
  for (const [name, change] of changes) {
    const changed = structuredClone(evidence);
    change(changed);
    await assert.rejects(check(changed, root), undefined, name);
  }
  assert.ok(changes.length > 80, `${changes.length} changes`);
});

test("another root of trust is refused", async () => {
  await assert.rejects(check(evidence, flip(root)), /the root is the one/);
});
