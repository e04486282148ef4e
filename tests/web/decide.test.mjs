// Deciding: what is shown is what is signed, and bytes that nobody should sign are refused with a
// sentence.
import assert from "node:assert/strict";
import { test } from "node:test";
import { compactVerify, importJWK } from "jose";
import { eachAtFakeHub, enterFake } from "./support/at_desk.mjs";
import { b64, canonicalBytes } from "./support/officers.mjs";
import { phrase } from "./support/sample.mjs";

let hub, page, desk;
eachAtFakeHub(async (fresh) => {
  ({ hub, page, desk } = fresh);
  await desk.open();
});
const enter = (who) => enterFake(hub, desk, who);
const sitti = "K7M-2QX-94B-HD",
  besse = "R5N-6YV-8AJ-3F",
  amended = "T8B-4FQ-7ND-6X";
const verified = async (jws, who) =>
  Buffer.from((await compactVerify(jws, await importJWK(hub.world.who[who].public, "EdDSA"))).payload);
const sheetClaims = async () => {
  await page.locator("dialog .claims").waitFor();
  return desk.claims();
};

test("approving: the bytes on the screen are the bytes that are signed, by the officer's key", async () => {
  await enter();
  await desk.openCase(sitti);
  await desk.begin("Setujui");
  const claims = await sheetClaims(),
    made = hub.world.cases.get(sitti);
  assert.deepEqual(claims, {
    Keputusan: "Menyetujui (mengetahui)",
    Layanan: "Surat Keterangan Tidak Mampu (SKTM)",
    "Pemegang surat": "SITTI HASANAH",
    "NIK berakhir": "0003",
    "Nomor desa": made.list.number,
    "Register camat": "400.9.14/217/TBG/XI/2026",
    Tanggal: "23 November 2026, 10.26 WITA",
    "Berlaku sampai": "23 Februari 2027",
    "Atas pengesahan": `Kepala Desa Umaq Dian, 22 November 2026 (${made.endorsed.slice(0, 8)})`,
  });
  const shown = await desk.bytesShown();
  await desk.sign(phrase);
  assert.deepEqual(await desk.result(), { title: "Disetujui", register: "400.9.14/217/TBG/XI/2026" });
  assert.equal(hub.decided.length, 1);
  assert.equal((await verified(hub.decided[0].jws, "camat")).toString(), shown);
  assert.equal(hub.decided[0].act.of, made.endorsed);
  await page.getByRole("link", { name: "Buka" }).click();
  await page.locator("h1", { hasText: "Besse Nuraini" }).waitFor();
});

test("an approval of an amended case names the endorsement of the newest revision", async () => {
  await enter();
  assert.equal(await desk.approve(amended, phrase), "400.9.14/217/TBG/XI/2026");
  assert.equal(hub.decided[0].act.of, hub.world.cases.get(amended).endorsed);
});

test("a sample hub's claims say so in the sheet", async () => {
  hub.sample = true;
  await enter();
  await desk.openCase(sitti);
  await desk.begin("Setujui");
  assert.equal((await sheetClaims()).Perhatian, "CONTOH - TIDAK BERLAKU");
});

test("turning back signs nothing", async () => {
  await enter();
  await desk.openCase(sitti);
  await desk.begin("Setujui");
  await desk.turnBack();
  assert.equal(hub.decided.length, 0);
  assert.ok(await desk.button("Setujui").isEnabled());
});

test("a wrong passphrase is told in the sheet, the right one signs", async () => {
  await enter();
  await desk.openCase(sitti);
  await desk.begin("Setujui");
  await desk.sign("salah");
  await page.locator("dialog .note-late:not([hidden])").waitFor();
  assert.match(await page.locator("dialog .note-late").innerText(), /Frasa sandi tidak membuka kunci ini/);
  assert.equal(hub.decided.length, 0);
  await page.getByLabel("Frasa sandi Anda").fill(phrase);
  await page.keyboard.press("Enter");
  assert.equal((await desk.result()).title, "Disetujui");
});

test("returning: the reason as typed is what is signed", async () => {
  await enter();
  await desk.openCase(sitti);
  await desk.begin("Kembalikan");
  await desk.giveReason(
    "Kertas belum lengkap",
    "  Surat pernyataan\nbelum bermeterai.\u200B Mohon   dibawa. ",
  );
  assert.equal((await sheetClaims()).Alasan, "Surat pernyataan belum bermeterai. Mohon dibawa.");
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Dikembalikan");
  const { act } = hub.decided[0];
  assert.deepEqual(
    [act.type, act.reason, act.reasons, act.of],
    [
      "returned",
      "Surat pernyataan belum bermeterai. Mohon dibawa.",
      ["paper_missing"],
      hub.world.cases.get(sitti).revision,
    ],
  );
});

test("asking for a photo again names the paper", async () => {
  await enter();
  await desk.openCase(besse);
  await page.locator(".thumb", { hasText: "Kartu Keluarga" }).click();
  await page.getByRole("button", { name: "Minta foto ulang" }).click();
  await desk.giveReason("Foto tidak terbaca");
  assert.match((await sheetClaims()).Alasan, /^Foto Kartu Keluarga tidak terbaca\./);
});

test("a reason is owed", async () => {
  await enter();
  await desk.openCase(sitti);
  await desk.begin("Tolak");
  await page.getByLabel("Alasan lain").check();
  await page.getByRole("button", { name: "Lanjut ke tanda tangan" }).click();
  assert.match(await page.locator("dialog .note-late").innerText(), /Alasan belum ditulis/);
  await desk.giveReason("Permohonan ganda");
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Ditolak");
  assert.equal(hub.decided[0].act.type, "rejected");
});

test("kasi passes and sekcam initials with their own keys", async () => {
  await enter("kasi");
  await desk.openCase("M6Q-8PC-2GY-7H");
  await desk.begin("Lolos");
  assert.equal((await sheetClaims()).Keputusan, "Lolos periksa");
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Lolos periksa");
  assert.equal(JSON.parse(await verified(hub.decided[0].jws, "kasi")).type, "checked");
  await desk.signOut();
  await enter("sekcam");
  await desk.openCase("C9D-3JS-6KU-8Y");
  await desk.begin("Paraf");
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Diparaf");
  assert.equal(JSON.parse(await verified(hub.decided[1].jws, "sekcam")).type, "initialled");
});

const other = (world) => world.cases.get(besse);
const tampered = [
  [
    "an act for another case",
    (act, world) => canonicalBytes({ ...act, of: other(world).endorsed }),
    /Tidak dikenal|bukan untuk permohonan ini/,
  ],
  [
    "the endorsement of this case in place of its revision",
    (act) => canonicalBytes({ at: act.at, of: act.of, type: "rejected", reason: "x", salt: "YWJj" }),
    /bukan keputusan yang Anda pilih/,
  ],
  [
    "the revision where the endorsement is owed",
    (act, world) => canonicalBytes({ ...act, of: world.cases.get(sitti).revision }),
    /bukan untuk permohonan ini/,
  ],
  [
    "another type",
    (act) => canonicalBytes({ ...act, type: "reissued" }),
    /bukan keputusan yang Anda pilih/,
  ],
  [
    "keys out of order",
    (act) => Buffer.from(JSON.stringify(Object.fromEntries(Object.entries(act).reverse()))),
    /tidak berbentuk baku/,
  ],
  [
    "a key twice",
    (act) => Buffer.from(canonicalBytes(act).toString().replace("{", '{"at":1,')),
    /tidak berbentuk baku/,
  ],
  [
    "spaces",
    (act) => Buffer.from(JSON.stringify(JSON.parse(canonicalBytes(act)), null, 1)),
    /tidak berbentuk baku/,
  ],
  ["no JSON", () => Buffer.from("approved"), /tidak berbentuk baku/],
  ["a key that is not known", (act) => canonicalBytes({ ...act, z: "1" }), /hal yang tidak dikenal/],
  ["a key that is missing", ({ g, ...act }) => canonicalBytes(act), /hal yang tidak dikenal/],
  [
    "another kind of value",
    (act) => canonicalBytes({ ...act, h: { nama: "A" } }),
    /hal yang tidak dikenal/,
  ],
  ["another service", (act) => canonicalBytes({ ...act, s: "SKAW" }), /bukan untuk permohonan ini/],
  [
    "another desa number",
    (act) => canonicalBytes({ ...act, n: "400.9.14/999/DSA/XI/2026" }),
    /bukan untuk permohonan ini/,
  ],
];
for (const [name, tamper, sentence] of tampered) {
  test(`prepared bytes are refused: ${name}`, async () => {
    hub.faults.tamper = tamper;
    await enter();
    await desk.openCase(sitti);
    await desk.button("Setujui").click();
    await page.locator("dialog[role=alertdialog], dialog .note-late:not([hidden])").first().waitFor();
    assert.match(await page.locator("dialog").innerText(), sentence);
    assert.equal(await page.locator("dialog button.btn-main:not([data-close]):enabled").count(), 0);
    assert.equal(hub.decided.length, 0);
  });
}

test("a reason that is not the one typed is refused", async () => {
  hub.faults.tamper = (act) => canonicalBytes({ ...act, reason: "Alasan lain sekali" });
  await enter();
  await desk.openCase(sitti);
  await desk.begin("Kembalikan");
  await desk.giveReason("Foto tidak terbaca");
  assert.match(await desk.told(), /bukan yang Anda tulis/);
});

const unproven = [
  [
    "the endorsement's signature is not the kades'",
    (made) => {
      made.acts[1].jws = hub.world.who.kasi.signAct(Buffer.from(made.acts[1].payload, "base64url"));
    },
    /bukan untuk permohonan ini/,
  ],
  [
    "the endorsement is signed by nobody known",
    (made) => {
      made.acts[1].jws = hub.world.who.stranger.signAct(Buffer.from(made.acts[1].payload, "base64url"));
    },
    /Tidak dikenal, jangan tanda tangani/,
  ],
  [
    "the endorsement has no signature",
    (made) => {
      made.acts[1].jws = null;
    },
    /Tidak dikenal, jangan tanda tangani/,
  ],
  [
    "the kades is of another desa",
    (made) => {
      made.acts[1].jws = hub.world.who.kades["Bila Talang"].signAct(
        Buffer.from(made.acts[1].payload, "base64url"),
      );
    },
    /bukan untuk permohonan ini/,
  ],
  [
    "a payload was changed",
    (made) => {
      made.acts[1].payload = b64(
        Buffer.from(made.acts[1].payload, "base64url").toString().replace("SITTI", "SITTA"),
      );
    },
    /Tidak dikenal, jangan tanda tangani/,
  ],
  [
    "the first revision is not the case",
    (made) => {
      made.list.case = b64(Buffer.alloc(32, 7));
    },
    /bukan untuk permohonan ini/,
  ],
  [
    "the acts are missing",
    (made) => {
      made.acts = [];
    },
    /Tidak dikenal, jangan tanda tangani/,
  ],
];
for (const [name, spoil, sentence] of unproven) {
  test(`what cannot be proved is not signed: ${name}`, async () => {
    spoil(hub.world.cases.get(sitti));
    await enter();
    await desk.openCase(sitti);
    await desk.button("Setujui").click();
    await page.locator("dialog[role=alertdialog], dialog .note-late:not([hidden])").first().waitFor();
    assert.match(await page.locator("dialog").innerText(), sentence);
    assert.equal(await page.locator("dialog button.btn-main:not([data-close]):enabled").count(), 0);
  });
}

test("somebody else's decision is told, before and after signing", async () => {
  await enter();
  await desk.openCase(sitti);
  hub.faults.meanwhile = true;
  await desk.begin("Setujui");
  await desk.sign(phrase);
  await page.locator("dialog[role=alertdialog]").waitFor();
  assert.match(
    await desk.told(),
    /Sudah ada keputusan lain[^]*Ditolak: Plh\. Camat Tabang, Diang Lestari, 23 November 2026, 10\.25 WITA/,
  );
  assert.equal(hub.decided.length, 0);
  await desk.turnBack("Tutup");
  await desk.button("Setujui").click();
  await page.locator("dialog[role=alertdialog]").waitFor();
  assert.match(await desk.told(), /Sudah ada keputusan lain/);
});

test("an answer that is lost may be asked for again, with the same bytes", async () => {
  await enter();
  await desk.openCase(sitti);
  await desk.begin("Setujui");
  const shown = await desk.bytesShown();
  hub.faults.down = true;
  await desk.sign(phrase);
  await page.locator("dialog .note-late:not([hidden])").waitFor();
  assert.match(
    await page.locator("dialog .note-late").innerText(),
    /Hub tidak menjawab[^]*tidak tercatat dua kali/,
  );
  hub.faults = {};
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Disetujui");
  assert.equal(hub.decided[0].payload.toString(), shown);
});

test("a hub lost before preparing is told and nothing is signed", async () => {
  await enter();
  await desk.openCase(sitti);
  hub.faults.down = true;
  await desk.button("Setujui").click();
  await page.locator("dialog[role=alertdialog]").waitFor();
  assert.match(await desk.told(), /Belum ada yang ditandatangani/);
});
