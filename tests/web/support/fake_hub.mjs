// A hub for page tests only: same API (sync/hub/API.md), real keys, JWS checked by jose. It knows a
// fixed world (sample.mjs) and can be told to misbehave: see `faults`.
import { createServer } from "node:http";
import { randomBytes } from "node:crypto";
import { readFile } from "node:fs/promises";
import { compactVerify, importJWK } from "jose";
import { FakeQuestions } from "./fake_questions.mjs";
import { b64, canonicalBytes } from "./officers.mjs";
import { desas, now, sampleWorld, services } from "./sample.mjs";

const assets = new URL("../../../assets/desk/", import.meta.url);
const types = {
  html: "text/html; charset=utf-8",
  css: "text/css; charset=utf-8",
  js: "text/javascript; charset=utf-8",
  svg: "image/svg+xml",
  woff2: "font/woff2",
};
const actOf = {
  check: "checked",
  initial: "initialled",
  approve: "approved",
  return: "returned",
  reject: "rejected",
};
const roleOf = { check: "verifikator", initial: "sekcam", approve: "camat", return: "", reject: "camat" };
const doneWords = {
  checked: "Lolos periksa",
  initialled: "Diparaf",
  approved: "Disetujui",
  returned: "Dikembalikan",
  rejected: "Ditolak",
};
const pdf = Buffer.from(
  [
    "%PDF-1.4",
    "1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj",
    "2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj",
    "3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R",
    "/Resources<</Font<</F1 5 0 R>>>>>>endobj",
    "4 0 obj<</Length 64>>stream",
    "BT /F1 20 Tf 90 740 Td (SURAT KETERANGAN TIDAK MAMPU) Tj ET     ",
    "endstream endobj",
    "5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj",
    "trailer<</Root 1 0 R>>",
    "",
  ].join("\n"),
);

async function textOf(request) {
  const parts = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts).toString();
}

class Told extends Error {
  constructor(status, sentence, more = {}) {
    super(sentence);
    this.status = status;
    this.more = more;
  }
}

export class FakeHub {
  world = sampleWorld();
  questions = new FakeQuestions(this.world.who.camat);
  /** down: no answer at all. tamper(payload, request): other bytes than those to sign. before(method,
   *  path): called first; what it promises is waited for.
   *  meanwhile: somebody else decides between prepare and decide. keysDown: no /keys.json. empty: no
   *  cases. */
  faults = {};
  sample = false;
  revokedLetters = [];
  decided = []; // {jws, act, payload} in the order in which they came
  asked = []; // "METHOD /path"
  #challenges = new Map();
  #sessions = new Map();
  #prepared = new Map();

  static async start() {
    const hub = new FakeHub();
    hub.server = createServer((request, answer) => hub.#answer(request, answer));
    await new Promise((ready) => hub.server.listen(0, "127.0.0.1", ready));
    hub.server.unref(); // a test that failed leaves it listening, and node shall end all the same
    hub.port = hub.server.address().port;
    hub.url = `http://127.0.0.1:${hub.port}`;
    return hub;
  }
  stop() {
    this.server.closeAllConnections();
    return new Promise((gone) => this.server.close(gone));
  }
  endSessions() {
    this.#sessions.clear();
  }

  get officers() {
    const { kades, ...rest } = this.world.who;
    return [...Object.values(rest), ...Object.values(kades)].filter((o) => o !== rest.stranger);
  }
  keys() {
    return { keys: this.officers.map((o) => o.public), revoked_letters: this.revokedLetters, services };
  }

  async #answer(request, answer) {
    const { pathname } = new URL(request.url, this.url);
    this.asked.push(`${request.method} ${pathname}`);
    await this.faults.before?.(request.method, pathname);
    if (this.faults.down) {
      request.socket.destroy();
      return;
    }
    answer.setHeader("X-Content-Type-Options", "nosniff");
    try {
      const body = request.method === "POST" ? JSON.parse(await textOf(request)) : undefined;
      const given = await this.#route(request, pathname, body);
      answer.setHeader("Content-Type", given.type ?? "application/json");
      if (given.attachment) answer.setHeader("Content-Disposition", "attachment");
      answer.end(given.bytes ?? JSON.stringify(given.json));
    } catch (problem) {
      answer.statusCode = problem.status ?? 500;
      answer.setHeader("Content-Type", "application/json");
      answer.end(
        JSON.stringify({
          sentence: problem.status ? problem.message : "Hub bermasalah.",
          log: problem.stack,
          ...problem.more,
        }),
      );
    }
  }

  async #route(request, path, body) {
    if (path === "/" || path === "/v" || path.startsWith("/desk/")) return this.#file(path);
    if (path === "/keys.json") {
      if (this.faults.keysDown) throw new Told(503, "Sebentar");
      return { json: this.keys() };
    }
    if (path === "/api/hello")
      return {
        json: {
          office: {
            name: "Tabang",
            region: "64.02.12",
            kabupaten: "Kutai Kartanegara",
            phone: "0800000000",
          },
          now,
          sample: this.sample,
          version: "test",
        },
      };
    if (path === "/api/challenge") return { json: this.#challenge(body.kid) };
    if (path === "/api/session") return { json: await this.#session(body.jws, request.headers.host) };
    const token = (request.headers.authorization ?? "").replace(/^Bearer /, ""),
      officer = this.#sessions.get(token);
    if (!officer) throw new Told(401, "Sesi Anda sudah berakhir. Masuk lagi untuk melanjutkan.");
    if (path === "/api/sign-out") {
      this.#sessions.delete(token);
      return { json: { ok: true } };
    }
    if (path === "/api/cases")
      return {
        json: {
          now,
          cases: this.faults.empty ? [] : [...this.world.cases.values()].map((c) => c.list),
          desas,
          questions: this.questions.counts(),
        },
      };
    if (path === "/api/questions") return { json: this.questions.list() };
    if (path === "/api/prepare-answer") return { json: this.questions.prepare(body, this.faults) };
    if (path === "/api/answer") {
      if (this.faults.meanwhile) this.faults.meanwhile();
      return { json: await this.questions.answer(body.jws, officer) };
    }
    if (path === "/api/prepare") return { json: this.#prepare(body, officer) };
    if (path === "/api/decide") return { json: await this.#decide(body.jws, officer) };
    const [, kind, name, letter] = path.slice(1).split("/").map(decodeURIComponent);
    if (kind === "blobs" && this.world.blobs.has(name)) {
      const { bytes, mime } = this.world.blobs.get(name);
      return { bytes, type: mime, attachment: true };
    }
    if (kind === "cases" && letter === "letter")
      return { bytes: pdf, type: "application/pdf", attachment: true };
    if (kind === "cases") return { json: this.#case(name, officer) };
    const question = kind === "questions" && this.questions.one(name, officer);
    if (question) return { json: question };
    throw new Told(404, "Tidak ada.");
  }

  async #file(path) {
    const name = path === "/" ? "index.html" : path === "/v" ? "verify.html" : path.slice("/desk/".length);
    if (!/^(fonts\/)?[a-z0-9_-]+\.(html|css|js|svg|woff2)$/.test(name)) throw new Told(404, "Tidak ada.");
    return {
      bytes: await readFile(new URL(name, assets)).catch(() => {
        throw new Told(404, "Tidak ada.");
      }),
      type: types[name.split(".").pop()],
    };
  }

  #challenge(kid) {
    const officer = this.officers.find((o) => o.kid === kid);
    if (!officer)
      throw new Told(
        404,
        "Kunci ini tidak terdaftar di kecamatan ini. Mintalah undangan kepada admin kecamatan.",
      );
    if (officer.public.revoked)
      throw new Told(
        404,
        "Kunci ini sudah dicabut. Mintalah undangan baru kepada admin kecamatan. Surat yang Anda " +
          "tandatangani sebelumnya tetap sah.",
      );
    const challenge = b64(randomBytes(32));
    this.#challenges.set(challenge, officer);
    return { challenge, expires: now + 120 };
  }

  async #verified(jws, typ, officer) {
    const { payload, protectedHeader } = await compactVerify(
      jws,
      await importJWK(officer.public, "EdDSA"),
    ).catch(() => {
      throw new Told(400, "Tanda tangan tidak cocok.");
    });
    const header = `{"alg":"EdDSA","kid":"${officer.kid}","typ":"${typ}"}`;
    if (
      JSON.stringify(protectedHeader) !== header ||
      Buffer.from(jws.split(".")[0], "base64url").toString() !== header
    )
      throw new Told(400, "Bentuk tanda tangan lain.");
    return Buffer.from(payload);
  }

  async #session(jws, host) {
    const told = JSON.parse(Buffer.from(jws.split(".")[1], "base64url").toString()),
      officer = this.#challenges.get(told.challenge);
    if (!officer) throw new Told(400, "Tantangan tidak dikenal. Masuk lagi.");
    this.#challenges.delete(told.challenge);
    const payload = await this.#verified(jws, "disapa-challenge", officer);
    if (!payload.equals(canonicalBytes({ challenge: told.challenge, host })))
      throw new Told(400, "Tantangan untuk alamat lain.");
    const token = b64(randomBytes(32));
    this.#sessions.set(token, officer);
    return {
      token,
      officer: {
        kid: officer.kid,
        name: officer.name,
        title: officer.title,
        roles: [officer.role],
        nip: "",
      },
    };
  }

  #may(made, officer) {
    const { waits } = made.list,
      table = { camat: "camat", sekcam: "sekcam", verifikator: "kasi" }[officer.role],
      here = waits === table;
    const may = {
      check: false,
      initial: false,
      approve: false,
      return: here,
      reject: here && officer.role === "camat",
      why: {},
    };
    for (const kind of ["check", "initial", "approve"]) {
      may[kind] = here && roleOf[kind] === officer.role;
      if (!may[kind])
        may.why[kind] =
          waits === "kasi"
            ? "Permohonan ini belum diperiksa kasi."
            : waits === "desa"
              ? "Permohonan ini masih di desa."
              : "Bukan giliran meja Anda.";
    }
    return may;
  }

  #case(code, officer) {
    const made = this.world.cases.get(code);
    if (!made) throw new Told(404, "Permohonan ini tidak ada di hub ini.");
    const { list, summary, answers, papers, life, checks, acts, previous } = made;
    return {
      ...list,
      summary,
      answers,
      papers,
      life,
      checks,
      acts,
      previous,
      may: this.#may(made, officer),
    };
  }

  #prepare({ code, kind, reason, reasons }, officer) {
    const made = this.world.cases.get(code),
      type = actOf[kind];
    if (made.decision)
      throw new Told(409, "Permohonan ini sudah diputus orang lain.", { decision: made.decision });
    if (kind !== "return" && roleOf[kind] !== officer.role)
      throw new Told(403, "Kunci Anda tidak berwenang untuk ini.");
    const at = now + 120,
      salt = "YWJjZGVmZ2g",
      of = made.endorsed;
    const act = {
      check: { at, of, type },
      initial: { at, of, type },
      return: { at, of: made.revision, reason, ...(reasons ? { reasons } : {}), salt, type },
      reject: { at, of: made.revision, reason, salt, type },
      approve: {
        at,
        e: "2027-02-23",
        g: "400.9.14/217/TBG/XI/2026",
        h: made.list.applicant.slice(0, 40).toUpperCase(),
        k: "0003",
        n: made.list.number,
        of,
        s: made.list.service,
        type,
        ...(this.sample ? { x: 1 } : {}),
      },
    }[kind];
    let payload = canonicalBytes(act);
    if (this.faults.tamper) payload = this.faults.tamper(act, this.world);
    this.#prepared.set(b64(payload), { code, type });
    return { payload: b64(payload) };
  }

  async #decide(jws, officer) {
    const payload = await this.#verified(jws, "disapa-act", officer),
      prepared = this.#prepared.get(b64(payload));
    if (!prepared) throw new Told(400, "Isi ini tidak pernah disiapkan.");
    const made = this.world.cases.get(prepared.code);
    if (this.faults.meanwhile)
      made.decision = { what: "Ditolak", who: "Plh. Camat Tabang, Diang Lestari", at: now + 60 };
    if (made.decision)
      throw new Told(409, "Permohonan ini sudah diputus orang lain.", { decision: made.decision });
    this.decided.push({ jws, act: JSON.parse(payload), payload });
    const { type } = prepared;
    made.list.state = type;
    made.list.state_at = now + 120;
    made.list.waits = { checked: "camat", initialled: "camat", returned: "desa" }[type] ?? "selesai";
    if (type === "approved") made.list.register = "400.9.14/217/TBG/XI/2026";
    const step = (kind, what, who) => ({
      kind,
      what,
      who,
      at: 0,
      signed: false,
      kid: "",
      outcome: "effect",
      counted: true,
    });
    return {
      ok: true,
      ...(type === "approved" ? { register: made.list.register } : {}),
      life: [
        {
          ...step(
            type,
            doneWords[type] === "Disetujui" ? "Ditandatangani dan dicatat" : `${doneWords[type]}, dicatat`,
            "",
          ),
          at: now + 120,
          signed: true,
          kid: officer.kid,
        },
        step(
          "now",
          `Berangkat saat Desa ${made.list.desa} tersambung`,
          "Terakhir tersambung hari ini 08.12.",
        ),
      ],
      next: "R5N-6YV-8AJ-3F",
    };
  }
}
