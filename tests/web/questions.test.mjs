// Questions and complaints: read, answered with the officer's key, and told when two answer at once.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compactVerify, importJWK } from "jose";
import { eachAtFakeHub, enterFake } from "./support/at_desk.mjs";
import { canonicalBytes } from "./support/officers.mjs";
import { hostile, phrase } from "./support/sample.mjs";

const bridge = "N5T-7QK-2WX-8R",
  sitti = "Z8C-4HD-6MP-1V",
  bad = "E1V-9SB-3YG-5J";
let hub, page, desk;
eachAtFakeHub(async (fresh) => {
  ({ hub, page, desk } = fresh);
  await desk.open();
  await enterFake(hub, desk);
});
const news = async () => {
  await page.locator("[data-slot=news]:not([hidden])").waitFor();
  return page.locator("[data-slot=news]").innerText();
};

test("the queue tells how many questions wait; the list has the longest waiting first", async () => {
  assert.equal(await page.locator(".pages .count").innerText(), "2");
  await page.getByRole("link", { name: /^Pertanyaan/ }).click();
  await page.locator(".asked-row").first().waitFor();
  const rows = await desk.questionRows();
  assert.deepEqual(
    rows.map((row) => [row.code, row.group]),
    [
      [bridge, "Belum dijawab (2)"],
      [sitti, "Belum dijawab (2)"],
      [bad, "Sudah dijawab (1)"],
    ],
  );
  assert.match(rows[0].text, /Laporan[^]*Tanpa nama, Desa Umaq Dian[^]*Menunggu 3 hari/);
  assert.match(rows[1].text, /Sitti Hasanah/);
});

test("an answer: what is shown is what is signed, by the officer's key", async () => {
  await desk.openQuestion(sitti);
  assert.match(await page.locator(".question").innerText(), /081200000001/);
  await desk.writeAnswer("  Surat Anda\nselesai hari\u200B Rabu. ");
  await page.locator("dialog .claims").waitFor();
  const claims = await desk.claims();
  assert.equal(claims.Jawaban, "Surat Anda selesai hari Rabu.");
  assert.equal(claims.Atas, `Pertanyaan, Desa Umaq Dian (${sitti})`);
  const shown = await desk.bytesShown();
  await desk.sign(phrase);
  assert.match(await news(), /Jawaban Anda tercatat/);
  const [{ jws, act }] = hub.questions.answered;
  const { payload } = await compactVerify(jws, await importJWK(hub.world.who.camat.public, "EdDSA"));
  assert.equal(Buffer.from(payload).toString(), shown);
  assert.deepEqual(
    [act.type, act.of, act.text],
    ["answered", hub.questions.all.get(sitti).question, "Surat Anda selesai hari Rabu."],
  );
  assert.deepEqual(
    (await desk.answers()).map((a) => a.text),
    ["Surat Anda selesai hari Rabu."],
  );
  await desk.openQuestions();
  assert.equal((await desk.questionRows()).find((row) => row.code === sitti).group, "Sudah dijawab (2)");
});

test("two answer at once: both stand, and the later is told", async () => {
  await desk.openQuestion(bridge);
  await desk.writeAnswer("Diperbaiki Senin.");
  hub.faults.meanwhile = () => hub.questions.answerBy(hub.world.who.sekcam, bridge, "Sudah dicatat.");
  await desk.sign(phrase);
  assert.match(await news(), /Orang lain juga baru saja menjawab/);
  assert.deepEqual(
    (await desk.answers()).map((a) => a.text),
    ["Sudah dicatat.", "Diperbaiki Senin."],
  );
});

test("an answer from another desk appears while one writes, and takes nothing away", async () => {
  await desk.openQuestion(bridge);
  await page.getByLabel("Yang akan dibaca warga").fill("Sedang saya tulis");
  hub.questions.answerBy(hub.world.who.sekcam, bridge, "Sudah dicatat.");
  await desk.poll();
  assert.match(await news(), /Baru saja ada jawaban lain/);
  assert.equal(await page.getByLabel("Yang akan dibaca warga").inputValue(), "Sedang saya tulis");
  assert.equal((await desk.answers()).length, 1);
});

test("nothing is signed without words, without a key, or when one turns back", async () => {
  await desk.openQuestion(bridge);
  await desk.writeAnswer(" \u200B ");
  await page.locator(".question .note-late:not([hidden])").waitFor();
  assert.match(await desk.trouble(), /Jawaban belum ditulis/);
  await desk.writeAnswer("Baik.");
  await desk.sign("salah");
  await page.locator("dialog .note-late:not([hidden])").waitFor();
  await desk.turnBack();
  assert.equal(await page.getByLabel("Yang akan dibaca warga").inputValue(), "Baik.");
  assert.equal(hub.questions.answered.length, 0);
});

test("bytes that are not the answer as it was typed are refused", async () => {
  const wrong = {
    "other words": (act) => canonicalBytes({ ...act, text: "Ditolak." }),
    "another question": (act) => canonicalBytes({ ...act, of: hub.questions.all.get(sitti).question }),
    "another kind": (act) => canonicalBytes({ ...act, type: "approved" }),
    "one key more": (act) => canonicalBytes({ ...act, x: 1 }),
    "not canonical": (act) => Buffer.from(`${JSON.stringify(act)} `),
  };
  await desk.openQuestion(bridge);
  for (const [name, tamper] of Object.entries(wrong)) {
    hub.faults = { tamper };
    await desk.writeAnswer("Baik.");
    await page.locator("dialog[role=alertdialog]").waitFor();
    assert.match(await desk.told(), /Jangan tanda tangani/, name);
    await desk.turnBack("Tutup");
  }
  assert.equal(hub.questions.answered.length, 0);
});

test("a text that is not the act's own cannot be answered", async () => {
  hub.questions.all.get(bridge).text = "Lain dari yang ditulis warga.";
  await desk.openQuestion(bridge);
  await desk.writeAnswer("Baik.");
  await page.locator("dialog .note-late:not([hidden])").waitFor();
  assert.ok(await page.locator("dialog .btn-main").isDisabled());
});

test("hostile words are words, and what turns text around is marked", async () => {
  await desk.openQuestion(bad);
  const told = await page.locator(".said-text").innerText();
  assert.ok(told.startsWith(hostile));
  assert.match(told, /\uFFFDkabur\uFFFD/);
  assert.equal(await page.locator("main img").count(), 0);
  assert.ok(!(await page.locator("main").innerText()).includes("\u202E"));
});

test("what was erased by law shows nothing and takes no answer", async () => {
  Object.assign(hub.questions.all.get(bridge), { erased: true, text: "", excerpt: "", name: "", acts: [] });
  await desk.openQuestions();
  assert.match((await desk.questionRows()).find((row) => row.code === bridge).text, /dihapus menurut hukum/);
  await desk.openQuestion(bridge);
  assert.ok(await page.getByLabel("Yang akan dibaca warga").isDisabled());
});

test("without the hub everything can be read and nothing answered", async () => {
  await desk.openQuestion(bridge);
  hub.faults.down = true;
  await desk.poll();
  await page.locator(".hub-lost:not([hidden])").waitFor();
  assert.ok(await desk.button("Lanjut ke tanda tangan").isDisabled());
  hub.faults = {};
  await page.getByRole("button", { name: "Coba sekarang" }).click();
  await page.locator(".hub-lost").waitFor({ state: "hidden" });
  assert.ok(await desk.button("Lanjut ke tanda tangan").isEnabled());
});
