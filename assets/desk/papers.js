// The papers of a case and its letter, one at a time, large; what is not a photo can only be saved.
import { HubLost } from "./api.js";
import { Blobs, pdf, pictures } from "./blobs.js";
import { el, fill, icon } from "./dom.js";
import { cleanText } from "./words.js";

const zoomMax = 3;
const kilobytes = (size) => `${Math.max(1, Math.round(size / 1024))} KB`;

const message = (name, title, text, ...more) =>
  el("div", { class: "coming-view" }, icon(name), el("strong", {}, title), el("p", {}, text), ...more);
// A kiosk names its files as it likes: only the ending that the bytes have is kept.
const saveName = (paper, type) =>
  type === pdf ? `${cleanText(paper.name).replace(/(\.[a-z]{1,4})*$/i, "") || paper.id}.pdf` : `${paper.id}.bin`;
const saveLink = (url, name) => el("a", { class: "btn", href: url, download: name }, "Simpan berkas");
const failed = (problem) =>
  message(
    "alert",
    "Belum dapat ditampilkan",
    problem instanceof HubLost ? "Hub tidak menjawab. Pilih lagi setelah hub menjawab." : problem.message,
  );

const isPicture = (paper) => Boolean(paper.blob) && paper.here && pictures.includes(paper.mime);

async function paperContent(paper, blobs) {
  if (paper.blob && !paper.here)
    return message(
      "boat",
      "Masih di perjalanan",
      "Foto ini tiba saat desa tersambung lagi. Anda boleh memutus tanpa menunggunya.",
    );
  if (!paper.blob)
    return paper.how === "missing"
      ? message("info", "Tidak dibawa", paper.absent || "Warga belum membawa kertas ini.")
      : message(
          "eye",
          paper.seen ? "Dilihat aslinya di desa" : "Dibawa ke kantor desa",
          "Kertas ini tidak difoto.",
        );
  const blob = await blobs.paper(paper.blob);
  if (!pictures.includes(blob.type))
    return message(
      "paper",
      "Berkas, bukan foto",
      "Simpan lalu buka dengan aplikasi di komputer Anda.",
      saveLink(blob.url, saveName(paper, blob.type)),
    );
  const picture = el("img", { src: blob.url, alt: `Foto ${paper.label}` });
  await picture.decode().catch(() => {
    throw new Error("Foto ini rusak dan tidak dapat ditampilkan. Minta foto ulang kepada desa.");
  });
  return picture;
}

function paperNote(paper) {
  const seen = paper.seen
    ? "Aslinya dilihat petugas"
    : paper.absent
      ? `Tidak ada: ${paper.absent}`
      : paper.how === "missing"
        ? "Tidak dibawa"
        : "";
  const photo = paper.blob
    ? [paper.name, paper.size ? kilobytes(paper.size) : ""].filter(Boolean).join(", ")
    : "";
  return [seen, photo].filter(Boolean).join(". ");
}

async function letterContent(code, blobs) {
  const { url, type } = await blobs.letter(code);
  if (type !== pdf) throw new Error("Hub tidak mengirim surat sebagai PDF. Hubungi admin kecamatan.");
  const save = saveLink(url, `surat-${code}.pdf`);
  // Phones do not show a PDF inside a page; there the letter is opened on its own.
  if (!navigator.pdfViewerEnabled || matchMedia("(max-width: 760px)").matches)
    return message(
      "paper",
      "Surat sebagai PDF",
      "Simpan lalu buka untuk membaca bunyi surat seperti yang akan dicetak desa.",
      save,
    );
  return el("iframe", { src: `${url}#toolbar=0&navpanes=0&view=FitH`, title: "Pratinjau surat" });
}

function thumb(paper, blobs) {
  const here = isPicture(paper);
  const coming = Boolean(paper.blob) && !paper.here;
  const pic = el(
    "span",
    { class: "pic" },
    icon(coming ? "boat" : paper.how === "missing" ? "cross" : "paper"),
  );
  const style = coming ? "thumb coming" : here ? "thumb" : "thumb plain";
  const button = el("button", { class: style, type: "button" }, pic, el("span", {}, paper.label));
  if (here)
    blobs.paper(paper.blob).then(
      ({ url }) => pic.replaceChildren(el("img", { src: url, alt: "" })),
      () => {},
    );
  return button;
}

function wireTabs(tabs, select) {
  for (const tab of tabs) {
    tab.addEventListener("click", () => select(tab));
    tab.addEventListener("keydown", (event) => {
      if (!/^Arrow(Left|Right)$/.test(event.key)) return;
      const other = tabs.find((t) => t !== tab);
      select(other);
      other.focus();
    });
  }
}

/** What shows one thing large, with the tools for a photo. An answer that comes late is not shown. */
function viewer(view, tools) {
  let zoom = 1,
    quarter = 0,
    asked = 0;
  const apply = () => {
    view.style.setProperty("--zoom", zoom);
    view.style.setProperty("--turn", quarter);
  };
  const on = (name, change) =>
    tools.querySelector(`[data-do=${name}]`).addEventListener("click", () => {
      change();
      apply();
    });
  on("in", () => (zoom = Math.min(zoomMax, zoom + 0.5)));
  on("out", () => (zoom = Math.max(1, zoom - 0.5)));
  on("turn", () => (quarter = (quarter + 1) % 4));
  return async (content, style) => {
    const mine = ++asked;
    zoom = 1;
    quarter = 0;
    apply();
    view.className = `view ${style}`;
    view.setAttribute("aria-busy", "true");
    const node = await content().catch(failed);
    if (mine !== asked) return;
    view.removeAttribute("aria-busy");
    view.replaceChildren(node);
    tools.hidden = node.tagName !== "IMG";
  };
}

/** Fills the papers card of the page. `askAgain(paper)` asks the desa for a new photo; absent where
 *  that cannot be asked. */
export function papersView(page, api, theCase, { askAgain }) {
  const view = page.querySelector(".view"),
    list = page.querySelector("[data-slot=thumbs]"),
    ask = page.querySelector("[data-do=ask]"),
    tabs = [...page.querySelectorAll("[role=tab]")];
  const { papers } = theCase,
    blobs = new Blobs(api),
    show = viewer(view, page.querySelector(".tools"));
  let chosen = 0;
  const buttons = papers.map((paper) => thumb(paper, blobs));

  const showPaper = (n) => {
    chosen = n;
    for (const [i, b] of buttons.entries()) b.setAttribute("aria-pressed", String(i === n));
    const paper = papers[n];
    ask.hidden = !paper || !askAgain || !isPicture(paper);
    fill(page, { paper: paper?.label ?? "", "paper-note": paper ? paperNote(paper) : "" });
    const none = async () => message("info", "Tanpa kertas", "Layanan ini tidak meminta kertas.");
    return show(paper ? () => paperContent(paper, blobs) : none, "");
  };
  const showLetter = () => {
    const given = theCase.register ? `Register ${theCase.register}` : "";
    ask.hidden = true;
    fill(page, {
      paper: given ? "Surat" : "Pratinjau surat",
      "paper-note": given || "Register dan QR diisi saat camat menandatangani.",
    });
    return show(() => letterContent(theCase.code, blobs), "letter");
  };
  const select = (tab) => {
    for (const t of tabs) {
      t.setAttribute("aria-selected", String(t === tab));
      t.tabIndex = t === tab ? 0 : -1;
    }
    view.setAttribute("aria-labelledby", tab.id);
    list.hidden = tab.id === "tab-letter";
    return list.hidden ? showLetter() : showPaper(chosen);
  };
  for (const [n, button] of buttons.entries()) {
    button.addEventListener("click", () => showPaper(n));
    list.append(el("li", {}, button));
  }
  wireTabs(tabs, select);
  ask.addEventListener("click", () => askAgain(papers[chosen]));
  void select(tabs[0]);
  return { leave: () => blobs.leave() };
}
