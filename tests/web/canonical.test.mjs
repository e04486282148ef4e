// Canonical JSON by the one vector file that C++, Node and the browser share.
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, test } from "node:test";
import { NotCanonical, parseCanonical, toCanonical } from "../../assets/desk/canonical.js";
import { launch, newPage } from "./support/browser.mjs";
import { FakeHub } from "./support/fake_hub.mjs";

const vectors = JSON.parse(await readFile(new URL("../vectors/canonical_json.json", import.meta.url)));
const bytesOf = (vector) =>
  vector.bytes_hex === undefined ? Buffer.from(vector.text, "utf8") : Buffer.from(vector.bytes_hex, "hex");

test("every vector in Node", () => {
  assert.ok(vectors.cases.length > 40);
  for (const vector of vectors.cases) {
    const bytes = new Uint8Array(bytesOf(vector));
    if (vector.ok) assert.deepEqual(toCanonical(parseCanonical(bytes)), bytes, vector.name);
    else assert.throws(() => parseCanonical(bytes), NotCanonical, vector.name);
  }
});

test("what no canonical bytes stand for is not written either", () => {
  const deep = { a: { b: { c: { d: { e: { f: {} } } } } } };
  for (const value of [
    null,
    undefined,
    1.5,
    2 ** 53,
    -0,
    NaN,
    { A: 1 },
    { "": 1 },
    ["\uD800"],
    deep,
    { a: "x".repeat(17000) },
  ])
    assert.throws(() => toCanonical(value), NotCanonical, String(JSON.stringify(value)).slice(0, 40));
  assert.equal(new TextDecoder().decode(toCanonical({ b: [true, "é"], a: -1 })), '{"a":-1,"b":[true,"é"]}');
});

let hub, browser;
before(async () => {
  hub = await FakeHub.start();
  browser = await launch();
});
after(async () => {
  await browser.close();
  await hub.stop();
});

test("every vector in Chromium", async () => {
  const { page, close } = await newPage(browser);
  await page.goto(`${hub.url}/`);
  const wrong = await page.evaluate(
    async (cases) => {
      const { parseCanonical: parse, toCanonical: write } = await import("/desk/canonical.js");
      return cases
        .filter(({ bytes, ok }) => {
          try {
            return String(write(parse(Uint8Array.from(bytes)))) !== String(Uint8Array.from(bytes)) || !ok;
          } catch {
            return ok;
          }
        })
        .map(({ name }) => name);
    },
    vectors.cases.map((v) => ({ name: v.name, ok: v.ok, bytes: [...bytesOf(v)] })),
  );
  assert.deepEqual(wrong, []);
  await close();
});
