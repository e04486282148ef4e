// The queue: what waits, oldest promise first; and which desa has been heard of.
import { clone, el, fill, icon, setIcon } from "./dom.js";
import { drawNav, lostNote } from "./frame.js";
import { dayAndClock, daysAgo, isKelurahan, nameOf, shortDay, stateWord, timeOf } from "./words.js";

export const timeIcons = { late: "alert", today: "clock", fine: "calm", none: "check" };
const groupWords = { late: "Lewat batas layanan", today: "Batasnya hari ini", fine: "Masih ada waktu" };
const tableWords = {
  camat: "Di camat",
  sekcam: "Di sekcam",
  kasi: "Di kasi",
  desa: "Di desa",
  selesai: "Diputus",
};
const tableOfRole = { camat: "camat", sekcam: "sekcam", verifikator: "kasi" };

/** The tables at which the officer sits. An admin alone decides nothing, and looks on at the camat's. */
export const tablesOf = (officer) => {
  const mine = officer.roles.map((role) => tableOfRole[role]).filter(Boolean);
  return mine.length ? mine : ["camat"];
};
/** What waits for the officer, oldest promise first. */
export function mineOf(desk) {
  const tables = tablesOf(desk.session.officer);
  return desk.board.cases.filter((c) => tables.includes(c.waits)).sort(byDue);
}
export const addressOf = (c) => `#/permohonan/${encodeURIComponent(c.code)}`;
const byDue = (a, b) =>
  (a.days_left ?? 9999) - (b.days_left ?? 9999) || a.state_at - b.state_at || a.code.localeCompare(b.code);
const byNews = (a, b) => b.state_at - a.state_at || a.code.localeCompare(b.code);

function lightOf(desa, now) {
  if (!desa?.last_contact) return "lost";
  const days = daysAgo(desa.last_contact, now);
  return days <= 0 ? "today" : days <= 2 ? "old" : "lost";
}
const setLight = (node, light) => {
  node.className = light === "today" ? "light" : `light light-${light}`;
  return node;
};
const lightWords = {
  today: "tersambung hari ini",
  old: "tersambung 1 sampai 2 hari lalu",
  lost: "3 hari atau lebih tidak tersambung",
};

export function queue(desk) {
  const page = clone("t-queue"),
    form = page.querySelector("form"),
    list = page.querySelector("[data-slot=list]");
  const mineTables = tablesOf(desk.session.officer);
  const pick = (who) =>
    who === "saya"
      ? mineOf(desk)
      : desk.board.cases.filter((c) => c.waits === who).sort(who === "selesai" ? byNews : byDue);

  const draw = () => {
    Object.assign(desk.filter, {
      who: new FormData(form).get("who") ?? "saya",
      desa: form.desa.value,
      service: form.service.value,
      q: form.q.value,
    });
    const { who, desa, service } = desk.filter,
      q = plain(desk.filter.q);
    const shown = pick(who).filter(
      (c) =>
        (!desa || c.region === desa) &&
        (!service || c.service === service) &&
        plain(`${c.applicant} ${c.code} ${c.number} ${c.register}`).includes(q),
    );
    redraw(list, groups(shown, desk, who), () => nothing(pick(who).length > 0, who));
  };
  const update = () => {
    const mine = mineOf(desk),
      late = mine.filter((c) => c.days_left < 0).length;
    const asked = mineTables.includes("camat") ? "keputusan Anda" : "Anda";
    fill(page, {
      count: mine.length
        ? `${mine.length} menunggu ${asked}${late ? `, ${late} lewat batas` : ""}`
        : `Tidak ada yang menunggu ${asked}`,
    });
    segments(form.querySelector(".segments"), desk, mineTables, pick);
    options(
      form.desa,
      desk.board.cases.map((c) => [c.region, c.desa]),
      desk.filter.desa,
    );
    options(
      form.service,
      desk.board.cases.map((c) => [c.service, c.service_name]),
      desk.filter.service,
    );
    links(page, desk.board);
    drawNav(page, desk);
    lostNote(page.querySelector(".hub-lost"), desk);
    draw();
  };
  form.q.value = desk.filter.q;
  form.classList.toggle("open", Boolean(desk.filter.desa || desk.filter.service));
  form.addEventListener("input", draw);
  form.addEventListener("submit", (event) => event.preventDefault());
  page.addEventListener("keydown", (event) => move(event, list));
  page
    .querySelector(".sift")
    .addEventListener("click", (event) =>
      event.currentTarget.setAttribute("aria-expanded", String(form.classList.toggle("open"))),
    );
  page.querySelector(".hub-lost .btn").addEventListener("click", () => desk.poll());
  const keys = (event) => shortcut(event, form, list);
  document.addEventListener("keydown", keys);
  update();
  return { page, update, leave: () => document.removeEventListener("keydown", keys) };
}

const plain = (text) => text.toLowerCase().replaceAll("-", "").replace(/\s+/g, " ").trim();


function segments(fieldset, desk, mineTables, pick) {
  const others = ["kasi", "sekcam", "camat"].filter(
    (table) => !mineTables.includes(table) && (table !== "sekcam" || pick(table).length),
  );
  const wanted = [
    ["saya", "Menunggu saya"],
    ...[...others, "desa", "selesai"].map((table) => [table, tableWords[table]]),
  ];
  const there = [...fieldset.querySelectorAll("input")].map((input) => input.value);
  const chosen = wanted.some(([who]) => who === desk.filter.who) ? desk.filter.who : "saya";
  if (there.join() !== wanted.map(([who]) => who).join()) {
    fieldset.replaceChildren(
      el("legend", { class: "sr" }, "Tampilkan"),
      ...wanted.map(([who, words]) =>
        el(
          "label",
          {},
          el("input", {
            type: "radio",
            name: "who",
            value: who,
            ...(who === chosen ? { checked: "" } : {}),
          }),
          words,
          " ",
          el("span", { class: "small", "data-slot": `n-${who}` }),
        ),
      ),
    );
  }
  for (const [who] of wanted) fill(fieldset, { [`n-${who}`]: String(pick(who).length) });
}

function groups(shown, desk, who) {
  if (!shown.length) return [];
  const kindOf = (c) => (who === "desa" || who === "selesai" ? "none" : timeOf(c, desk.board.now).kind);
  const title = { ...groupWords, none: who === "saya" ? "Tanpa batas waktu" : tableWords[who] };
  return Object.keys(timeIcons)
    .map((kind) => [kind, shown.filter((c) => kindOf(c) === kind)])
    .filter(([, rows]) => rows.length)
    .map(([kind, rows]) =>
      el(
        "section",
        {},
        el("h2", { class: `group is-${kind}` }, `${title[kind]} (${rows.length})`),
        el("ol", { class: "cases" }, ...rows.map((c) => row(c, desk.board))),
      ),
    );
}

/** New rows take the place of the old; the focus stays on the case that had it. */
function redraw(list, sections, empty) {
  const focused = list.contains(document.activeElement)
    ? document.activeElement.getAttribute("href")
    : undefined;
  list.replaceChildren(...(sections.length ? sections : [empty()]));
  if (focused)
    [...list.querySelectorAll(".row")]
      .find((a) => a.getAttribute("href") === focused)
      ?.focus({ preventScroll: true });
}

function row(c, { desas, now }) {
  const time = timeOf(c, now),
    light = lightOf(
      desas.find((d) => d.region === c.region),
      now,
    );
  const node = fill(clone("t-row"), {
    time: time.text,
    name: nameOf(c),
    service: c.service_name,
    desa: c.desa,
    state: stateWord(c),
    "state-note": c.note || (c.state_at ? shortDay(c.state_at, now) : ""),
    papers: `${c.papers} kertas`,
    light: `, ${lightWords[light]}`,
  });
  node.querySelector("a").href = addressOf(c);
  node.querySelector(".row-time").classList.add(`is-${time.kind}`);
  setIcon(node.querySelector(".row-time svg"), timeIcons[time.kind]);
  setLight(node.querySelector(".light"), light);
  if (c.papers_missing) {
    fill(node, { coming: `${c.papers_missing} di jalan` });
    node.querySelector(".row-papers small").hidden = false;
  }
  return node;
}

function move(event, list) {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  if (!step || !event.target.closest(".row")) return;
  const rows = [...list.querySelectorAll(".row")];
  rows[rows.indexOf(event.target) + step]?.focus();
  event.preventDefault();
}

function shortcut(event, form, list) {
  if (event.target.matches("input, select, textarea")) return;
  if (event.key === "/") {
    event.preventDefault();
    form.q.focus();
  } else if (event.key === "ArrowDown" && !event.target.closest(".row")) {
    event.preventDefault();
    list.querySelector(".row")?.focus();
  }
}

function nothing(filtered, who) {
  const words = filtered
    ? {
        title: "Tidak ada yang cocok",
        text: "Kosongkan pencarian atau pilih semua desa dan semua layanan.",
      }
    : who === "saya"
      ? {
          title: "Semua sudah diputus",
          text:
            "Permohonan baru muncul di sini dengan sendirinya begitu sebuah desa tersambung. Anda " +
            "tidak perlu memuat ulang halaman.",
        }
      : { title: "Belum ada", text: "Permohonan muncul di sini dengan sendirinya." };
  const node = fill(clone("t-empty"), words);
  setIcon(node.querySelector("svg"), filtered ? "search" : "check");
  return node;
}

function options(select, pairs, chosen) {
  const named = [...new Map(pairs)].sort(([, a], [, b]) => a.localeCompare(b, "id"));
  const first = select.options[0],
    had = [...select.options]
      .slice(1)
      .map((o) => o.value)
      .join();
  if (had !== named.map(([value]) => value).join())
    select.replaceChildren(first, ...named.map(([value, name]) => el("option", { value }, name)));
  if (select !== document.activeElement)
    select.value = named.some(([value]) => value === chosen) ? chosen : "";
}

function links(page, { desas, now }) {
  const lit = desas
    .map((d) => ({ ...d, light: lightOf(d, now) }))
    .sort((a, b) => a.region.localeCompare(b.region));
  for (const light of Object.keys(lightWords))
    fill(page, { [`n-${light}`]: String(lit.filter((d) => d.light === light).length) });
  page
    .querySelector("[data-slot=lights]")
    .replaceChildren(
      ...lit.map((d) =>
        el(
          "li",
          {},
          setLight(el("i"), d.light),
          d.name,
          el("span", { class: "sr" }, `, ${lightWords[d.light]}`),
        ),
      ),
    );
  const calls = lit.filter((d) => d.light === "lost");
  page.querySelector(".calls").hidden = !calls.length;
  page
    .querySelector("[data-slot=calls]")
    .replaceChildren(
      ...calls.map((d) =>
        el(
          "li",
          {},
          el(
            "span",
            {},
            el("strong", {}, d.name),
            el("br"),
            el(
              "span",
              { class: "small muted" },
              d.last_contact ? `Terakhir ${dayAndClock(d.last_contact, now)}` : "Belum pernah tersambung",
            ),
          ),
          d.phone
            ? el(
                "a",
                {
                  class: "btn",
                  href: `tel:${d.phone}`,
                  "aria-label": `Telepon ${isKelurahan(d.region) ? "Kelurahan" : "Desa"} ${d.name}`,
                },
                icon("phone"),
              )
            : undefined,
        ),
      ),
    );
}
