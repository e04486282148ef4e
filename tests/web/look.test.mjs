// Every screen at every width: nothing wider than the window, light and dark, with nothing that the
// content policy had to stop. With SHOTS=folder the screens are kept as pictures, to be looked at.
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { launch, newPage } from "./support/browser.mjs";
import { DeskPage } from "./support/desk_page.mjs";
import { FakeHub } from "./support/fake_hub.mjs";
import { canonicalBytes, codeOf, digestOf, keyFileOf } from "./support/officers.mjs";
import { phrase } from "./support/sample.mjs";

const widths = [360, 390, 760, 1180, 1440];
let browser;
before(async () => {
  browser = await launch();
});
after(() => browser.close());

/** Goes through all screens and calls `look(name, page)` at each. */
async function journey(hub, desk, look) {
  const { page } = desk;
  await desk.open();
  await look("masuk");
  await desk.signIn(
    { name: "kunci-camat-tabang.jwe", text: await keyFileOf(hub.world.who.camat, phrase) },
    "bukan frasa yang benar",
  );
  await look("masuk-frasa-salah");
  await page.getByLabel("2. Frasa sandi, lima kata").fill(phrase);
  await page.keyboard.press("Enter");
  await page.locator(".queue-head").waitFor();
  await look("antrean");
  await desk.openCase("K7M-2QX-94B-HD");
  await page.locator(".view img").waitFor();
  await look("permohonan");
  await desk.begin("Setujui");
  await page.locator("dialog .claims").waitFor();
  await page.locator("dialog summary").click();
  await look("tanda-tangan");
  await desk.turnBack();
  await desk.begin("Kembalikan");
  await look("alasan");
  await desk.turnBack();
  await page.getByRole("tab", { name: "Surat" }).click();
  await page.locator(".view.letter > :is(iframe, .coming-view)").waitFor();
  await look("surat");
  await desk.openCase("X1E-6TA-2LP-4Q");
  await look("permohonan-jahat");
  await desk.openQuestions();
  await look("pertanyaan");
  await desk.openQuestion("Z8C-4HD-6MP-1V");
  await look("satu-pertanyaan");
  await desk.writeAnswer("Surat Anda sedang diperiksa. Silakan datang lagi hari Rabu.");
  await page.locator("dialog .claims").waitFor();
  await look("jawaban");
  await desk.turnBack();
  await desk.openQuestion("E1V-9SB-3YG-5J");
  await look("pertanyaan-jahat");
  hub.faults.down = true;
  await desk.poll();
  await page.locator(".hub-lost:not([hidden])").waitFor();
  await look("hub-putus");
  hub.faults = { empty: true };
  await page.goto(`${hub.url}/#/antrean`);
  await page.getByRole("button", { name: "Coba sekarang" }).click();
  await page.locator(".empty").waitFor();
  await look("kosong");
  hub.faults = {};
  await desk.approve("K7M-2QX-94B-HD", phrase);
  await look("selesai");
  await desk.openCase("J7H-1VC-5NS-9D");
  await look("sudah-diputus");
}

const letter = {
  at: 1795400760,
  e: "2999-01-01",
  g: "400.9.14/217/TBG/XI/2026",
  h: "SITTI HASANAH",
  k: "0003",
  n: "400.9.14/031/UMD/XI/2026",
  of: digestOf("x"),
  s: "SKTM",
  type: "approved",
};
const codes = (who) => ({
  asli: codeOf(who.camat, canonicalBytes(letter)),
  contoh: codeOf(who.camat, canonicalBytes({ ...letter, x: 1 })),
  habis: codeOf(who.camat, canonicalBytes({ ...letter, e: "2020-01-01" })),
  "kunci-dicabut": codeOf(who.gone, canonicalBytes(letter)),
  berubah: codeOf(who.camat, canonicalBytes(letter))
    .replace(/(.{30})./, "$1A")
    .replace(/(.{31})./, "$1B"),
  "tidak-terbaca": "ASLI",
});

for (const width of widths)
  for (const colorScheme of width === 390 || width === 1440 ? ["light", "dark"] : ["light"]) {
    test(`every screen at ${width} px, ${colorScheme}`, async () => {
      const hub = await FakeHub.start(),
        { page, troubles, close } = await newPage(browser, {
          viewport: { width, height: width < 760 ? 844 : 800 },
          colorScheme,
        });
      const desk = new DeskPage(page, hub.url),
        wide = [];
      const look = async (name) => {
        const over = await desk.overflow();
        if (over > 0) wide.push(`${name}: ${over} px`);
        if (process.env.SHOTS)
          await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${colorScheme}.png` });
      };
      await journey(hub, desk, look);
      for (const [name, code] of Object.entries(codes(hub.world.who))) {
        await page.goto("about:blank");
        await page.goto(`${hub.url}/v#${code}`);
        await page.locator("main[data-judged]").waitFor();
        await look(`v-${name}`);
      }
      assert.deepEqual(wide, []);
      assert.deepEqual(troubles, []);
      await close();
      await hub.stop();
    });
  }
