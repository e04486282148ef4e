// A complaint's whole way by the real programs: asked at a kiosk, carried up, answered in the
// browser, carried back, read at the kiosk by its code alone.
import assert from "node:assert/strict";
import { test } from "node:test";
import { eachAtRealHub, shot } from "../support/at_desk.mjs";
import { phrase } from "../support/real_hub.mjs";

let hub, page, desk;
eachAtRealHub(
  { people: ["camat", "sekcam"] },
  (real) => (hub = real),
  (fresh) => ({ page, desk } = fresh),
);
const enter = async (who) => {
  await desk.open();
  await desk.signIn({ name: `${who}.jwe`, text: hub.keyFiles[who] }, phrase);
};
const atKiosk = async (code) => {
  await hub.exchange();
  return JSON.parse(await hub.kiosk("questions", "--json")).find((q) => q.code === code);
};

test("a complaint without a name is answered by the camat and read at the kiosk", async () => {
  const code = await hub.kiosk("ask", "--kind", "complaint", "--text", "Jembatan di RT 3 rusak.");
  assert.equal((await atKiosk(code)).state, "at_office");
  await enter("camat");
  await page.getByRole("link", { name: /^Pertanyaan/ }).click();
  await page.locator(".asked-row").first().waitFor();
  await shot(page, "pertanyaan");
  await desk.openQuestion(code);
  await desk.writeAnswer("Diperbaiki mulai Senin.");
  await page.locator("dialog .claims").waitFor();
  assert.equal((await desk.claims())["Yang ditulis warga"], "Jembatan di RT 3 rusak.");
  await shot(page, "jawaban");
  await desk.sign(phrase);
  await page.locator("[data-slot=news]:not([hidden])").waitFor();
  const told = await atKiosk(code);
  assert.equal(told.state, "answered");
  assert.deepEqual(
    told.answers.map(({ text, by }) => [text, by]),
    [["Diperbaiki mulai Senin.", "Rusli Wibisono, Camat Tabang"]],
  );
  const seen = await hub.kiosk("questions", code, "--receipt", hub.path("tanda.pdf"));
  assert.match(seen, /sudah dijawab[^]*Diperbaiki mulai Senin\./);
  assert.ok(!seen.includes("Jembatan"));
});

test("an answer from the command line stands beside the desk's; hostile words stay words", async () => {
  const text = "<img src=x onerror=alert(1)> \u202Ekabur",
    code = await hub.kiosk("ask", "--text", text, "--name", "<b>Siti</b>", "--phone", "0812");
  await hub.exchange();
  await enter("sekcam");
  await desk.openQuestion(code);
  const shown = await page.locator(".question").innerText();
  assert.ok(shown.includes("<img src=x onerror=alert(1)> kabur") && shown.includes("<b>Siti</b>"));
  const key = ["--key", hub.path("camat.jwe"), "--passphrase-file", hub.path("frasa")];
  await desk.writeAnswer("Jawaban sekcam.");
  await page.locator("dialog .claims").waitFor();
  assert.equal(await hub.hub("answer", code, "--text", "Jawaban camat.", ...key), code);
  await desk.sign(phrase);
  await page.locator("[data-slot=news]", { hasText: "Orang lain juga" }).waitFor();
  assert.deepEqual(
    (await atKiosk(code)).answers.map((a) => a.text),
    ["Jawaban camat.", "Jawaban sekcam."],
  );
  const [row] = JSON.parse(await hub.hub("questions", "--json")).filter((q) => q.code === code);
  assert.equal(row.answers.length, 2);
  assert.match(await hub.check("hub"), /./);
});
