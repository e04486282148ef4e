// The life of a case: a list of acts as sentences, with who signed each.
import { el, icon } from "./dom.js";
import { dayAndClock } from "./words.js";

const looks = {
  transit: { style: "transit", mark: "boat" },
  now: { style: "now", mark: "clock" },
  returned: { mark: "turn" },
  rejected: { mark: "cross" },
  cancelled: { mark: "cross" },
  revoked: { mark: "cross" },
};

const upper = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

function lifeItem({ kind, what, who, at, signed, kid, note, outcome, counted }, now) {
  const inert = outcome && outcome !== "effect";
  const look = inert ? { style: "now", mark: "alert" } : (looks[kind] ?? { mark: "check" });
  const when = upper([who, at ? dayAndClock(at, now) : ""].filter(Boolean).join(", "));
  return el(
    "li",
    { class: look.style ?? "" },
    el("span", { class: "mark" }, icon(look.mark)),
    el(
      "div",
      {},
      el("p", {}, el("strong", {}, what)),
      when ? el("p", { class: "muted small" }, when) : undefined,
      note ? el("p", { class: "small" }, note) : undefined,
      inert ? el("p", { class: "is-today small" }, outcome) : undefined,
      counted === false && look.style === undefined
        ? el("p", { class: "is-way small" }, "Belum diterima kecamatan")
        : undefined,
      signed
        ? el(
            "p",
            { class: "signed" },
            icon("shield"),
            "Tanda tangan cocok",
            kid ? el("span", { class: "code" }, kid) : undefined,
          )
        : undefined,
    ),
  );
}

export const lifeList = (life, now) => life.map((item) => lifeItem(item, now));
