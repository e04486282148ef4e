// What is about to be signed: proved against the acts of the case, and put into words. Everything
// shown comes from the bytes alone; what this page cannot prove it does not let anybody sign.
import { equal, fromBase64url, sha256, toBase64url } from "./bytes.js";
import { parseCanonical } from "./canonical.js";
import { parseJws, typAct, verifyJws } from "./jws.js";
import { dateOf, delegationWords, isoInWords, minuteOf, sampleWords } from "./words.js";

/** Bytes that must not be signed; the message is the sentence for the person. */
export class MustNotSign extends Error {}

const actOf = {
  check: "checked",
  initial: "initialled",
  approve: "approved",
  return: "returned",
  reject: "rejected",
};
const allowed = {
  checked: ["at", "of", "type"],
  initialled: ["at", "of", "type"],
  approved: ["a", "at", "e", "g", "h", "k", "n", "of", "s", "type", "x"],
  rejected: ["at", "of", "reason", "salt", "type"],
  returned: ["at", "of", "reason", "reasons", "salt", "type"],
};
const required = {
  checked: ["at", "of"],
  initialled: ["at", "of"],
  approved: ["at", "g", "h", "k", "of", "s"],
  rejected: ["at", "of", "reason", "salt"],
  returned: ["at", "of", "reason", "salt"],
};
const ownActs = new Set(["submitted", "amended"]); // of a node: proved by their digest, which the case names

/** The acts of the case that this page has verified itself: digest -> {type, of, at, signer}. What
 *  fails is left out. */
export async function provenActs(theCase, keys) {
  const proven = new Map();
  for (const { digest, jws, payload } of theCase.acts) {
    try {
      const bytes = fromBase64url(payload),
        act = parseCanonical(bytes);
      if (toBase64url(await sha256(bytes)) !== digest) continue;
      if (!jws && !ownActs.has(act.type)) continue;
      const signer = jws ? await signerOf(jws, bytes, keys, theCase.region) : undefined;
      if (jws && !signer) continue;
      proven.set(digest, { type: act.type, of: act.of, at: act.at, signer });
    } catch {
      /* not an act that can be proved here */
    }
  }
  return proven;
}

async function signerOf(jws, bytes, keys, region) {
  const parsed = parseJws(jws, typAct);
  const held = keys.filter((k) => k.kid === parsed.kid); // one entry for each role of the key
  const key = held.find((k) => k.role === "kades" && k.region === region) ?? held[0];
  return key && equal(parsed.payload, bytes) && (await verifyJws(key.x, typAct, parsed)) ? key : undefined;
}

/** The newest revision of the case, reached from its `submitted` by proven `amended` acts; undefined
 *  where the chain breaks. */
function newestRevision(theCase, proven) {
  if (proven.get(theCase.case)?.type !== "submitted") return undefined;
  let newest = theCase.case;
  for (let step = 0; step < proven.size; step++) {
    const [later] = [...proven].find(([, act]) => act.type === "amended" && act.of === newest) ?? [];
    if (!later) break;
    newest = later;
  }
  return newest;
}

function isOfCase(claims, theCase, proven) {
  const revision = newestRevision(theCase, proven);
  if (claims.type === "returned" || claims.type === "rejected") return claims.of === revision;
  const judged = proven.get(claims.of);
  return (
    revision !== undefined &&
    judged.type === "endorsed" &&
    judged.of === revision &&
    judged.signer.role === "kades" &&
    judged.signer.region === theCase.region
  );
}

const refuse = (sentence) => {
  throw new MustNotSign(sentence);
};

/** Reads the bytes that the hub prepared. Throws MustNotSign for bytes that nobody should sign.
 *  `known` is false when the act they refer to could not be proved: shown, but not to be signed either. */
export function readPrepared(bytes, { kind, reason, theCase, proven }) {
  let claims;
  try {
    claims = parseCanonical(bytes);
  } catch {
    refuse(
      "Isi dari hub tidak berbentuk baku, jadi tidak dapat ditandatangani. Tidak ada yang tercatat. " +
        "Hubungi admin kecamatan.",
    );
  }
  if (claims?.type !== actOf[kind])
    refuse(
      "Isi dari hub bukan keputusan yang Anda pilih, jadi tidak dapat ditandatangani. Tidak ada yang " +
        "tercatat. Hubungi admin kecamatan.",
    );
  const keys = Object.keys(claims);
  if (
    keys.some((key) => !allowed[claims.type].includes(key)) ||
    required[claims.type].some((key) => !keys.includes(key)) ||
    !wellFormed(claims)
  )
    refuse(
      "Isi dari hub memuat hal yang tidak dikenal halaman ini. Tidak ada yang tercatat. Muat ulang " +
        "halaman, lalu hubungi admin kecamatan bila tetap begitu.",
    );
  const known = proven.has(claims.of);
  if (
    (known && !isOfCase(claims, theCase, proven)) ||
    ("s" in claims && claims.s !== theCase.service) ||
    ("n" in claims && claims.n !== theCase.number)
  )
    refuse(
      "Isi dari hub bukan untuk permohonan ini, jadi tidak dapat ditandatangani. Tidak ada yang " +
        "tercatat. Hubungi admin kecamatan.",
    );
  if ("reason" in claims && claims.reason !== reason)
    refuse(
      "Alasan pada isi dari hub bukan yang Anda tulis, jadi tidak dapat ditandatangani. Tidak ada yang " +
        "tercatat. Hubungi admin kecamatan.",
    );
  return { claims, known };
}

function wellFormed(claims) {
  const isText = (value) => typeof value === "string" && value !== "";
  const { at, k = "", x = 1, reasons = [], ...texts } = claims;
  return (
    Number.isSafeInteger(at) &&
    at > 0 &&
    x === 1 &&
    typeof k === "string" && // a holder without NIK has no tail
    Object.values(texts).every(isText) &&
    Array.isArray(reasons) &&
    reasons.every(isText)
  );
}

const kinds = {
  checked: "Lolos periksa",
  initialled: "Memaraf",
  approved: "Menyetujui",
  returned: "Mengembalikan ke desa",
  rejected: "Menolak",
};
const acted = { submitted: "Permohonan yang diajukan", amended: "Permohonan yang diperbaiki" };

function reference(digest, proven) {
  const act = proven.get(digest),
    short = digest.slice(0, 8);
  if (!act) return `Tidak dikenal, jangan tanda tangani (${short})`;
  return (
    `${act.signer ? act.signer.title || act.signer.name : acted[act.type]}, ${dateOf(act.at)} ` +
    `(${short})`
  );
}

/** Rows [label, words] in the order in which a person reads them. */
export function inWords(claims, { proven, serviceName }) {
  const row = (key, label, words) => ((claims[key] ?? "") !== "" ? [[label, words(claims[key])]] : []);
  const plain = (value) => value;
  return [
    ...row("x", "Perhatian", () => sampleWords),
    ...row("type", "Keputusan", (type) =>
      type === "approved" && "n" in claims ? "Menyetujui (mengetahui)" : kinds[type],
    ),
    ...row("s", "Layanan", (s) => (serviceName ? `${serviceName} (${s})` : s)),
    ...row("h", "Pemegang surat", plain),
    ...row("k", "NIK berakhir", plain),
    ...row("n", "Nomor desa", plain),
    ...row("g", "Register camat", plain),
    ...row("reason", "Alasan", plain),
    ...row("at", "Tanggal", minuteOf),
    ...row("e", "Berlaku sampai", isoInWords),
    ...row("of", "reason" in claims ? "Atas" : "Atas pengesahan", (of) => reference(of, proven)),
    ...row("a", "Bertindak sebagai", (a) => delegationWords[a] ?? a),
  ];
}
