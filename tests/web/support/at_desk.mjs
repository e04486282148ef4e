// The set-up of test files in which every test is a browser at a desk of its own.
import assert from "node:assert/strict";
import { after, afterEach, before, beforeEach } from "node:test";
import { launch, newPage } from "./browser.mjs";
import { DeskPage } from "./desk_page.mjs";
import { FakeHub } from "./fake_hub.mjs";
import { keyFileOf } from "./officers.mjs";
import { RealHub } from "./real_hub.mjs";
import { phrase } from "./sample.mjs";

/** Before each test `take({hub, page, desk})`: a fake hub of its own, the desk's page not yet opened.
 *  What must not happen in the page (see newPage) fails the test. */
export function eachAtFakeHub(take) {
  let browser, opened, hub;
  before(async () => {
    browser = await launch();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    hub = await FakeHub.start();
    opened = await newPage(browser);
    await take({ hub, page: opened.page, desk: new DeskPage(opened.page, hub.url) });
  });
  afterEach(async () => {
    await opened.close();
    await hub.stop();
    assert.deepEqual(opened.troubles, []);
  });
}
/** Signs an officer of the fake hub in. */
export const enterFake = async (hub, desk, who = "camat") =>
  desk.signIn({ text: await keyFileOf(hub.world.who[who], phrase) }, phrase);

/** Once `ready(hub, browser)`, then before each test `take({page, desk})`; one real hub for them all. */
export function eachAtRealHub(options, ready, take) {
  let browser, opened, hub;
  before(async () => {
    browser = await launch();
    hub = await RealHub.start(options);
    await ready(hub, browser);
  });
  after(async () => {
    await browser?.close();
    await hub?.stop();
  });
  beforeEach(async () => {
    opened = await newPage(browser);
    await take({ page: opened.page, desk: new DeskPage(opened.page, hub.url) });
  });
  afterEach(async () => {
    await opened.close();
    assert.deepEqual(opened.troubles, []);
  });
}

/** With SHOTS=folder the page is kept as pictures of a phone's and a desk's width. */
export async function shot(page, name) {
  if (!process.env.SHOTS) return;
  for (const [width, height] of [
    [390, 844],
    [1280, 800],
  ]) {
    await page.setViewportSize({ width, height });
    await page.screenshot({ path: `${process.env.SHOTS}/real-${name}-${width}.png` });
  }
}
