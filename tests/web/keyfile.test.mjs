// The key file as jose makes it, opened by the page's own code (here in Node), and what must not open.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { test } from "node:test";
import { CompactEncrypt, compactVerify, importJWK } from "jose";
import { KeyFileTrouble, openKeyFile } from "../../assets/desk/jwe.js";
import { keyIdOf, parseJws, signJws, verifyJws } from "../../assets/desk/jws.js";
import { keyFileOf, makeOfficer } from "./support/officers.mjs";
import { phrase } from "./support/sample.mjs";

globalThis.crypto ??= webcrypto; // Node 18 has it, but not as a global
const officer = makeOfficer({
  name: "Rusli Wibisono",
  title: "Camat Tabang",
  role: "camat",
  region: "64.02.12",
});
const isTrouble = (what) => (problem) => problem instanceof KeyFileTrouble && problem.what === what;
const seal = (content, header = {}, rounds = 2000) =>
  new CompactEncrypt(Buffer.from(content))
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM", ...header })
    .setKeyManagementParameters({ p2c: rounds })
    .encrypt(Buffer.from(phrase));

test("a file of jose opens with its passphrase, at the rounds that are used", async () => {
  const { key, kid, x } = await openKeyFile(`${await keyFileOf(officer, phrase, 600_000)}\n`, phrase);
  assert.equal(kid, officer.kid);
  assert.equal(x, officer.jwk.x);
  assert.equal(key.extractable, false);
  await assert.rejects(webcrypto.subtle.exportKey("jwk", key));
});

test("what the key signs is a JWS that jose accepts, with exactly our header", async () => {
  const { key, kid, x } = await openKeyFile(await keyFileOf(officer, phrase), phrase);
  const payload = new TextEncoder().encode('{"type":"checked"}'),
    jws = await signJws(key, kid, "disapa-act", payload);
  const checked = await compactVerify(jws, await importJWK(officer.public, "EdDSA"));
  assert.deepEqual(new Uint8Array(checked.payload), payload);
  assert.equal(
    Buffer.from(jws.split(".")[0], "base64url").toString(),
    `{"alg":"EdDSA","kid":"${officer.kid}","typ":"disapa-act"}`,
  );
  const parsed = parseJws(jws, "disapa-act");
  assert.equal(await verifyJws(x, "disapa-act", parsed), true);
  parsed.payload = new TextEncoder().encode('{"type":"changed"}');
  assert.equal(await verifyJws(x, "disapa-act", parsed), false);
  assert.throws(() => parseJws(jws, "disapa-head"));
  assert.throws(() => parseJws(`${jws}.x`, "disapa-act"));
});

test("the key id is the start of the RFC 7638 thumbprint", async () => {
  // x of RFC 8037, appendix A; its whole thumbprint is kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k
  const thumbprint = Buffer.from("kPrK_qmxVWaYVA9wwBF6Iuo3vVzz7TxHCTwXBygrS4k", "base64url");
  assert.equal(
    await keyIdOf("11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo"),
    thumbprint.subarray(0, 8).toString("base64url"),
  );
});

test("spaces around the words do not matter, everything else does", async () => {
  const file = await keyFileOf(officer, phrase);
  await openKeyFile(file, `  ${phrase.replace(" ", "   ")} `);
  for (const wrong of ["", phrase.toUpperCase(), phrase.split(" ").reverse().join(" "), `${phrase} x`])
    await assert.rejects(openKeyFile(file, wrong), isTrouble("passphrase"), wrong);
});

test("a file that was changed does not open", async () => {
  const parts = (await keyFileOf(officer, phrase)).split(".");
  for (const n of [1, 2, 3, 4]) {
    const bytes = Buffer.from(parts[n], "base64url");
    bytes[0] ^= 1;
    await assert.rejects(
      openKeyFile(parts.map((p, i) => (i === n ? bytes.toString("base64url") : p)).join("."), phrase),
      isTrouble("passphrase"),
    );
  }
});

test("what is no key file is told apart from a wrong passphrase", async () => {
  const other = makeOfficer({ name: "B", title: "", role: "camat", region: "64.02.12" });
  const files = [
    "",
    "kunci",
    "a.b.c.d.e",
    "{}",
    await seal("hello"),
    await seal(JSON.stringify({ kty: "OKP", crv: "X25519", x: officer.jwk.x, d: officer.jwk.d })),
    await seal(JSON.stringify({ ...officer.jwk, x: other.jwk.x })),
    await seal(JSON.stringify(officer.jwk), {}, 500),
    await seal(JSON.stringify(officer.jwk), { enc: "A128GCM" }),
  ];
  for (const file of files)
    await assert.rejects(openKeyFile(file, phrase), isTrouble("not_key_file"), file.slice(0, 30));
});

test("a file that asks for more than 2,000,000 rounds is refused before any work", async () => {
  const parts = (await keyFileOf(officer, phrase)).split(".");
  parts[0] = Buffer.from(
    JSON.stringify({ ...JSON.parse(Buffer.from(parts[0], "base64url")), p2c: 2_000_001 }),
  ).toString("base64url");
  await assert.rejects(openKeyFile(parts.join("."), phrase), isTrouble("not_key_file"));
});
