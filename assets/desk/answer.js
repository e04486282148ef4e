// One question: what was written, what was answered, and an answer signed here.
import { fromBase64url, sha256, toBase64url } from "./bytes.js";
import { parseCanonical } from "./canonical.js";
import { MustNotSign } from "./claims.js";
import { signSheet, tell } from "./decide.js";
import { clone, el, fill, showTrouble } from "./dom.js";
import { lostNote } from "./frame.js";
import { askerOf, kindWord, stampOf } from "./questions.js";
import { addressOf } from "./queue.js";
import { cleanText, dayAndClock, minuteOf, placeOf } from "./words.js";

const canonicalKeys = ["at", "of", "salt", "text", "type"];

/** Whether the text on the screen is that of the act whose digest will be answered. */
async function isProven(q) {
  try {
    const bytes = fromBase64url(q.acts[0].payload),
      act = parseCanonical(bytes);
    return (
      toBase64url(await sha256(bytes)) === q.question && act.type === "question_asked" && act.text === q.text
    );
  } catch {
    return false;
  }
}

/** Reads the bytes that the hub prepared; throws MustNotSign for any but the answer as it was typed. */
export function readAnswer(bytes, { question, text }) {
  let act;
  try {
    act = parseCanonical(bytes);
  } catch {
    act = {};
  }
  const right =
    Object.keys(act).join() === canonicalKeys.join() &&
    act.type === "answered" &&
    act.of === question &&
    act.text === text &&
    typeof act.salt === "string" &&
    Number.isSafeInteger(act.at) &&
    act.at > 0;
  if (!right)
    throw new MustNotSign(
      "Isi dari hub bukan jawaban yang Anda tulis, jadi tidak dapat ditandatangani. Tidak ada yang " +
        "tercatat. Hubungi admin kecamatan.",
    );
  return act;
}

/** What stands on the page of one question besides its words: answers, news, and the box to answer in. */
class QuestionPage {
  constructor(desk, q) {
    this.desk = desk;
    this.q = q;
    this.stamp = stampOf(desk);
    this.page = fill(clone("t-question"), {
      kind: kindWord(q),
      place: placeOf(q),
      code: q.code,
      text: q.erased ? "Tulisan ini sudah dihapus menurut hukum." : q.text,
    });
    this.page.querySelector("[data-slot=facts]").append(...facts(q, desk));
    this.form = this.page.querySelector("form");
    this.text = this.form.querySelector("textarea");
    this.text.addEventListener("input", () => this.countLetters());
    this.form.addEventListener("submit", (event) => {
      event.preventDefault();
      void this.send();
    });
    this.page.querySelector(".hub-lost .btn").addEventListener("click", () => desk.poll());
    this.countLetters();
  }
  countLetters() {
    fill(this.form, { left: `${this.text.value.length} dari ${this.text.maxLength}` });
    this.text.removeAttribute("aria-invalid");
    this.form.querySelector(".note-late").hidden = true;
  }
  tellNews(words) {
    fill(this.page, { news: words });
    this.page.querySelector("[data-slot=news]").hidden = !words;
  }
  draw() {
    const { desk, page, q } = this;
    page.querySelector("[data-slot=answers]").replaceChildren(...q.answers.map((a) => answerItem(a, desk)));
    page.querySelector(".answers-card").hidden = !q.answers.length;
    fill(this.form, { again: q.answers.length ? "Tambah jawaban" : "Jawaban Anda" });
    const why = desk.lostSince
      ? "Hub tidak menjawab. Anda tetap dapat membaca; tanda tangan menunggu hub."
      : q.erased
        ? "Tulisan yang sudah dihapus tidak dapat dijawab."
        : q.may.why;
    fill(page, { why });
    page.querySelector("[data-slot=why]").hidden = !why;
    this.text.disabled = q.erased || !q.may.answer;
    this.form.querySelector(".btn-main").disabled = Boolean(desk.lostSince) || this.text.disabled;
  }
  /** How many answers are new. */
  take(fresh) {
    const more = fresh.answers.length - this.q.answers.length;
    this.q = fresh;
    this.draw();
    return more;
  }
  async update() {
    const { desk } = this;
    lostNote(this.page.querySelector(".hub-lost"), desk);
    this.draw();
    if (this.stamp === stampOf(desk) || desk.lostSince || document.querySelector("dialog")) return;
    this.stamp = stampOf(desk);
    const fresh = await desk.api.question(this.q.code).catch(() => undefined);
    if (!fresh) this.stamp = -1; // asked again at the next poll
    else if (this.take(fresh) > 0)
      this.tellNews("Baru saja ada jawaban lain. Anda tetap boleh menambah jawaban.");
  }
  async send() {
    if (document.querySelector("dialog")) return;
    const wanted = cleanText(this.text.value);
    if (!wanted) {
      this.text.setAttribute("aria-invalid", "true");
      const note = this.form.querySelector(".note-late");
      showTrouble(note, "Jawaban belum ditulis", "Tulis apa yang akan dibaca warga.");
      this.text.focus();
      return;
    }
    try {
      const result = await sign(this.desk, this.q, wanted);
      if (result) await this.sent(result);
    } catch (problem) {
      await tell(this.desk, problem, "Belum dapat dijawab");
    }
  }
  async sent(result) {
    this.text.value = "";
    this.countLetters();
    this.tellNews(
      this.take(result) > 1
        ? "Jawaban Anda tercatat. Orang lain juga baru saja menjawab; keduanya sampai ke warga."
        : "Jawaban Anda tercatat. Warga membacanya di kios setelah desa tersambung.",
    );
    await this.desk.poll();
    this.stamp = stampOf(this.desk);
    this.page.querySelector("h1").focus();
  }
}

export async function oneQuestion(desk, code) {
  const made = new QuestionPage(desk, await desk.api.question(code));
  await made.update();
  return { page: made.page, update: () => made.update() };
}

/** The question with its new answer, or undefined when the officer turned back. */
async function sign(desk, q, text) {
  const { payload } = await desk.api.prepareAnswer({ code: q.code, text });
  let bytes;
  try {
    bytes = fromBase64url(payload);
  } catch {
    bytes = new Uint8Array();
  }
  const act = readAnswer(bytes, { question: q.question, text }),
    known = await isProven(q);
  const about = q.text.length > 120 ? `${q.text.slice(0, 120)}\u2026` : q.text;
  const rows = [
    ["Jawaban", act.text],
    ["Atas", `${kindWord(q)}, ${placeOf(q)} (${q.code})`],
    ["Yang ditulis warga", about],
    ["Tanggal", minuteOf(act.at)],
  ];
  return signSheet(
    desk,
    {
      do: "Tanda tangani jawaban",
      help: "Warga membaca nama, jabatan, dan jawaban Anda. Jawaban tidak dapat diubah.",
      send: (jws) => desk.api.answer(jws),
    },
    { bytes, known, rows },
  );
}

function facts(q, desk) {
  const row = (label, value, wide = "") =>
    value ? [el("div", { class: wide }, el("dt", {}, label), el("dd", {}, value))] : [];
  const about = q.case_here ? el("a", { href: addressOf({ code: q.case }) }, q.case) : q.case;
  return [
    ...row("Dari", askerOf(q)),
    ...row("Telepon", q.phone),
    ...row("Ditulis", q.asked_at ? dayAndClock(q.asked_at, desk.board.now) : ""),
    ...row("Tiba", q.received_at ? dayAndClock(q.received_at, desk.board.now) : ""),
    ...row("Tentang permohonan", about, "wide"),
  ];
}

const answerItem = (answer, desk) =>
  el(
    "li",
    {},
    el("p", { class: "answer-text" }, answer.text || "Jawaban ini sudah dihapus menurut hukum."),
    el(
      "p",
      { class: "muted small" },
      [answer.who, answer.title, dayAndClock(answer.at, desk.board.now)].filter(Boolean).join(", "),
    ),
  );
