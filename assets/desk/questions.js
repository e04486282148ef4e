// Questions and complaints: what waits for an answer, and what was answered.
import { clone, el, fill, setIcon } from "./dom.js";
import { drawNav, lostNote } from "./frame.js";
import { dayAndClock, daysAgo, placeOf, shortDay } from "./words.js";

export const questionAddress = (q) => `#/pertanyaan/${encodeURIComponent(q.code)}`;
export const kindWord = (q) => (q.erased ? "Dihapus" : q.kind === "complaint" ? "Laporan" : "Pertanyaan");
export const askerOf = (q) => q.name || "Tanpa nama";
/** Grows or changes whenever something was asked or answered anywhere. */
export const stampOf = (desk) => desk.board.questions?.stamp ?? 0;

const lastAnswer = (q) => q.answers[q.answers.length - 1]?.at ?? 0;
const arrived = (q) => q.received_at || q.asked_at;

export async function questions(desk) {
  const page = clone("t-questions"),
    list = page.querySelector("[data-slot=list]");
  let stamp = stampOf(desk),
    asked = await desk.api.questions();
  const draw = () => {
    const waiting = asked.questions.filter((q) => !q.answers.length && !q.erased);
    const rest = asked.questions.filter((q) => q.answers.length || q.erased);
    waiting.sort((a, b) => arrived(a) - arrived(b));
    rest.sort((a, b) => lastAnswer(b) - lastAnswer(a));
    fill(page, {
      count: waiting.length ? `${waiting.length} menunggu jawaban` : "Tidak ada yang menunggu jawaban",
    });
    const focused = list.contains(document.activeElement) ? document.activeElement.hash : "";
    const groups = [
      ["Belum dijawab", waiting],
      ["Sudah dijawab", rest],
    ].filter(([, rows]) => rows.length);
    list.replaceChildren(
      ...(groups.length ? groups.map(([title, rows]) => group(title, rows, asked.now)) : [nothing()]),
    );
    if (focused) [...list.querySelectorAll("a")].find((a) => a.hash === focused)?.focus({ preventScroll: true });
  };
  const update = async () => {
    drawNav(page, desk);
    lostNote(page.querySelector(".hub-lost"), desk);
    if (stamp === stampOf(desk) || desk.lostSince) return;
    stamp = stampOf(desk);
    const fresh = await desk.api.questions().catch(() => undefined); // asked again at the next change
    if (!fresh) stamp = -1;
    else {
      asked = fresh;
      draw();
    }
  };
  page.querySelector(".hub-lost .btn").addEventListener("click", () => desk.poll());
  draw();
  await update();
  return { page, update };
}

const group = (title, rows, now) =>
  el(
    "section",
    {},
    el("h2", { class: "group" }, `${title} (${rows.length})`),
    el("ol", { class: "asked" }, ...rows.map((q) => row(q, now))),
  );

function row(q, now) {
  const node = fill(clone("t-asked-row"), {
    kind: kindWord(q),
    excerpt: q.erased ? "Tulisan ini sudah dihapus menurut hukum." : q.excerpt,
    who: `${askerOf(q)}, ${placeOf(q)}`,
    when: q.answers.length ? `Dijawab ${shortDay(lastAnswer(q), now)}` : waitingWords(q, now),
  });
  node.querySelector("a").href = questionAddress(q);
  node.querySelector(".tag").classList.toggle("tag-today", q.kind === "complaint" && !q.erased);
  return node;
}

function waitingWords(q, now) {
  const days = daysAgo(arrived(q), now);
  return days > 0 ? `Menunggu ${days} hari` : `Tiba ${dayAndClock(arrived(q), now)}`;
}

function nothing() {
  const node = fill(clone("t-empty"), {
    title: "Belum ada pertanyaan",
    text: "Pertanyaan dan laporan warga muncul di sini dengan sendirinya.",
  });
  setIcon(node.querySelector("svg"), "check");
  return node;
}
