// The desk in a browser at a real hub: what is decided here arrives at the kiosk, signed.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachAtRealHub, shot } from "../support/at_desk.mjs";
import { newPage } from "../support/browser.mjs";
import { DeskPage } from "../support/desk_page.mjs";
import { phrase, RealHub, siti, villager } from "../support/real_hub.mjs";

let hub, browser, page, desk;
eachAtRealHub(
  { people: ["camat", "kasi", "sekcam"] },
  (...both) => ([hub, browser] = both),
  (fresh) => ({ page, desk } = fresh),
);
const enter = async (who, at = desk) => {
  await at.open();
  await at.signIn({ name: `${who}.jwe`, text: hub.keyFiles[who] }, phrase);
};

test("kasi checks, sekcam initials, camat approves; the register stands at the kiosk", async () => {
  const code = await hub.request(siti);
  await enter("kasi");
  await desk.openCase(code);
  await desk.begin("Lolos");
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Lolos periksa");
  await desk.signOut();
  await enter("sekcam");
  await desk.openCase(code);
  await desk.begin("Paraf");
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Diparaf");
  await desk.signOut();
  await enter("camat");
  await shot(page, "antrean");
  assert.ok((await desk.rows()).some((row) => row.code === code && row.name === "SITI HASANAH"));
  await desk.openCase(code);
  await shot(page, "permohonan");
  await desk.begin("Setujui");
  const claims = await desk.claims();
  assert.equal(claims["Pemegang surat"], "SITI HASANAH");
  assert.equal(claims.Perhatian, "CONTOH - TIDAK BERLAKU");
  assert.match(claims["Atas pengesahan"], /^Kepala Desa Umaq Dian, /);
  await shot(page, "tanda-tangan");
  await desk.sign(phrase);
  const { title, register } = await desk.result();
  assert.equal(title, "Disetujui");
  assert.match(register, /^400\.9\.14\/\d+\/TBG\/[IVX]+\/20\d\d$/);
  assert.equal(claims["Register camat"], register);
  await shot(page, "selesai");
  const there = await hub.atKiosk(code);
  assert.deepEqual([there.state, there.register, there.arrived], ["approved", register, true]);
  await desk.openCase(code);
  assert.match(await page.locator("#why").innerText(), /sudah diputus/);
});

test("returned with a reason, amended in the desa, what differs is shown, approved", async () => {
  const form = villager("Besse Nuraini", "11");
  const code = await hub.request(form);
  await enter("camat");
  await desk.openCase(code);
  await desk.begin("Kembalikan");
  await desk.giveReason("Isian tidak cocok dengan kertas", "Penghasilan tidak sama dengan surat pernyataan.");
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Dikembalikan");
  const there = await hub.atKiosk(code);
  assert.deepEqual(
    [there.state, there.reason],
    ["returned", "Ada isian yang salah atau belum lengkap. Penghasilan tidak sama dengan surat pernyataan."],
  );
  await hub.amend(code, { ...form, penghasilan_bulan: 900000, rw: "01" });
  await hub.bring(code);
  await desk.openCase(code);
  const changed = await page.locator(".changed").allInnerTexts();
  assert.deepEqual(
    changed.map((text) => text.replace(/\s+/g, " ")),
    ["RW 01 Sebelumnya: kosong", "Penghasilan keluarga sebulan Rp900.000 Sebelumnya: Rp1.200.000"],
  );
  const register = await desk.approve(code, phrase);
  const after = await hub.atKiosk(code);
  assert.deepEqual([after.state, after.register], ["approved", register]);
});

test("refused: the citizen can read why at the kiosk", async () => {
  const code = await hub.request(villager("Markus Ledan", "12"));
  await enter("camat");
  await desk.openCase(code);
  await desk.begin("Tolak");
  await desk.giveReason("Permohonan ganda");
  await desk.sign(phrase);
  assert.equal((await desk.result()).title, "Ditolak");
  const there = await hub.atKiosk(code);
  assert.deepEqual(
    [there.state, there.register, there.reason],
    ["rejected", "", "Permohonan yang sama sudah diputus. Suratnya dapat diambil di kantor desa."],
  );
});

test("two officers at once: the first decision stands, the second is told who was first", async () => {
  const code = await hub.request(villager("Nurul Hidayah", "13"));
  const second = await newPage(browser),
    other = new DeskPage(second.page, hub.url);
  await enter("camat");
  await enter("kasi", other);
  await desk.openCase(code);
  await other.openCase(code);
  await other.begin("Kembalikan");
  await other.giveReason("Kertas belum lengkap");
  await desk.begin("Setujui");
  await desk.sign(phrase);
  const { register } = await desk.result();
  const answers = [];
  second.page.on("response", (r) => r.url().endsWith("/api/decide") && answers.push(r.status()));
  await other.sign(phrase);
  await second.page.locator("dialog[role=alertdialog]").waitFor();
  assert.match(await other.told(), /Sudah ada keputusan lain[^]*Disetujui: Camat Tabang, Rusli Wibisono, /);
  assert.deepEqual(answers, [409]);
  assert.deepEqual(second.troubles, []);
  await second.close();
  const there = await hub.atKiosk(code);
  assert.deepEqual([there.state, there.register], ["approved", register]);
});

test("the same officer in two windows: one decision, one number", async () => {
  const code = await hub.request(villager("Yohanes Bit", "14"));
  const second = await newPage(browser),
    other = new DeskPage(second.page, hub.url);
  await enter("camat");
  await enter("camat", other);
  await desk.openCase(code);
  await other.openCase(code);
  await other.begin("Tolak");
  await other.giveReason("Permohonan ganda");
  const register = await desk.approve(code, phrase);
  await other.sign(phrase);
  await second.page.locator("dialog[role=alertdialog]").waitFor();
  assert.match(await other.told(), /Disetujui: Camat Tabang/);
  await second.close();
  assert.equal((await hub.atKiosk(code)).register, register);
});

test("a revoked key: the open session ends with its next step, and no new one begins", async () => {
  const code = await hub.request(villager("Agustina Lawai", "15"));
  await enter("sekcam");
  await desk.openCase(code);
  await hub.hub("revoke", hub.kids.sekcam, "--reason", "Berkas kunci hilang");
  await desk.button("Paraf").click();
  await page.locator(".signin").waitFor();
  assert.match(await page.locator(".said").innerText(), /masuk lagi|dicabut/i);
  await desk.signIn({ text: hub.keyFiles.sekcam }, phrase);
  assert.match(await desk.trouble(), /Kunci ini sudah dicabut\. Mintalah undangan baru/);
  assert.equal((await hub.atKiosk(code)).state, "endorsed");
});

test("a stranger's key is not let in, and a wrong passphrase opens nothing", async () => {
  const stranger = await RealHub.start({ kiosk: false });
  await desk.open();
  await desk.signIn({ text: stranger.keyFiles.camat }, phrase);
  assert.match(await desk.trouble(), /belum terdaftar di kecamatan ini/);
  await stranger.stop();
  await enter("camat").then(() => desk.signOut());
  await desk.signIn({ text: hub.keyFiles.camat }, "bukan frasa itu sama sekali");
  assert.match(await desk.trouble(), /Frasa sandi tidak membuka kunci ini/);
});

test("after all of it the books of both sides hold", async () => {
  assert.match(await hub.check("hub"), /^Semua utuh/);
  assert.match(await hub.check("kiosk"), /^Semua utuh/);
});
