// Signing in: every way it can go, and out again.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachAtFakeHub } from "./support/at_desk.mjs";
import { keyFileOf } from "./support/officers.mjs";
import { phrase } from "./support/sample.mjs";
import { until } from "./support/until.mjs";

let hub, page, desk;
eachAtFakeHub((fresh) => ({ hub, page, desk } = fresh));
const camatFile = async () => ({
  name: "kunci-camat.jwe",
  text: await keyFileOf(hub.world.who.camat, phrase),
});

test("an officer signs in and out; nothing stays behind", async () => {
  await desk.open();
  assert.equal(await desk.heading(), "Masuk");
  await desk.signIn(await camatFile(), phrase);
  assert.equal(await desk.heading(), "Antrean");
  assert.match(
    await page.locator(".bar").innerText(),
    /Kecamatan Tabang[^]*Rusli Wibisono[^]*Camat Tabang/,
  );
  const kept = await page.evaluate(() => [
    document.cookie,
    localStorage.length,
    sessionStorage.length,
  ]);
  assert.deepEqual(kept, ["", 0, 0]);
  await desk.signOut();
  await until(() => hub.asked.includes("POST /api/sign-out"));
  assert.equal(await page.locator(".row").count(), 0);
});

test("the token is gone after reloading, and the way to the case is remembered", async () => {
  await desk.open();
  await desk.signIn(await camatFile(), phrase);
  await desk.openCase("K7M-2QX-94B-HD");
  await page.reload();
  await page.locator(".signin").waitFor();
  await desk.signIn(await camatFile(), phrase);
  await page.locator(".case-head").waitFor();
  assert.equal(await desk.heading(), "Sitti Hasanah");
});

test("a wrong passphrase is told and can be mended", async () => {
  await desk.open();
  await desk.signIn(await camatFile(), "perahu tenang lima rotan sore");
  assert.match(await desk.trouble(), /Frasa sandi tidak membuka kunci ini/);
  assert.deepEqual(
    hub.asked.filter((line) => line.startsWith("POST")),
    [],
    "nothing is sent before the key is open",
  );
  await desk.signIn(await camatFile(), phrase);
  assert.equal(await desk.heading(), "Antrean");
});

test("what is not a key file is told at once", async () => {
  await desk.open();
  await desk.chooseKey({ name: "foto.jwe", text: "bukan kunci" });
  assert.match(await desk.trouble(), /Ini bukan berkas kunci Disapa/);
  await desk.signIn({ name: "foto.jwe", text: "bukan kunci" }, phrase);
  assert.match(await desk.trouble(), /Ini bukan berkas kunci Disapa/);
});

test("no file chosen is told", async () => {
  await desk.open();
  await desk.button("Buka kunci dan masuk").click();
  assert.match(await desk.trouble(), /Berkas kunci belum dipilih/);
});

test("a revoked key and a key of elsewhere are told what to do", async () => {
  await desk.open();
  await desk.signIn({ text: await keyFileOf(hub.world.who.gone, phrase) }, phrase);
  assert.match(await desk.trouble(), /Kunci ini sudah dicabut\. Mintalah undangan baru/);
  await desk.signIn({ text: await keyFileOf(hub.world.who.stranger, phrase) }, phrase);
  assert.match(await desk.trouble(), /tidak terdaftar/);
});

test("a hub that does not answer is told, and the same form works when it does", async () => {
  await desk.open();
  hub.faults.down = true;
  await desk.signIn(await camatFile(), phrase);
  assert.match(await desk.trouble(), /Hub tidak menjawab/);
  hub.faults = {};
  await desk.signIn(await camatFile(), phrase);
  assert.equal(await desk.heading(), "Antrean");
});

test("a session that ended at the hub leads back to sign-in with its sentence", async () => {
  await desk.open();
  await desk.signIn(await camatFile(), phrase);
  hub.endSessions();
  await page.goto(`${hub.url}/#/permohonan/K7M-2QX-94B-HD`);
  await page.locator(".said:not([hidden])").waitFor();
  assert.match(await page.locator(".said").innerText(), /Sesi Anda sudah berakhir/);
  await desk.signIn(await camatFile(), phrase);
  assert.equal(await desk.heading(), "Sitti Hasanah");
});

test("an answer that comes after signing out is nobody's", async () => {
  await desk.open();
  await desk.signIn(await camatFile(), phrase);
  // The queue still stands there: the screen of signing in waits for the browser's cryptography.
  await page.evaluate(() => {
    const make = crypto.subtle.generateKey.bind(crypto.subtle);
    crypto.subtle.generateKey = async (...wanted) => {
      await new Promise((go) => (globalThis.letGo = go));
      return make(...wanted);
    };
  });
  let answer;
  const held = new Promise((go) => (answer = go));
  let fetched = false;
  await page.route("**/api/cases", async (route) => {
    const response = await route.fetch(); // while the session is still one
    fetched = true;
    await held;
    await route.fulfill({ response });
  });
  await desk.poll();
  await until(() => fetched);
  await page.getByRole("button", { name: "Keluar", exact: true }).click();
  await page.waitForFunction(() => globalThis.letGo);
  const answered = page.waitForResponse("**/api/cases");
  answer();
  await (await answered).finished();
  await page.locator(".queue-head").waitFor();
  await page.evaluate(() => globalThis.letGo());
  await page.locator(".signin").waitFor();
});

test("fifteen minutes without a hand on it sign the officer out", async () => {
  await desk.open();
  await desk.signIn(await camatFile(), phrase);
  await page.clock.fastForward("14:00");
  assert.equal(await desk.heading(), "Antrean");
  await page.clock.fastForward("01:30");
  await page.locator(".said:not([hidden])").waitFor();
  assert.match(await page.locator(".said").innerText(), /15 menit/);
});

test("without crypto.subtle the page says what to do", async () => {
  // Not loopback and not https: the browser itself gives no crypto.subtle.
  await page.goto(`http://desk.test:${hub.port}/`);
  await page.locator(".blocked").waitFor();
  assert.match(await desk.heading(), /belum dapat menandatangani/);
  assert.match(await page.locator(".blocked").innerText(), /https:\/\//);
});

test("a sample hub says so on every screen", async () => {
  hub.sample = true;
  await desk.open();
  assert.match(await page.locator(".sample-band").innerText(), /CONTOH - TIDAK BERLAKU/);
  await desk.signIn(await camatFile(), phrase);
  assert.ok(await page.locator(".sample-band").isVisible());
});

test("the file that was chosen last is the one that is opened, however quick the hand", async () => {
  await desk.open();
  await desk.chooseKey(await camatFile());
  await page.getByLabel("2. Frasa sandi, lima kata").fill(phrase);
  // A slow stick: the bytes of the second file come a while after it was chosen.
  await page.evaluate(() => {
    const text = File.prototype.text;
    File.prototype.text = function () {
      return new Promise((done) => (globalThis.readOn = () => done(text.call(this))));
    };
  });
  await desk.chooseKey({ text: await keyFileOf(hub.world.who.kasi, phrase) });
  await page.getByRole("button", { name: "Buka kunci dan masuk" }).click();
  await page.evaluate(() => globalThis.readOn());
  await page.locator(".queue-head").waitFor();
  assert.match(await page.locator(".bar").innerText(), /Norhayati Safitri/);
});
