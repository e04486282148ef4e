// A hub that strangers can reach: it answers others meanwhile, refuses what is no request, and lives on.
import assert from "node:assert/strict";
import { randomBytes } from "node:crypto";
import { networkInterfaces } from "node:os";
import { after, afterEach, before, test } from "node:test";
import { b64, canonicalBytes } from "../support/officers.mjs";
import { request, send, slowClient } from "../support/raw_http.mjs";
import { phrase, RealHub, siti, villager } from "../support/real_hub.mjs";
import { post, signIn } from "../support/session.mjs";
import { until } from "../support/until.mjs";

let hub, port, session, code;
before(async () => {
  hub = await RealHub.start({ listen: "0.0.0.0:0" });
  port = Number(new URL(hub.url).port);
  hub.url = `http://127.0.0.1:${port}`;
  session = await signIn(hub.url, hub.keyFiles.camat, phrase);
  code = await hub.request(siti);
});
after(() => hub?.stop());
afterEach(async () => {
  assert.ok(hub.isRunning, `the hub ended: ${hub.log}`);
  assert.equal((await fetch(`${hub.url}/healthz`, { signal: AbortSignal.timeout(60_000) })).status, 200);
});
const statusOf = async (...words) => (await send(port, request(...words))).status;
const as = (authorization) => ({ Authorization: authorization });

test("300 clients that never finish: others are served meanwhile, and the slow ones are cut", async () => {
  const slow = Array.from({ length: 300 }, () => slowClient(port));
  await until(() => slow.every((client) => client.connected));
  assert.equal((await fetch(`${hub.url}/healthz`)).status, 200);
  assert.ok(
    slow.every((client) => client.cut === undefined),
    "answered only when a slow one was gone",
  );
  const other = await hub.submit(villager("Paulus Ding", "41"));
  const figures = await hub.exchange();
  assert.ok(figures.completed, JSON.stringify(figures));
  assert.equal(JSON.parse(await hub.kiosk("case", "--json", other)).arrived, true);
  await until(() => slow.every((client) => client.cut !== undefined), 120_000);
  const cut = slow.map((client) => client.cut);
  assert.ok(Math.min(...cut) > 8000, `the first was cut after ${Math.min(...cut)} ms`);
});

test("headers and bodies beyond their limits are refused, and not read to their end", async () => {
  assert.ok([413, 414, 431].includes(await statusOf("GET", "/", [`X-Big: ${"a".repeat(40_000)}`])));
  assert.ok([413, 414, 431].includes(await statusOf("GET", `/${"a".repeat(40_000)}`)));
  const many = Array.from({ length: 5000 }, (_, n) => `X-${n}: y`);
  assert.ok([413, 414, 431].includes(await statusOf("GET", "/", many)));
  for (const [path, size] of [
    ["/api/challenge", 64 * 1024 + 1],
    ["/api/challenge", 2 ** 31],
    ["/sync", 1024 * 1024 + 1],
    ["/sync", "99999999999999999999"],
  ])
    assert.ok(
      [400, 413].includes(await statusOf("POST", path, [`Content-Length: ${size}`])),
      `${path} of ${size}`,
    );
  const chunk = `10000\r\n${"a".repeat(65536)}\r\n`,
    chunked = ["Transfer-Encoding: chunked"];
  assert.equal(await statusOf("POST", "/sync", chunked, `${chunk.repeat(17)}0\r\n\r\n`), 413);
});

test("only GET and POST, each where it belongs", async () => {
  for (const method of ["TRACE", "PUT", "DELETE", "PATCH", "OPTIONS", "PROPFIND", "GETT", "get"])
    for (const path of ["/", "/sync", "/api/cases", "/healthz"]) {
      const status = await statusOf(method, path, ["Content-Length: 0"]);
      assert.ok([400, 405].includes(status), `${method} ${path}: ${status}`);
    }
  const connected = await send(port, "CONNECT 127.0.0.1:22 HTTP/1.1\r\nHost: 127.0.0.1:22\r\n\r\n");
  assert.ok([400, 404, 405].includes(connected.status), String(connected.status));
  assert.equal(await statusOf("POST", "/", ["Content-Length: 0"]), 405);
  assert.equal(await statusOf("GET", "/sync"), 405);
  assert.equal((await send(port, "TRACE / HTTP/1.1\r\nHost: x\r\nCookie: secret\r\n\r\n")).body.includes("secret"), false);
});

test("no path leads out of the list of pages", async () => {
  const paths = [
    "/desk/../main.cpp",
    "/desk/../../sync/hub/main.cpp",
    "/desk/..%2f..%2fREADME.md",
    "/desk/%2e%2e/%2e%2e/README.md",
    "/desk/..\\..\\README.md",
    "/desk/%252e%252e/README.md",
    "/desk//etc/passwd",
    "/desk/../../../../../../etc/passwd",
    "/../hub/keys/node.key",
    "/desk/README.md",
    "/desk/package.json",
    "/desk/README.md%00.css",
    "/desk/fonts/",
    "/desk/",
    "/hub/disapa.db",
    "/.git/config",
    "//v",
    "/V",
    "/v/",
  ];
  for (const path of paths) {
    const { status } = await send(port, request("GET", path));
    assert.ok([400, 404].includes(status), `${path}: ${status}`);
  }
  assert.equal(await statusOf("GET", "/desk/desk.js"), 200);
});

test("requests that two readers would read differently are not read at all", async () => {
  const smuggled = "GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n";
  for (const headers of [
    ["Content-Length: 0", `Content-Length: ${smuggled.length}`],
    ["Content-Length: 5", "Transfer-Encoding: chunked"],
    ["Content-Length: -1"],
    ["Content-Length: 1e3"],
    ["Content-Length: 0x10"],
  ]) {
    const { status, body } = await send(port, request("POST", "/api/challenge", headers, smuggled), {
      patience: 2000,
      whole: false,
    });
    assert.ok([0, 400, 404, 413].includes(status), `${headers}: ${status}`);
    assert.ok(!body.includes("ok\n"), `${headers}: the smuggled request was answered`);
  }
  for (const text of ["\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "\0\0\0\0", "\x16\x03\x01\x02\0\x01\0"])
    assert.notEqual((await send(port, text, { patience: 1500 })).status, 200, JSON.stringify(text));
});

test("garbage to /sync is answered and forgotten", async () => {
  for (const size of [0, 1, 31, 32, 200, 5000, 300_000]) {
    const answer = await fetch(`${hub.url}/sync`, { method: "POST", body: randomBytes(size) });
    assert.ok([200, 400].includes(answer.status), `${size} bytes: ${answer.status}`);
    assert.ok((await answer.arrayBuffer()).byteLength < 400, `${size} bytes: the hub said much`);
  }
  assert.ok((await hub.exchange()).completed);
  assert.match(await hub.check("hub"), /^Semua utuh/);
});

const deep = (n) => `${"[".repeat(n)}${"]".repeat(n)}`;
const signed = (claims) => session.jws("disapa-challenge", canonicalBytes(claims));
const garbage = () => [
  ...["", "null", "7", '"x"', "[]", "{", "{}", deep(20_000), '{"kid":{}}', '{"kid":7}', '{"jws":[]}'],
  ...["\0", "\uD800", '{"code":"x","kind":"approve"}', `{"jws":"${"a.".repeat(20_000)}"}`],
  ...['{"jws":"a.b.c"}', '{"jws":"..."}', '{"jws":""}', `{"kid":"${"A".repeat(60_000)}"}`],
  JSON.stringify({ jws: signed({ challenge: 1, host: "x" }) }),
  JSON.stringify({ jws: signed({ challenge: "x", host: {} }) }),
  JSON.stringify({ jws: signed([1]) }),
  JSON.stringify({ jws: session.jws("disapa-act", Buffer.from("{}")) }),
  JSON.stringify({ jws: session.jws("disapa-act", Buffer.from("[".repeat(1000))) }),
  JSON.stringify({ jws: session.jws("disapa-act", randomBytes(40)) }),
  ...[7, null, {}, [], "x", [[]]].map((reasons) =>
    JSON.stringify({ code, kind: "return", reason: "Foto buram.", reasons: [reasons] }),
  ),
  ...[7, {}, "x"].map((reasons) => JSON.stringify({ code, kind: "return", reason: "Foto.", reasons })),
  ...[7, null, [], "a\u202Eb", " ", "x".repeat(301)].map((reason) =>
    JSON.stringify({ code, kind: "reject", reason }),
  ),
  JSON.stringify({ code, kind: "constructor" }),
  JSON.stringify({ code: [code], kind: "approve" }),
];
test("garbage JSON is refused with a sentence by every call, signed in or not", async () => {
  for (const path of ["/api/challenge", "/api/session", "/api/prepare", "/api/decide"])
    for (const body of garbage())
      for (const headers of [{}, as(session.authorization)]) {
        const answer = await post(hub.url, path, body, headers),
          label = `${path} ${String(body).slice(0, 60)}: ${answer.status}`;
        if (answer.status === 200) assert.match(body, /"return"/, label); // a list that may be empty
        else assert.ok([400, 401, 403, 404].includes(answer.status), label);
        const said = await answer.json();
        if (answer.status !== 200) assert.ok(said.sentence, label);
      }
  assert.equal((await hub.atKiosk(code)).state, "endorsed");
});

test("paths of cases and blobs that are none are not found", async () => {
  for (const path of ["cases/x", "cases/%00", `cases/${code}/x`, `cases/${code}/letter/x`, "cases/..%2f..", "cases/"])
    assert.equal((await fetch(`${hub.url}/api/${path}`, { headers: as(session.authorization) })).status, 404, path);
  for (const name of ["x", "", b64(randomBytes(32)), "A".repeat(43), "..%2Fkeys%2Fnode.key"])
    assert.equal(
      (await fetch(`${hub.url}/api/blobs/${name}`, { headers: as(session.authorization) })).status,
      404,
      name,
    );
});

test("without a token, with a wrong, cut or signed-out one: 401", async () => {
  const second = await signIn(hub.url, hub.keyFiles.camat, phrase);
  assert.equal((await post(hub.url, "/api/sign-out", {}, as(second.authorization))).status, 200);
  const tokens = ["", "Bearer ", "Bearer", "bearer x", `Bearer ${b64(randomBytes(32))}`, "Basic YTpi"];
  tokens.push(session.token, session.authorization.slice(0, -1), `${session.authorization}A`);
  tokens.push(second.authorization, session.authorization.toLowerCase());
  for (const token of tokens) {
    for (const path of ["/api/cases", `/api/cases/${code}`, `/api/cases/${code}/letter`, "/api/blobs/x"])
      assert.equal((await fetch(hub.url + path, { headers: as(token) })).status, 401, `${token} ${path}`);
    for (const path of ["/api/prepare", "/api/decide", "/api/sign-out"])
      assert.equal((await post(hub.url, path, {}, as(token))).status, 401, `${token} ${path}`);
  }
  assert.equal((await fetch(`${hub.url}/api/cases`, { headers: as(session.authorization) })).status, 200);
});

test("a challenge is good once, for this host and for the key that asked", async () => {
  const ask = async () => (await (await post(hub.url, "/api/challenge", { kid: session.kid })).json()).challenge;
  const open = (challenge, host) =>
    post(hub.url, "/api/session", { jws: signed({ challenge, host }) }).then((answer) => answer.status);
  const { host } = new URL(hub.url);
  const challenge = await ask();
  assert.equal(await open(challenge, host), 200);
  assert.equal(await open(challenge, host), 401, "twice");
  assert.equal(await open(await ask(), "evil.example"), 401, "passed on by another site");
  assert.equal(await open(b64(randomBytes(32)), host), 401, "never asked");
  for (let n = 0; n < 1500; n++) await ask(); // others may ask as often as they like
  assert.equal(await open(await ask(), host), 200);
});

test("a signed act that nobody prepared is not taken", async () => {
  const at = Math.floor(Date.now() / 1000),
    of = b64(randomBytes(32));
  const acts = [
    { at, of, type: "checked" },
    { at, of, reason: "x", salt: b64(randomBytes(8)), type: "rejected" },
    { at, key: session.kid, reason: "", type: "key_revoked" },
    { at, key: session.kid, region: "64.02.12", role: "admin", type: "role_granted" },
  ];
  for (const act of acts) {
    const jws = session.jws("disapa-act", canonicalBytes(act));
    const { status } = await post(hub.url, "/api/decide", { jws }, as(session.authorization));
    assert.ok([400, 403, 404, 409].includes(status), `${act.type}: ${status}`);
  }
});

const outside = Object.values(networkInterfaces())
  .flat()
  .find((address) => address.family === "IPv4" && !address.internal)?.address;
test("over plain HTTP from elsewhere: the public page, but neither desk nor API", { skip: !outside }, async () => {
  const far = (path, method = "GET", headers = []) =>
    send(port, request(method, path, headers), { host: outside }).then((answer) => answer.status);
  for (const path of ["/", "/api/hello", "/api/cases", `/api/cases/${code}`])
    assert.equal(await far(path), 403, path);
  for (const path of ["/api/challenge", "/api/session"])
    assert.equal(await far(path, "POST", ["Content-Length: 0"]), 403, path);
  assert.equal(await far("/", "GET", ["X-Forwarded-Proto: https"]), 403, "anybody may write that header");
  assert.equal(await far("/api/cases", "GET", [`Authorization: ${session.authorization}`]), 403);
  for (const path of ["/v", "/keys.json", "/healthz", "/desk/verify.js"])
    assert.equal(await far(path), 200, path);
});
