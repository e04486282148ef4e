// The public page: what a letter's code proves, and what the page says of it.
import assert from "node:assert/strict";
import { webcrypto } from "node:crypto";
import { after, afterEach, before, beforeEach, test } from "node:test";
import { judge } from "../../assets/desk/verdict.js";
import { launch, newPage } from "./support/browser.mjs";
import { FakeHub } from "./support/fake_hub.mjs";
import { base32, canonicalBytes, codeOf, digestOf } from "./support/officers.mjs";

globalThis.crypto ??= webcrypto; // Node 18 has it, but not as a global
let hub, browser, opened, page;
before(async () => {
  browser = await launch();
});
after(() => browser.close());
beforeEach(async () => {
  hub = await FakeHub.start();
  opened = await newPage(browser, { viewport: { width: 390, height: 844 } });
  page = opened.page;
});
afterEach(async () => {
  await opened.close();
  await hub.stop();
  assert.deepEqual(opened.troubles, []);
});

const today = "2026-11-23",
  at = Math.floor(Date.UTC(2026, 10, 23, 2, 26) / 1000),
  of = digestOf("endorsed");
const claims = {
  at,
  e: "2027-02-23",
  g: "400.9.14/217/TBG/XI/2026",
  h: "SITTI HASANAH",
  k: "0003",
  n: "400.9.14/031/UMD/XI/2026",
  of,
  s: "SKTM",
  type: "approved",
};
const far = { ...claims, e: "2999-01-01" }; // the page goes by its own clock
const camat = () => hub.world.who.camat,
  kades = () => hub.world.who.kades["Umaq Dian"];
const code = (more = {}, who = camat()) => codeOf(who, canonicalBytes({ ...claims, ...more }));
const verdict = async (text, change = () => {}) => {
  const register = structuredClone(hub.keys());
  change(register);
  return (await judge(text, register, today)).verdict;
};
const entry = (register, who) => register.keys.find((key) => key.kid === who.kid);

test("a signed letter is genuine, as QR text and as JWS; lower case does not matter", async () => {
  assert.equal(await verdict(code()), "genuine");
  assert.equal(await verdict(code().toLowerCase()), "genuine");
  assert.equal(await verdict(camat().signAct(canonicalBytes(claims))), "genuine");
  const { g, n, ...own } = claims;
  assert.equal(await verdict(codeOf(kades(), canonicalBytes({ ...own, n, type: "endorsed" }))), "genuine");
});

test("every changed byte of the code is noticed", async () => {
  const payload = canonicalBytes(claims),
    bytes = Buffer.concat([
      Buffer.of(1),
      Buffer.from(camat().kid, "base64url"),
      Buffer.from(camat().signAct(payload).split(".")[2], "base64url"),
      payload,
    ]);
  for (let n = 0; n < bytes.length; n++) {
    const changed = Buffer.from(bytes);
    changed[n] ^= 1;
    assert.equal(
      await verdict(base32(changed)),
      n === 0 ? "unreadable" : n < 9 ? "unknown_key" : "changed",
      String(n),
    );
  }
  for (const text of ["", "0", "ASLI", code().slice(0, 60), `${code()}=`, `${code()}A`, "a.b", "a.b.c"])
    assert.notEqual(await verdict(text), "genuine", text);
});

test("a JWS with any other header is not read", async () => {
  const [, payload, signature] = camat().signAct(canonicalBytes(claims)).split(".");
  for (const header of [
    { alg: "none", kid: camat().kid, typ: "disapa-act" },
    { typ: "disapa-act", alg: "EdDSA", kid: camat().kid },
    { alg: "EdDSA", kid: camat().kid, typ: "disapa-head" },
  ])
    assert.equal(
      await verdict(`${Buffer.from(JSON.stringify(header)).toString("base64url")}.${payload}.${signature}`),
      "unreadable",
    );
});

test("revoked, expired, key revoked, key out of time", async () => {
  assert.equal(
    await verdict(code(), (r) => r.revoked_letters.push(digestOf(canonicalBytes(claims)))),
    "revoked",
  );
  assert.equal(await verdict(code({ e: "2026-11-22" })), "expired");
  assert.equal(await verdict(code({ e: today })), "genuine", "the last day counts");
  assert.equal(
    await verdict(code(), (r) => {
      entry(r, camat()).revoked = at + 5;
    }),
    "key_revoked",
  );
  assert.equal(
    await verdict(code(), (r) => {
      entry(r, camat()).until = at - 1;
    }),
    "key_revoked",
  );
  assert.equal(
    await verdict(code(), (r) => {
      entry(r, camat()).from = at + 1;
    }),
    "key_revoked",
  );
});

test("only who may sign a letter makes it genuine", async () => {
  const { kasi, stranger, sekcam } = hub.world.who;
  assert.equal(await verdict(code({}, stranger)), "unknown_key");
  assert.equal(await verdict(code({}, kasi)), "no_mandate");
  assert.equal(
    await verdict(codeOf(kades(), canonicalBytes(claims))),
    "no_mandate",
    "a kades does not sign for the camat",
  );
  assert.equal(
    await verdict(codeOf(camat(), canonicalBytes({ at, of, reason: "x", salt: "YWJj", type: "rejected" }))),
    "no_letter",
  );
  assert.equal(await verdict(codeOf(camat(), Buffer.from('{"type":"approved"}'))), "no_letter");
  assert.equal(
    await verdict(codeOf(camat(), Buffer.from(JSON.stringify({ type: "approved", ...claims })))),
    "no_letter",
    "not canonical",
  );
  assert.equal(await verdict(code({ a: "plh" }, sekcam)), "no_mandate");
  const delegate = (from, until) => (r) => {
    entry(r, sekcam).delegations = [{ kind: "plh", role: "camat", from, until }];
  };
  assert.equal(await verdict(code({ a: "plh" }, sekcam), delegate(at - 10, at + 10)), "genuine");
  assert.equal(await verdict(code({ a: "plt" }, sekcam), delegate(at - 10, at + 10)), "no_mandate");
  assert.equal(await verdict(code({ a: "plh" }, sekcam), delegate(at - 10, at - 5)), "no_mandate");
});

async function show(fragment) {
  await page.goto("about:blank");
  await page.goto(`${hub.url}/v${fragment && "#"}${fragment}`);
  await page.locator("main[data-judged]").waitFor();
  // Who answers for the page is asked beside it.
  await page.locator("[data-slot=where]", { hasText: "Tabang" }).waitFor({ state: "attached" });
  return {
    judged: await page.locator("main").getAttribute("data-judged"),
    look: await page.locator("main").getAttribute("data-verdict"),
    title: await page.locator("h1").innerText(),
    text: await page.locator("main").innerText(),
  };
}

test("the page says what was signed and by whom, and the code is sent nowhere", async () => {
  const seen = await show(codeOf(camat(), canonicalBytes(far)));
  assert.deepEqual([seen.judged, seen.look, seen.title], ["genuine", "genuine", "Tanda tangan asli"]);
  for (const words of [
    "SITTI HASANAH",
    "berakhir 0003",
    "Surat Keterangan Tidak Mampu",
    far.n,
    far.g,
    "23 November 2026",
    "Rusli Wibisono",
    "Camat Tabang, mengetahui",
    "Kecamatan Tabang, Kabupaten Kutai Kartanegara",
  ])
    assert.ok(seen.text.includes(words), words);
  assert.deepEqual([...new Set(hub.asked.filter((line) => !line.includes("/desk/")))].sort(), [
    "GET /api/hello",
    "GET /keys.json",
    "GET /v",
  ]);
});

test("each verdict has its own word; what proves nothing is not shown", async () => {
  const altered = code().replace(/.$/, (letter) => (letter === "A" ? "B" : "A"));
  const signedOver = base32(
    Buffer.concat([
      Buffer.of(1),
      Buffer.from(camat().kid, "base64url"),
      Buffer.alloc(64),
      canonicalBytes({ ...far, h: "ORANG LAIN" }),
    ]),
  );
  assert.notEqual((await show(altered)).judged, "genuine");
  const changed = await show(signedOver);
  assert.deepEqual([changed.title, changed.look], ["Isi sudah berubah", "changed"]);
  assert.ok(!changed.text.includes("ORANG LAIN"));
  hub.revokedLetters = [digestOf(canonicalBytes(far))];
  assert.deepEqual((await show(codeOf(camat(), canonicalBytes(far)))).title, "Sudah dicabut");
  hub.revokedLetters = [];
  assert.equal((await show(code({ e: "2020-01-01" }))).title, "Sudah tidak berlaku");
  assert.equal(
    (await show(codeOf(hub.world.who.gone, canonicalBytes(far)))).title,
    "Tanyakan nomor ini ke kecamatan",
  );
  assert.equal((await show("ASLI")).title, "Kode tidak terbaca");
  assert.equal((await show("")).title, "Belum ada yang diperiksa");
});

test("a sample letter says plainly that it is not valid", async () => {
  const seen = await show(codeOf(camat(), canonicalBytes({ ...far, x: 1 })));
  assert.deepEqual([seen.title, seen.look], ["CONTOH - TIDAK BERLAKU", "sample"]);
  assert.match(seen.text, /Tanda tangannya asli, tetapi surat ini dibuat untuk latihan/);
});

test("a hostile holder is text", async () => {
  const seen = await show(codeOf(camat(), canonicalBytes({ ...far, h: "<img src=x onerror=alert(1)>" })));
  assert.ok(seen.text.includes("<img src=x onerror=alert(1)>"));
  assert.equal(await page.locator("img").count(), 0);
});

test("without keys, without WebCrypto and without JavaScript it says that nothing was checked", async () => {
  hub.faults.keysDown = true;
  assert.deepEqual((await show(code())).title, "Belum dapat diperiksa");
  hub.faults = {};
  await page.goto(`http://desk.test:${hub.port}/v#${code()}`);
  await page.locator(".call:not([hidden])").waitFor();
  assert.equal(await page.locator("h1").innerText(), "Belum dapat diperiksa");
  assert.match(await page.locator("main").innerText(), /Ini bukan berarti suratnya palsu/);
  const plain = await newPage(browser, { javaScriptEnabled: false });
  await plain.page.goto(`${hub.url}/v#${code()}`);
  assert.equal(await plain.page.locator("h1").innerText(), "Belum dapat diperiksa");
  await plain.close();
});
