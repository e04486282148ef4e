// The queue: order, filters, search, keyboard, and the hub going away and coming back.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachAtFakeHub, enterFake } from "./support/at_desk.mjs";
import { until } from "./support/until.mjs";

let hub, page, desk;
eachAtFakeHub(async (fresh) => {
  ({ hub, page, desk } = fresh);
  await desk.open();
});
const enter = (who) => enterFake(hub, desk, who);
const names = async () => (await desk.rows()).map((row) => row.name);

test("the oldest promise comes first, in groups that say so", async () => {
  await enter();
  const rows = await desk.rows();
  assert.equal(rows.length, 8);
  assert.deepEqual(
    rows.slice(0, 4).map((row) => row.group),
    [
      "Lewat batas layanan (2)",
      "Lewat batas layanan (2)",
      "Batasnya hari ini (2)",
      "Batasnya hari ini (2)",
    ],
  );
  assert.match(
    rows.find((row) => row.name === "Sitti Hasanah").text,
    /Batas hari ini[^]*Umaq Dian[^]*1 di jalan/,
  );
  assert.equal(
    await page.locator("[data-slot=count]").innerText(),
    "8 menunggu keputusan Anda, 2 lewat batas",
  );
});

test("each officer sees first what waits for him", async () => {
  await enter("kasi");
  assert.deepEqual((await names()).sort(), ["Marten Ngau", "Norhayati Safitri"]);
  await desk.show("Di camat");
  assert.equal((await names()).length, 8);
  await desk.signOut();
  await enter("sekcam");
  assert.deepEqual(await names(), ["Diang Lestari"]);
});

test("segments, desa, service and search choose; the choice outlives a look at a case", async () => {
  await enter();
  await desk.show("Di kasi");
  assert.equal((await names()).length, 2);
  await desk.show("Diputus");
  assert.deepEqual(await names(), ["Galuh Safitri"]);
  await desk.show("Menunggu saya");
  await page.getByLabel("Layanan", { exact: true }).selectOption({ label: "Surat Keterangan Tidak Mampu" });
  assert.deepEqual((await names()).sort(), ["Besse Nuraini", "Sitti Hasanah"]);
  await page.getByLabel("Desa", { exact: true }).selectOption({ label: "Umaq Dian" });
  assert.deepEqual(await names(), ["Sitti Hasanah"]);
  await page.locator(".row").click();
  await page.getByRole("link", { name: "Kembali ke antrean" }).click();
  await page.locator(".queue-head").waitFor();
  assert.deepEqual(await names(), ["Sitti Hasanah"]);
  await page.getByLabel("Layanan", { exact: true }).selectOption("");
  await page.getByLabel("Desa", { exact: true }).selectOption("");
  for (const [typed, found] of [
    ["sitti", "Sitti Hasanah"],
    ["k7m2qx", "Sitti Hasanah"],
    ["400.9.14/033", "Sitti Hasanah"],
    ["GALUH", "Utuh Wibowo dan Galuh Pratiwi"],
  ]) {
    await desk.search(typed);
    assert.deepEqual(await names(), [found], typed);
  }
  await desk.search("tidak ada orangnya");
  assert.match(await page.locator(".empty").innerText(), /Tidak ada yang cocok/);
});

test("the keyboard is enough", async () => {
  await enter();
  await page.keyboard.press("ArrowDown");
  await page.keyboard.press("ArrowDown");
  const second = (await desk.rows())[1].name;
  await page.keyboard.press("Enter");
  await page.locator(".case-head").waitFor();
  assert.equal(await desk.heading(), second);
  await page.goto(`${hub.url}/#/antrean`);
  await page.locator(".queue-head").waitFor();
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.name), "q");
});

test("new cases appear by themselves and the focus stays where it was", async () => {
  hub.world.cases.get("K7M-2QX-94B-HD").list.waits = "kasi";
  await enter();
  await page.locator(".row", { hasText: "Besse Nuraini" }).focus();
  hub.world.cases.get("K7M-2QX-94B-HD").list.waits = "camat";
  await desk.poll();
  await page.locator(".row", { hasText: "Sitti Hasanah" }).waitFor();
  assert.match(await page.evaluate(() => document.activeElement.innerText), /Besse Nuraini/);
});

test("it asks every ten seconds, and not while the page is hidden", async () => {
  await enter();
  const asked = () => hub.asked.filter((line) => line === "GET /api/cases").length;
  const first = asked();
  const hide = (value) =>
    page.evaluate((hidden) => Object.defineProperty(document, "hidden", { value: hidden, configurable: true }), value);
  for (let n = 1; n <= 3; n++) {
    await page.clock.runFor(10_000);
    await until(() => asked() - first >= n);
  }
  await hide(true);
  await page.clock.runFor(60_000);
  await hide(false);
  await desk.poll(); // what the hidden page asked would be here before this
  await until(() => asked() - first >= 4);
  assert.equal(asked() - first, 4);
});

test("a hub that goes away is told, reading goes on, and it comes back", async () => {
  await enter();
  hub.faults.down = true;
  await desk.poll();
  await page.locator(".hub-lost:not([hidden])").waitFor();
  assert.match(
    await page.locator(".hub-lost").innerText(),
    /Hub tidak menjawab sejak \d\d\.\d\d[^]*Anda tetap dapat membaca/,
  );
  assert.match(await page.locator(".hub").innerText(), /Hub tidak menjawab/);
  assert.equal((await desk.rows()).length, 8);
  await page.locator(".row").first().click();
  await page.locator("main h1", { hasText: "Hub tidak menjawab" }).waitFor();
  hub.faults = {};
  await page.getByRole("button", { name: "Coba lagi" }).click();
  await page.locator(".case-head").waitFor();
});

test("nothing waiting is a calm page", async () => {
  hub.faults.empty = true;
  await enter();
  assert.match(await page.locator(".empty").innerText(), /Semua sudah diputus/);
  assert.equal(
    await page.locator("[data-slot=count]").innerText(),
    "Tidak ada yang menunggu keputusan Anda",
  );
});

test("desa that were not heard of for days are listed with a telephone", async () => {
  await enter();
  assert.deepEqual(await page.locator(".calls-list strong").allInnerTexts(), [
    "Muara Salung",
    "Muara Tubo",
  ]);
  assert.equal(
    await page.getByRole("link", { name: "Telepon Desa Muara Salung" }).getAttribute("href"),
    "tel:0800000013",
  );
  assert.match(await page.locator(".calls-list").innerText(), /Belum pernah tersambung/);
});
