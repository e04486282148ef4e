// The way in: reads the address after #, shows that screen, moves the focus there; asks the hub calmly
// in between.
import { Api, HubLost, Refusal } from "./api.js";
import { clone, el, fill, setIcon } from "./dom.js";
import { canSign } from "./jws.js";
import { signin } from "./signin.js";
import { queue } from "./queue.js";
import { oneCase } from "./case.js";
import { done } from "./result.js";
import { questions } from "./questions.js";
import { oneQuestion } from "./answer.js";
import { clock, nowSeconds, sampleWords, titled, weekdayAndClock } from "./words.js";

const pollMs = 10_000,
  idleMs = 15 * 60_000;
const main = document.getElementById("isi");

/** What the screens share. `session` and `result` live until sign-out, in memory only. */
const desk = {
  api: new Api(),
  office: { name: "", phone: "" },
  session: undefined, // {officer, keyFile}
  board: { cases: [], desas: [], now: 0 }, // the newest answer of /api/cases
  answeredAt: 0,
  lostSince: 0, // seconds; lostSince 0 while the hub answers
  filter: { who: "", desa: "", service: "", q: "" },
  result: undefined, // of the newest decision
  wanted: "", // where to go after sign-in
  go: (hash) => {
    if (location.hash === hash) show();
    else location.hash = hash;
  },
  poll,
  signedIn,
  signOut,
  reload: () => show({ anew: true }),
};
let screen = {},
  turn = 0,
  lastInput = Date.now(),
  loaded = false;

const screens = {
  masuk: signin,
  antrean: queue,
  permohonan: oneCase,
  selesai: done,
  pertanyaan: (shared, code) => (code ? oneQuestion(shared, code) : questions(shared)),
};

/** `anew`: the same screen, asked for by the page itself. A sheet that was opened meanwhile is not taken out of
 *  somebody's hands: the screen stays as it is until the queue tells again that it is old. */
async function show({ anew = false } = {}) {
  if (location.hash && !location.hash.startsWith("#/")) return; // "#isi" and the like
  const mine = ++turn;
  let [, name = "", id = ""] = location.hash.split("/");
  if (!desk.session && name !== "masuk") {
    if (name && name !== "masuk") desk.wanted = location.hash;
    name = "masuk";
  }
  if (desk.session && name === "masuk") name = "antrean";
  main.setAttribute("aria-busy", "true");
  const made = await make(name, decodeURIComponent(id));
  if (!made) return; // signed in or out meanwhile: the way to the next screen has begun
  if (mine !== turn) {
    made.leave?.();
    return;
  }
  main.removeAttribute("aria-busy");
  if (anew && document.querySelector("dialog")) {
    made.leave?.();
    return;
  }
  screen.leave?.();
  screen = made;
  for (const sheet of document.querySelectorAll("dialog")) sheet.close("cancel");
  main.replaceChildren(made.page);
  drawBar();
  document.title = `${main.querySelector("h1").textContent} · Meja Camat`;
  scrollTo(0, 0);
  main.focus({ preventScroll: true });
}

async function make(name, id) {
  const { session } = desk;
  let made;
  try {
    made =
      name === "masuk" && !(await canSign())
        ? { page: clone("t-blocked") }
        : await (screens[name] ?? queue)(desk, id);
  } catch (problem) {
    if (desk.session !== session) return undefined;
    if (problem instanceof Refusal && problem.status === 401) {
      signOut(problem.message);
      return undefined;
    }
    if (problem instanceof HubLost) noteLost();
    else if (!(problem instanceof Refusal)) throw problem;
    made = { page: troublePage(problem) };
  }
  if (desk.session === session) return made;
  made.leave?.();
  return undefined;
}

function troublePage(problem) {
  const lost = problem instanceof HubLost;
  const page = fill(clone("t-trouble"), {
    title: lost ? "Hub tidak menjawab" : "Tidak dapat dibuka",
    text: lost
      ? "Permohonan ini belum dapat dibuka. Tidak ada yang hilang. Periksa jaringan kantor, lalu coba lagi."
      : problem.message,
  });
  page.querySelector("[data-do=again]").addEventListener("click", () => show());
  return page;
}

function drawBar() {
  const officer = desk.session?.officer;
  for (const node of document.querySelectorAll("[data-signed-in]")) node.hidden = !officer;
  fill(document, {
    office: desk.office.name && titled("Kecamatan", desk.office.name),
    me: officer?.name ?? "",
    role: officer?.title ?? "",
    hub: desk.lostSince
      ? `Hub tidak menjawab sejak ${clock(desk.lostSince)}`
      : desk.answeredAt
        ? `Hub menjawab, ${weekdayAndClock(desk.answeredAt)}`
        : "",
  });
  setIcon(document.querySelector(".hub svg"), desk.lostSince ? "alert" : "calm");
  document.body.classList.toggle("lost", Boolean(desk.lostSince));
}

function noteLost() {
  desk.lostSince ||= nowSeconds();
  drawBar();
}

/** Asks the hub for the queue; true when it answered. Never throws. */
async function poll() {
  if (!desk.session) return false;
  if (Date.now() - lastInput > idleMs) {
    signOut("Anda keluar karena 15 menit tidak ada kegiatan. Masuk lagi untuk melanjutkan.");
    return false;
  }
  const { session } = desk;
  try {
    if (!desk.office.name) await greet();
    const board = await desk.api.cases();
    if (desk.session !== session) return false; // an answer to somebody who is gone
    desk.board = board;
    desk.answeredAt = nowSeconds();
    desk.lostSince = 0;
  } catch (problem) {
    if (desk.session !== session) return false;
    if (problem instanceof Refusal && problem.status === 401) {
      signOut(problem.message);
      return false;
    }
    noteLost();
    screen.update?.();
    return false;
  }
  drawBar();
  screen.update?.();
  return true;
}

async function signedIn(officer, keyFile) {
  desk.session = { officer, keyFile };
  lastInput = Date.now();
  await poll();
  const to = desk.wanted || "#/antrean";
  desk.wanted = "";
  desk.go(to);
}

function signOut(sentence = "") {
  desk.session = undefined;
  Object.assign(desk, {
    board: { cases: [], desas: [], now: 0 },
    filter: { who: "", desa: "", service: "", q: "" },
    result: undefined,
    answeredAt: 0,
    lostSince: 0,
    said: sentence,
  });
  void desk.api.signOut();
  if (location.hash.startsWith("#/permohonan/") && sentence) desk.wanted = location.hash;
  desk.go("#/masuk");
}

async function greet() {
  const hello = await desk.api.hello();
  desk.office = hello.office;
  if (hello.sample && !document.querySelector(".sample-band"))
    document
      .querySelector(".bar")
      .after(el("p", { class: "sample-band" }, `Hub latihan: setiap surat bertanda ${sampleWords}.`));
  drawBar();
}

async function start() {
  await greet().catch(noteLost);
  loaded = true;
  await show();
}

document.querySelector("[data-do=out]").addEventListener("click", () => signOut());
for (const kind of ["pointerdown", "keydown", "wheel"])
  addEventListener(
    kind,
    () => {
      lastInput = Date.now();
    },
    { passive: true },
  );
addEventListener("hashchange", () => {
  if (loaded) void show();
});
document.addEventListener("visibilitychange", () => {
  if (!document.hidden) void poll();
});
setInterval(() => {
  if (!document.hidden) void poll();
}, pollMs);
void start();
