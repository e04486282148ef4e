// A picture of the real desk: node picture_of_desk.mjs HUB-URL KEY-FILE PASSPHRASE OUT.png
import { readFile } from "node:fs/promises";
import { launch, newPage } from "./browser.mjs";
import { DeskPage } from "./desk_page.mjs";

const [url, keyFile, phrase, out] = process.argv.slice(2);
const browser = await launch();
const { page } = await newPage(browser);
const desk = new DeskPage(page, url);
await desk.open();
await desk.signIn({ name: "camat.jwe", text: await readFile(keyFile, "utf8") }, phrase);
await page.locator(".row").first().waitFor();
await page.screenshot({ path: out });
await desk.openCase((await desk.rows())[0].code);
await page.screenshot({ path: out.replace(/\.png$/, "-case.png") });
await browser.close();
