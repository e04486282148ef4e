// Dates, times and state words as people of the office read them. Times are WITA: the office's,
// whatever the browser's own zone is.

const months = [
  "Januari",
  "Februari",
  "Maret",
  "April",
  "Mei",
  "Juni",
  "Juli",
  "Agustus",
  "September",
  "Oktober",
  "November",
  "Desember",
];
const days = ["Minggu", "Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu"];
const witaSeconds = 8 * 3600;
const two = (n) => String(n).padStart(2, "0");

/** A Date whose UTC fields are the WITA clock at `at` (seconds since 1970). */
const wita = (at) => new Date((at + witaSeconds) * 1000);
const dayNumber = (at) => Math.floor((at + witaSeconds) / 86400);

export const nowSeconds = () => Math.floor(Date.now() / 1000);
export const witaIso = (at) => wita(at).toISOString().slice(0, 10);
export const daysAgo = (at, now) => dayNumber(now) - dayNumber(at);

export function clock(at) {
  const d = wita(at);
  return `${two(d.getUTCHours())}.${two(d.getUTCMinutes())}`;
}
export function dateOf(at) {
  const d = wita(at);
  return `${d.getUTCDate()} ${months[d.getUTCMonth()]} ${d.getUTCFullYear()}`;
}
export const minuteOf = (at) => `${dateOf(at)}, ${clock(at)} WITA`;

/** "hari ini 07.40", "19 Nov", "19 Nov 2025": as short as it stays clear. */
export function shortDay(at, now) {
  if (daysAgo(at, now) === 0) return `hari ini ${clock(at)}`;
  const d = wita(at),
    day = `${d.getUTCDate()} ${months[d.getUTCMonth()].slice(0, 3)}`;
  return d.getUTCFullYear() === wita(now).getUTCFullYear() ? day : `${day} ${d.getUTCFullYear()}`;
}
/** "hari ini 09.12", "Kamis 19 Nov, 09.12" */
export const dayAndClock = (at, now) =>
  daysAgo(at, now) === 0
    ? shortDay(at, now)
    : `${days[wita(at).getUTCDay()]} ${shortDay(at, now)}, ${clock(at)}`;
export const weekdayAndClock = (at) => `${days[wita(at).getUTCDay()]} ${clock(at)} WITA`;

/** "2026-11-23" as "23 November 2026"; anything else as it is. */
export function isoInWords(iso) {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(iso) ?? [];
  return months[month - 1] ? `${Number(day)} ${months[month - 1]} ${year}` : iso;
}

/** The last part of a kelurahan's code begins with 1. */
export const isKelurahan = (region) => (region.split(".")[3] ?? "").startsWith("1");
export const placeOf = (c) => `${isKelurahan(c.region) ? "Kelurahan" : "Desa"} ${c.desa}`;

/** "Kecamatan Tabang", whether the name already says what it is or not. */
export const titled = (kind, name) => (name.startsWith(`${kind} `) ? name : `${kind} ${name}`);

/** A case whose form was erased by law has no name left. */
export const nameOf = (c) => c.applicant || "Tanpa nama";

const states = {
  submitted: "Diajukan",
  verified: "Diverifikasi",
  endorsed: "Disahkan kades",
  issued: "Bernomor desa",
  checked: "Diperiksa kasi",
  initialled: "Diparaf sekcam",
  approved: "Disetujui",
  printed: "Dicetak",
  handed_over: "Diserahkan",
  returned: "Dikembalikan",
  amended: "Sudah diperbaiki",
  rejected: "Ditolak",
  cancelled: "Dibatalkan",
  revoked: "Dicabut",
};
export const stateWord = (c) =>
  c.state === "endorsed" && isKelurahan(c.region) ? "Disahkan lurah" : (states[c.state] ?? c.state);

/** How a case stands to its service time: {kind: late | today | fine | none, text}. */
export function timeOf(c, now) {
  if (typeof c.days_left !== "number" || c.waits === "desa" || c.waits === "selesai")
    return { kind: "none", text: c.state_at ? shortDay(c.state_at, now) : "" };
  if (c.days_left < 0) return { kind: "late", text: `Lewat ${-c.days_left} hari kerja` };
  if (c.days_left === 0) return { kind: "today", text: "Batas hari ini" };
  return { kind: "fine", text: `Sisa ${c.days_left} hari kerja` };
}

export const delegationWords = {
  plt: "Plt. (pelaksana tugas)",
  plh: "Plh. (pelaksana harian)",
  an: "a.n. (atas nama)",
  ub: "u.b. (untuk beliau)",
};
export const sampleWords = "CONTOH - TIDAK BERLAKU";

/** Text as shared/base/text.h cleans it: no control, zero-width or bidirectional characters, single
 *  spaces, NFC. */
export const cleanText = (text) =>
  text
    .replaceAll("\uFEFF", "")
    .replace(/[\s\u0085]+/g, " ")
    .replace(/[\p{Cc}\p{Cf}]/gu, "")
    .replace(/ +/g, " ")
    .trim()
    .normalize("NFC");
