// One case: everything asked for is there, as text; papers and letter; what the officer may do.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachAtFakeHub, enterFake } from "./support/at_desk.mjs";
import { hostile } from "./support/sample.mjs";
import { until } from "./support/until.mjs";

let hub, page, desk;
eachAtFakeHub(async (fresh) => {
  ({ hub, page, desk } = fresh);
  await desk.open();
});
const enter = (who) => enterFake(hub, desk, who);
const sitti = "K7M-2QX-94B-HD",
  amended = "T8B-4FQ-7ND-6X",
  nasty = "X1E-6TA-2LP-4Q";
const buttons = () =>
  page
    .locator(".actions button")
    .evaluateAll((all) => all.map((b) => `${b.textContent}${b.disabled ? " (mati)" : ""}`));

test("every answer, table row, act and check of the case stands on the page", async () => {
  await enter();
  await desk.openCase(sitti);
  const made = hub.world.cases.get(sitti),
    text = (await page.locator("main").innerText()).replace(/\s+/g, " ");
  const wanted = [
    made.summary,
    ...made.answers.flatMap((g) => [
      g.title,
      ...g.facts.flatMap(([label, value]) => [label, value]),
      ...g.tables.flatMap((t) => [t.title, ...t.head, ...t.rows.flat()]),
    ]),
    ...made.life.flatMap((l) => [l.what, l.who]),
    ...made.checks.flatMap((c) => [c.what, c.note]),
    ...made.papers.map((p) => p.label),
    made.list.number,
  ];
  for (const words of wanted) assert.ok(text.includes(words), words);
});

test("a hostile name, purpose and file name are text everywhere", async () => {
  await enter();
  assert.ok((await desk.rows()).some((row) => row.name === hostile));
  await desk.openCase(nasty);
  assert.equal(await desk.heading(), hostile);
  assert.equal(await page.locator("dd", { hasText: hostile }).count(), 2);
  for (const n of [0, 4]) {
    await page.locator(".thumb").nth(n).click();
    assert.match(
      await page.locator("[data-slot=paper-note]").innerText(),
      /<img src=x onerror=alert\(1\)>/,
    );
  }
  await desk.begin("Setujui");
  assert.equal((await desk.claims())["Pemegang surat"], hostile.toUpperCase());
  assert.equal(await page.locator("img[src=x], [onerror]").count(), 0);
});

test("photos come with the token and are shown from the page's own memory", async () => {
  await enter();
  await desk.openCase(sitti);
  const picture = page.locator(".view img");
  await picture.waitFor();
  assert.match(await picture.getAttribute("src"), /^blob:/);
  assert.equal(await picture.evaluate((img) => img.naturalWidth), 600);
  assert.equal(
    (await fetch(`${hub.url}/api/blobs/${hub.world.cases.get(sitti).papers[0].blob}`)).status,
    401,
  );
  await page.getByRole("button", { name: "Perbesar" }).click();
  await page.getByRole("button", { name: "Putar" }).click();
  assert.deepEqual(
    await page
      .locator(".view")
      .evaluate((view) => [view.style.getPropertyValue("--zoom"), view.style.getPropertyValue("--turn")]),
    ["1.5", "1"],
  );
});

test("papers on their way, seen only, missing, and no photo each say so", async () => {
  await enter();
  await desk.openCase(sitti);
  for (const [n, words] of [
    [1, /Masih di perjalanan/],
    [2, /Dilihat aslinya di desa/],
    [3, /Tidak dibawa[^]*menyusul Senin depan/],
    [4, /Berkas, bukan foto/],
  ]) {
    await page.locator(".thumb").nth(n).click();
    await page.locator(".coming-view", { hasText: words }).waitFor();
  }
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Simpan berkas" }).click(),
  ]);
  assert.equal(saved.suggestedFilename(), "akta.pdf");
});

test("what the hub calls a picture and is none is told, not shown", async () => {
  const paper = hub.world.cases.get(sitti).papers[0];
  hub.world.blobs.set(paper.blob, { bytes: Buffer.from("<script>alert(1)</script>"), mime: "image/png" });
  await enter();
  await desk.openCase(sitti);
  await page.locator(".coming-view").waitFor();
  assert.match(await page.locator(".view").innerText(), /rusak/);
  hub.world.blobs.set(paper.blob, { bytes: Buffer.from("<script>alert(1)</script>"), mime: "text/html" });
  await page.reload();
  await enter();
  await page.locator(".coming-view").waitFor();
  assert.match(await page.locator(".view").innerText(), /Berkas, bukan foto/);
});

test("the letter is a PDF inside the page, on a phone a file to save", async () => {
  await enter();
  await desk.openCase(sitti);
  await page.getByRole("tab", { name: "Surat" }).click();
  await page.locator(".view iframe").waitFor();
  assert.match(await page.locator(".view iframe").getAttribute("src"), /^blob:/);
  await page.setViewportSize({ width: 390, height: 844 });
  await page.getByRole("tab", { name: "Kertas" }).click();
  await page.getByRole("tab", { name: "Surat" }).click();
  const [saved] = await Promise.all([
    page.waitForEvent("download"),
    page.getByRole("link", { name: "Simpan berkas" }).click(),
  ]);
  assert.equal(saved.suggestedFilename(), `surat-${sitti}.pdf`);
});

test("an amended case shows what stood there before", async () => {
  await enter();
  await desk.openCase(amended);
  assert.deepEqual(
    await page
      .locator(".changed")
      .allInnerTexts()
      .then((all) => all.map((t) => t.replace(/\s+/g, " "))),
    ["Penghasilan sebulan Rp1.200.000 Sebelumnya: Rp2.100.000"],
  );
});

test("each officer has his own step; what cannot be done says why", async () => {
  await enter();
  await desk.openCase(sitti);
  assert.deepEqual(await buttons(), ["Setujui", "Kembalikan", "Tolak"]);
  await desk.openCase("M6Q-8PC-2GY-7H");
  assert.deepEqual(await buttons(), ["Setujui (mati)", "Kembalikan (mati)", "Tolak (mati)"]);
  assert.match(await page.locator("#why").innerText(), /belum diperiksa kasi/);
  await desk.openCase("J7H-1VC-5NS-9D");
  assert.deepEqual(await buttons(), []);
  assert.match(await page.locator("#why").innerText(), /sudah diputus/);
  await desk.signOut();
  await enter("kasi");
  await desk.openCase("M6Q-8PC-2GY-7H");
  assert.deepEqual(await buttons(), ["Lolos", "Kembalikan"]);
  await desk.signOut();
  await enter("sekcam");
  await desk.openCase("C9D-3JS-6KU-8Y");
  assert.deepEqual(await buttons(), ["Paraf", "Kembalikan"]);
});

test("with the hub lost nothing can be decided, and it can again when it is back", async () => {
  await enter();
  await desk.openCase(sitti);
  hub.faults.down = true;
  await desk.poll();
  await page.locator(".hub-lost:not([hidden])").waitFor();
  assert.deepEqual(await buttons(), ["Setujui (mati)", "Kembalikan (mati)", "Tolak (mati)"]);
  assert.match(await page.locator("#why").innerText(), /tanda tangan menunggu hub/);
  hub.faults = {};
  await page.getByRole("button", { name: "Coba sekarang" }).click();
  await page.locator(".hub-lost").waitFor({ state: "hidden" });
  assert.deepEqual(await buttons(), ["Setujui", "Kembalikan", "Tolak"]);
});

test("a case that another officer decides meanwhile changes before the eyes", async () => {
  await enter();
  await desk.openCase(sitti);
  Object.assign(hub.world.cases.get(sitti).list, { state: "rejected", waits: "selesai", days_left: null });
  await desk.poll();
  await page.locator(".tag", { hasText: "Ditolak" }).waitFor();
  assert.deepEqual(await buttons(), []);
});

test("a code that is nobody's is told", async () => {
  await enter();
  await page.goto(`${hub.url}/#/permohonan/ZZZ`);
  await page.locator("main h1", { hasText: "Tidak dapat dibuka" }).waitFor();
  assert.match(await page.locator("main").innerText(), /tidak ada di hub ini/);
});

test("a case that changed since the queue was asked opens at once, and is asked for once", async () => {
  await enter();
  hub.world.cases.get(sitti).list.state_at += 60;
  await page.goto(`${hub.url}/#/permohonan/${sitti}`);
  await page.locator(".case-head").waitFor();
  assert.equal(hub.asked.filter((line) => line === `GET /api/cases/${sitti}`).length, 1);
});

test("a sheet that was opened while the page asked anew stays open", async () => {
  await enter();
  await desk.openCase(sitti);
  let goOn;
  const held = new Promise((done) => (goOn = done));
  hub.faults.before = (method, path) => (path === `/api/cases/${sitti}` ? held : undefined);
  hub.world.cases.get(sitti).list.state_at += 60;
  await desk.poll();
  await page.locator("main[aria-busy]").waitFor();
  await desk.begin("Setujui");
  await page.locator("dialog .claims").waitFor();
  goOn();
  await page.locator("main:not([aria-busy])").waitFor();
  assert.equal(await page.locator("dialog .claims").count(), 1);
  await desk.turnBack();
  await desk.poll(); // what waited meanwhile
  await until(() => hub.asked.filter((line) => line === `GET /api/cases/${sitti}`).length === 3);
});
