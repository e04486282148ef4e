// Chromium for page tests. A page error or a broken content policy fails the test that saw it.
import { chromium } from "playwright-core";

const args = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--host-resolver-rules=MAP desk.test 127.0.0.1",
];

export const launch = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args });

/** A page of its own context; `troubles` gathers what must not happen: page errors, policy breaches,
 *  dialogs. Its clock stands still: the desk asks its hub by itself every ten seconds, and on a busy
 *  machine that fell between any two steps of a test. Who wants it to ask says so (DeskPage.poll). */
export async function newPage(browser, options = {}) {
  const context = await browser.newContext({
    viewport: { width: 1280, height: 800 },
    locale: "id-ID",
    ...options,
  });
  const page = await context.newPage(),
    troubles = [],
    now = Date.now();
  await page.clock.install({ time: now });
  await page.clock.pauseAt(now + 1000);
  page.on("pageerror", (problem) => troubles.push(`page error: ${problem}`));
  page.on("dialog", (dialog) => {
    troubles.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on("console", (line) => {
    if (/Content Security Policy|Trusted/.test(line.text())) troubles.push(`policy: ${line.text()}`);
  });
  return { page, troubles, close: () => context.close() };
}
