// One question: what was written, what was answered, and an answer signed here.
import { fromBase64url, sha256, toBase64url } from "./bytes.js";
import { parseCanonical } from "./canonical.js";
import { MustNotSign } from "./claims.js";
import { signSheet, tell } from "./decide.js";
import { clone, el, fill, showTrouble } from "./dom.js";
import { askerOf, kindWord, stampOf } from "./questions.js";
import { addressOf, lostNote } from "./queue.js";
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

export async function oneQuestion(desk, code) {
  let q = await desk.api.question(code),
    stamp = stampOf(desk);
  const page = fill(clone("t-question"), {
    kind: kindWord(q),
    place: placeOf(q),
    code: q.code,
    text: q.erased ? "Tulisan ini sudah dihapus menurut hukum." : q.text,
  });
  page.querySelector("[data-slot=facts]").append(...facts(q, desk));
  const form = page.querySelector("form"),
    text = form.querySelector("textarea"),
    news = page.querySelector("[data-slot=news]");
  const left = () => {
    fill(form, { left: `${text.value.length} dari ${text.maxLength}` });
    text.removeAttribute("aria-invalid");
    form.querySelector(".note-late").hidden = true;
  };
  const tellNews = (words) => {
    fill(page, { news: words });
    news.hidden = !words;
  };
  const draw = () => {
    page.querySelector("[data-slot=answers]").replaceChildren(...q.answers.map((a) => answerItem(a, desk)));
    page.querySelector(".answers-card").hidden = !q.answers.length;
    fill(form, { again: q.answers.length ? "Tambah jawaban" : "Jawaban Anda" });
    const why = desk.lostSince
      ? "Hub tidak menjawab. Anda tetap dapat membaca; tanda tangan menunggu hub."
      : q.erased
        ? "Tulisan yang sudah dihapus tidak dapat dijawab."
        : q.may.why;
    fill(page, { why });
    page.querySelector("[data-slot=why]").hidden = !why;
    text.disabled = q.erased || !q.may.answer;
    form.querySelector(".btn-main").disabled = Boolean(desk.lostSince) || text.disabled;
  };
  const take = (fresh) => {
    const more = fresh.answers.length - q.answers.length;
    q = fresh;
    draw();
    return more;
  };
  const update = async () => {
    lostNote(page.querySelector(".hub-lost"), desk);
    draw();
    if (stamp === stampOf(desk) || desk.lostSince || document.querySelector("dialog")) return;
    stamp = stampOf(desk);
    const fresh = await desk.api.question(code).catch(() => undefined);
    if (!fresh) stamp = -1;
    else if (take(fresh) > 0) tellNews("Baru saja ada jawaban lain. Anda tetap boleh menambah jawaban.");
  };
  text.addEventListener("input", left);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    void send();
  });
  const send = async () => {
    if (document.querySelector("dialog")) return;
    const wanted = cleanText(text.value);
    if (!wanted) {
      text.setAttribute("aria-invalid", "true");
      showTrouble(form.querySelector(".note-late"), "Jawaban belum ditulis", "Tulis apa yang akan dibaca warga.");
      text.focus();
      return;
    }
    try {
      const result = await sign(desk, q, wanted);
      if (!result) return;
      text.value = "";
      left();
      const others = take(result) > 1;
      tellNews(
        others
          ? "Jawaban Anda tercatat. Orang lain juga baru saja menjawab; keduanya sampai ke warga."
          : "Jawaban Anda tercatat. Warga membacanya di kios setelah desa tersambung.",
      );
      await desk.poll();
      stamp = stampOf(desk);
      page.querySelector("h1").focus();
    } catch (problem) {
      await tell(desk, problem, "Belum dapat dijawab");
    }
  };
  page.querySelector(".hub-lost .btn").addEventListener("click", () => desk.poll());
  left();
  await update();
  return { page, update };
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
