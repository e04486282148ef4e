// What an enrolled kiosk may sign is not what a counter would let pass: the desk shows it as text, and
// the hub lives on. And what travels beside a request: a photo, and the letter that comes of it.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { test } from "node:test";
import { promisify } from "node:util";
import { eachAtRealHub, shot } from "../support/at_desk.mjs";
import { newPage } from "../support/browser.mjs";
import { b64, base32, base32Bytes } from "../support/officers.mjs";
import { phrase, siti, villager } from "../support/real_hub.mjs";

const paperOf = (bytes, name) => [
  {
    blob: b64(createHash("sha256").update(bytes).digest()),
    how: "file",
    id: "KTP",
    mime: "image/jpeg",
    name,
    size: bytes.length,
  },
];
const hostile = "<img src=x onerror=alert(1)>";
let hub, browser, page, desk, photo, storedForm;

/** A JPEG of a few kilobytes, drawn by the browser. */
async function drawPhoto() {
  const drawn = await newPage(browser, { viewport: { width: 640, height: 400 } });
  await drawn.page.setContent(
    "<body style='margin:0;background:#dde6f0;font:40px sans-serif;border:14px solid #456'>" +
      "<p style='margin:60px'>KARTU CONTOH<br>tidak berlaku<br>0000 0000 0000</p></body>",
  );
  const bytes = await drawn.page.screenshot({ type: "jpeg", quality: 60 });
  await drawn.close();
  return bytes;
}

eachAtRealHub(
  {},
  async (...both) => {
    [hub, browser] = both;
    photo = await drawPhoto();
    // A form as the counter stores it, so that only what is hostile differs from a good one.
    const code = await hub.request(villager("Rosalina Jok", "31"));
    const [submitted] = JSON.parse(await hub.kiosk("export", code)).acts;
    storedForm = JSON.parse(Buffer.from(submitted.payload, "base64url")).form;
  },
  async (fresh) => {
    ({ page, desk } = fresh);
    await desk.open();
    await desk.signIn({ text: hub.keyFiles.camat }, phrase);
  },
);
const noElements = async () =>
  assert.equal(await page.locator("img[src=x], [onerror], iframe[srcdoc], script:not([src])").count(), 0);

test("a photo travels beside the request and is shown, to who is signed in alone", async () => {
  const file = await hub.write("ktp.jpg", photo);
  const code = await hub.request(siti, "--attach", `KTP=${file}`);
  await desk.openCase(code);
  await page.locator(".thumb", { hasText: "KTP-el" }).click();
  const picture = page.locator(".view img");
  await picture.waitFor();
  assert.match(await picture.getAttribute("src"), /^blob:/);
  // The kiosk cuts a photo to its paper before it travels.
  const width = await picture.evaluate((img) => img.naturalWidth);
  assert.ok(width > 500 && width <= 640, `${width} pixels wide`);
  assert.match(await page.locator("[data-slot=paper-note]").innerText(), /ktp\.(jpg|webp), \d+ KB/);
  await shot(page, "foto");
  const hash = b64(createHash("sha256").update(photo).digest());
  assert.equal((await fetch(`${hub.url}/api/blobs/${hash}`)).status, 401);
});

test("a hostile name, purpose and file name are text at every screen, up to the signature", async () => {
  const form = { ...storedForm, nama: hostile, keperluan: hostile, alamat: hostile };
  const code = await hub.submitUnchecked(form, paperOf(photo, hostile), photo);
  await hub.bring(code);
  await page.goto(`${hub.url}/#/antrean`);
  await page.locator(".queue-head").waitFor();
  await desk.poll();
  await page.locator(".row", { hasText: hostile }).waitFor();
  await noElements();
  await desk.openCase(code);
  assert.equal(await desk.heading(), hostile);
  assert.ok((await page.locator(".summary").innerText()).includes(hostile));
  assert.equal(await page.locator("dd", { hasText: hostile }).count(), 3);
  await page.locator(".view img").waitFor(); // the one paper; its bytes are a real photo
  assert.ok((await page.locator("[data-slot=paper-note]").innerText()).includes(hostile));
  await noElements();
  await shot(page, "jahat");
  await desk.begin("Setujui");
  assert.equal((await desk.claims())["Pemegang surat"], hostile);
  await noElements();
  await desk.sign(phrase);
  const { register } = await desk.result();
  await noElements();
  assert.equal((await hub.atKiosk(code)).register, register);
  const text = await hub.letterText(code);
  await page.goto(`${hub.url}/v#${text.split("#")[1]}`);
  await page.locator("main[data-judged=genuine]").waitFor();
  assert.ok((await page.locator("main").innerText()).includes(hostile));
  await noElements();
});

test("bytes that call themselves a photo and are a page are neither shown nor run", async () => {
  const script = Buffer.from("<!doctype html><script>alert(1)</script>".padEnd(600));
  const code = await hub.submitUnchecked(storedForm, paperOf(script, "slip\u202Efdp.exe"), script);
  await hub.exchange();
  await desk.openCase(code);
  await page.locator(".coming-view", { hasText: "Berkas, bukan foto" }).waitFor();
  await noElements();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Simpan berkas" }).click(),
  ]);
  assert.equal(saved.suggestedFilename(), "KTP.bin", "the kiosk's name would lie about what it is");
});

const odd = [
  ["numbers where text belongs", Object.fromEntries(Object.keys(siti).map((key) => [key, 7]))],
  ["lists where text belongs", Object.fromEntries(Object.keys(siti).map((key) => [key, [{ a: "b" }]]))],
  ["text where the table belongs", { ...siti, anggota: "bukan tabel" }],
  ["rows that are none", { ...siti, anggota: [1, "dua", [], { nama: 5 }] }],
  ["nothing", {}],
  ["unknown answers", { constructor: "x", x: { y: ["z"] } }],
  ["controls and directions", { ...siti, nama: "A\u202Eevil\u0000\u200B\uFEFF", keperluan: "\n".repeat(400) }],
  ["a very long word", { ...siti, nama: "W".repeat(4000) }],
];
const oddPapers = [
  [{ blob: 7, how: "brought", id: "KTP" }],
  [{ blob: "x", how: "missing", id: "KTP", size: "big" }],
  [{ blob: b64(Buffer.alloc(32)), how: "file", id: "KTP", mime: 5, name: [], size: -1 }],
  [{ blob: b64(Buffer.alloc(32)), how: "file", id: "KTP", size: {} }],
  [{ how: { a: 1 }, id: 5 }],
  ["KTP", 7, []],
  {},
  Array.from({ length: 40 }, (_, n) => ({ how: "brought", id: `P${n}` })),
];
test("papers that are none make no act, not even in the kiosk's own book", async () => {
  for (const papers of oddPapers)
    await assert.rejects(hub.submitUnchecked(siti, papers), { code: 1 }, JSON.stringify(papers));
});

test("a form that no service knows leaves hub, queue and page standing", async () => {
  const codes = [];
  for (const [, form] of odd) codes.push(await hub.submitUnchecked(form));
  await hub.exchange();
  const atKiosk = JSON.parse(await hub.kiosk("queue", "--json"));
  for (const code of codes) assert.ok(atKiosk.some((row) => row.code === code), "another kiosk lives on");
  await hub.act(codes[0], "verify");
  await assert.rejects(hub.act(codes[0], "endorse", "kades"), /Nama pemegang surat tidak terbaca/);
  await page.goto(`${hub.url}/#/antrean`);
  await page.locator(".queue-head").waitFor();
  await desk.poll();
  await desk.show("Di desa");
  await page.locator(".row").nth(odd.length).waitFor();
  assert.ok((await desk.overflow()) <= 0, "the queue is wider than the window");
  await page.setViewportSize({ width: 390, height: 844 });
  assert.ok((await desk.overflow()) <= 0, "the queue is wider than a phone");
  await shot(page, "antrean-aneh");
  for (const [n, code] of codes.entries()) {
    await page.goto(`${hub.url}/#/permohonan/${code}`);
    await page.locator(".case-head .code", { hasText: code }).waitFor();
    await page.getByRole("tab", { name: "Surat" }).click();
    await page.locator(".view[aria-busy]").waitFor({ state: "detached" });
    assert.ok((await desk.overflow()) <= 0, `${odd[n][0]} is wider than a phone`);
    await page.setViewportSize({ width: 1280, height: 800 });
    assert.ok((await desk.overflow()) <= 0, `${odd[n][0]} is wider than the window`);
    await noElements();
    await shot(page, `aneh-${n}`);
    await page.setViewportSize({ width: 390, height: 844 });
  }
  assert.ok(hub.isRunning);
});

test("a name that turns letters around is read as it is signed", async () => {
  const code = await hub.submitUnchecked({ ...storedForm, nama: "SI\u202EHATI\u200B" });
  await hub.bring(code);
  await desk.openCase(code);
  assert.equal(await desk.heading(), "SI\uFFFDHATI\uFFFD");
  await desk.begin("Setujui");
  assert.match((await desk.claims())["Pemegang surat"], /^SI\uFFFDHATI/);
  assert.match(await desk.bytesShown(), /"h":"SI\uFFFDHATI/);
});

test("the letter opens in the page and is the PDF of what was signed", async () => {
  const code = await hub.request(villager("Hendrikus Lie", "32"));
  const register = await desk.approve(code, phrase);
  await desk.openCase(code);
  await page.getByRole("tab", { name: "Surat" }).click();
  await page.locator(".view.letter > :is(iframe, .coming-view)").waitFor();
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("tab", { name: "Kertas" }).click();
  await page.getByRole("tab", { name: "Surat" }).click();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Simpan berkas" }).click(),
  ]);
  const { stdout } = await promisify(execFile)("pdftotext", ["-layout", await saved.path(), "-"]);
  for (const words of ["HENDRIKUS LIE", register, "Rusli Wibisono", "CONTOH"])
    assert.ok(stdout.includes(words), words);
});

test("/v says genuine of the letter's QR, and changed of the same with one letter of the name changed", async () => {
  const code = await hub.request(villager("Melania Ding", "33"));
  const register = await desk.approve(code, phrase);
  await hub.exchange();
  const [address, letter] = (await hub.letterText(code)).split("#");
  assert.equal(address, "https://tabang.example/v");
  const asked = [];
  page.on("request", (request) => asked.push(request.url()));
  const show = async (text) => {
    await page.goto("about:blank");
    await page.goto(`${hub.url}/v#${text}`);
    await page.locator("main[data-judged]").waitFor();
    return page.locator("main").getAttribute("data-judged");
  };
  assert.equal(await show(letter), "genuine");
  const text = await page.locator("main").innerText();
  for (const words of ["CONTOH - TIDAK BERLAKU", "MELANIA DING", register, "Rusli Wibisono"])
    assert.ok(text.includes(words), words);
  await shot(page, "v-contoh");
  const bytes = base32Bytes(letter);
  bytes[bytes.indexOf("MELANIA") + 6] = "O".charCodeAt(0);
  assert.equal(await show(base32(bytes)), "changed");
  assert.ok(!(await page.locator("main").innerText()).includes("MELANI"));
  assert.ok(!asked.some((url) => url.replace(/#.*/, "").includes(letter)), "the letter went to the hub");
  assert.match(await hub.kiosk("verify", `${address}#${letter}`), /asli|CONTOH/i);
  await assert.rejects(hub.kiosk("verify", `${address}#${base32(bytes)}`), { code: 1 });
});
