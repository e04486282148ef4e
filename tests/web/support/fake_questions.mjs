// Questions and complaints of the fake hub: same answers as sync/hub/API.md says.
import { compactVerify, importJWK } from "jose";
import { b64, canonicalBytes, digestOf } from "./officers.mjs";
import { hostile, now } from "./sample.mjs";

const day = 86400;
const bidi = "\u202Ekabur\u202C";
// code, kind, text, name, phone, case, desa, region, days ago
const rows = [
  [
    "N5T-7QK-2WX-8R",
    "complaint",
    "Jembatan di RT 3 rusak sejak hujan kemarin. Anak-anak menyeberang lewat batang pohon.",
    "",
    "",
    "",
    "Umaq Dian",
    "64.02.12.2005",
    3,
  ],
  [
    "Z8C-4HD-6MP-1V",
    "question",
    "Kapan surat keterangan tidak mampu saya selesai?",
    "Sitti Hasanah",
    "081200000001",
    "K7M-2QX-94B-HD",
    "Umaq Dian",
    "64.02.12.2005",
    0,
  ],
  ["E1V-9SB-3YG-5J", "complaint", `${hostile} ${bidi}`, hostile, bidi, "", "Sidomulyo", "64.02.12.2010", 1],
];

export class FakeQuestions {
  all = new Map();
  answered = []; // {jws, act}
  #prepared = new Map();

  constructor(camat) {
    for (const [code, kind, text, name, phone, about, desa, region, days] of rows) {
      const asked_at = now - days * day - 3600;
      const act = { at: asked_at, kind, salt: "c2FsdHNhbHQ", text, type: "question_asked" };
      const payload = canonicalBytes(act);
      this.all.set(code, {
        code,
        question: digestOf(payload),
        kind,
        text,
        excerpt: text.slice(0, 160),
        name,
        phone,
        case: about,
        case_here: Boolean(about),
        desa,
        region,
        asked_at,
        received_at: asked_at + 1800,
        erased: false,
        answers: [],
        acts: [{ digest: digestOf(payload), jws: null, payload: b64(payload) }],
      });
    }
    this.all.get("E1V-9SB-3YG-5J").answers.push({
      text: "Terima kasih, sudah kami teruskan.",
      who: camat.name,
      title: camat.title,
      kid: camat.kid,
      at: now - 600,
    });
  }
  counts() {
    const all = [...this.all.values()];
    return {
      open: all.filter((q) => !q.answers.length).length,
      stamp: all.reduce((sum, q) => sum + 1 + q.answers.length, 0),
    };
  }
  list() {
    return { now, questions: [...this.all.values()].map(({ text, phone, acts, ...q }) => q) };
  }
  one(code, officer) {
    const q = this.all.get(code);
    const answer = officer.role !== "admin";
    return q && { ...q, may: { answer, why: answer ? "" : "Hanya kasi, sekcam, dan camat." } };
  }
  prepare({ code, text }, faults) {
    const act = { at: now + 60, of: this.all.get(code).question, salt: "YWJjZGVmZ2g", text, type: "answered" };
    const payload = faults.tamper ? faults.tamper(act) : canonicalBytes(act);
    this.#prepared.set(b64(payload), code);
    return { payload: b64(payload) };
  }
  /** Somebody else answers, as if at another desk. */
  answerBy(officer, code, text) {
    const { name: who, title, kid } = officer;
    this.all.get(code).answers.push({ text, who, title, kid, at: now + 30 });
  }
  async answer(jws, officer) {
    const { payload } = await compactVerify(jws, await importJWK(officer.public, "EdDSA"));
    const code = this.#prepared.get(b64(payload)),
      act = JSON.parse(Buffer.from(payload));
    if (!code) throw new Error("never prepared");
    this.answered.push({ jws, act });
    this.answerBy(officer, code, act.text);
    return this.one(code, officer);
  }
}
