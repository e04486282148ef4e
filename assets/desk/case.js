// One request: what was asked, the papers beside it, its life, and the decision.
import { clone, el, fill, icon, setIcon } from "./dom.js";
import { decide, kinds } from "./decide.js";
import { lostNote } from "./frame.js";
import { lifeList } from "./life.js";
import { papersView } from "./papers.js";
import { addressOf, mineOf, timeIcons } from "./queue.js";
import { nameOf, placeOf, stateWord, timeOf } from "./words.js";

export async function oneCase(desk, code) {
  const theCase = await desk.api.oneCase(code),
    now = desk.board.now;
  const time = timeOf(theCase, now);
  const page = fill(clone("t-case"), {
    name: nameOf(theCase),
    "service-full": theCase.service_name,
    place: placeOf(theCase),
    code: theCase.code,
    time: time.text,
    state: stateWord(theCase),
    summary: theCase.summary,
    number: theCase.number ? ` · ${theCase.number}` : "",
  });
  const tag = page.querySelector("[data-tag=time]");
  tag.hidden = time.kind === "none";
  tag.classList.add(`tag-${time.kind}`);
  setIcon(tag.querySelector("svg"), timeIcons[time.kind]);
  steps(page, desk, theCase);
  page.querySelector("[data-slot=answers]").append(...answers(theCase));
  page.querySelector("[data-slot=life]").append(...lifeList(theCase.life, now));
  page.querySelector("[data-slot=checks]").append(...theCase.checks.map(check));
  page.querySelector(".hub-lost .btn").addEventListener("click", () => desk.poll());

  const buttons = decideButtons(page, desk, theCase);
  const papers = papersView(page, desk.api, theCase, {
    askAgain: theCase.may.return ? (paper) => decide(desk, theCase, "return", paper) : undefined,
  });
  const draw = () => {
    lostNote(page.querySelector(".hub-lost"), desk);
    buttons.update();
  };
  const update = () => {
    draw();
    if (!desk.lostSince && !document.querySelector("dialog") && hasChanged(theCase, desk.board.cases))
      desk.reload();
  };
  draw(); // now the queue may be older than the case; its next answer is newer
  return { page, update, leave: papers.leave };
}

/** Whether the queue tells of another state than the one shown here: decided or repaired meanwhile. */
function hasChanged(theCase, cases) {
  const told = cases.find((c) => c.code === theCase.code);
  return (
    Boolean(told) &&
    (told.state !== theCase.state ||
      told.state_at !== theCase.state_at ||
      told.papers_missing !== theCase.papers_missing)
  );
}

function steps(page, desk, theCase) {
  const mine = mineOf(desk),
    at = mine.findIndex((c) => c.code === theCase.code);
  const others = at >= 0 && mine.length > 1;
  page.querySelector(".steps").hidden = !others;
  if (!others) return;
  fill(page, { position: `${at + 1} dari ${mine.length}` });
  for (const go of page.querySelectorAll("[data-go]"))
    go.href = addressOf(mine[(at + Number(go.dataset.go) + mine.length) % mine.length]);
}

const check = ({ ok, what, note }) =>
  el(
    "li",
    { class: ok ? "" : "hint" },
    icon(ok ? "check" : "info"),
    el(
      "div",
      {},
      el("strong", {}, what),
      note ? el("br") : undefined,
      note ? el("span", { class: "muted small" }, note) : undefined,
    ),
  );

/** The answers as text; of an amended case each that differs says what stood there before. */
function answers({ answers: groups, previous }) {
  const before = new Map(
    (previous?.answers ?? []).flatMap((g) =>
      (g.facts ?? []).map(([label, value]) => [`${g.title}\n${label}`, value]),
    ),
  );
  const fact = (title, [label, value, wide]) => {
    const was = previous ? (before.get(`${title}\n${label}`) ?? "kosong") : value;
    return el(
      "div",
      { class: [wide ?? "", was === value ? "" : "changed"].join(" ").trim() },
      el("dt", {}, label),
      el(
        "dd",
        {},
        value,
        was === value ? undefined : el("span", { class: "was small" }, `Sebelumnya: ${was}`),
      ),
    );
  };
  return groups
    .flatMap(({ title, facts = [], tables = [] }) => [
      facts.length
        ? el(
            "section",
            {},
            el("h3", {}, title),
            el("dl", { class: "facts" }, ...facts.map((f) => fact(title, f))),
          )
        : undefined,
      ...tables.map(table),
    ])
    .filter(Boolean);
}

const table = ({ title, head, rows }) =>
  el(
    "section",
    {},
    el("h3", {}, title),
    el(
      "div",
      { class: "people-scroll" },
      el(
        "table",
        { class: "people" },
        el("thead", {}, el("tr", {}, ...head.map((h) => el("th", { scope: "col" }, h)))),
        el("tbody", {}, ...rows.map((cells) => el("tr", {}, ...cells.map((text) => el("td", {}, text))))),
      ),
    ),
  );

const stepOfRole = { camat: "approve", sekcam: "initial", verifikator: "check" };

/** The officer's own step first, then returning and refusing; what cannot be done now says why. */
function decideButtons(page, desk, theCase) {
  const roles = desk.session.officer.roles.filter((role) => role in stepOfRole),
    may = theCase.may;
  const own = ["camat", "sekcam", "verifikator"]
    .filter((role) => roles.includes(role))
    .map((role) => stepOfRole[role]);
  const main = own.find((kind) => may[kind]) ?? own[0];
  const decided = theCase.waits === "selesai" || !main;
  const wanted = decided ? [] : [main, "return", ...(roles.includes("camat") ? ["reject"] : [])];
  const actions = page.querySelector(".actions"),
    why = page.querySelector("[data-slot=why]");
  actions.hidden = !wanted.length;
  page.querySelector(".case").classList.toggle("no-actions", !wanted.length);
  const buttons = wanted.map((kind) => {
    const style = kind === main ? "btn btn-main btn-big" : kind === "reject" ? "btn btn-no" : "btn";
    const button = el(
      "button",
      { class: style, type: "button", "data-decide": kind, "aria-describedby": "why" },
      kinds[kind].do,
    );
    button.addEventListener("click", () => decide(desk, theCase, kind));
    return button;
  });
  actions.replaceChildren(...buttons);
  const update = () => {
    for (const button of buttons) button.disabled = Boolean(desk.lostSince) || !may[button.dataset.decide];
    const said = desk.lostSince
      ? "Hub tidak menjawab. Anda tetap dapat membaca; tanda tangan menunggu hub."
      : decided
        ? theCase.waits === "selesai"
          ? "Permohonan ini sudah diputus."
          : ""
        : may[main]
          ? ""
          : (may.why?.[main] ?? "Belum dapat diputus sekarang.");
    fill(page, { why: said });
    why.hidden = !said;
  };
  return { update };
}
