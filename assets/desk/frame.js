// What stands around every screen of the desk: the way between its pages, and whether the hub answers.
import { fill } from "./dom.js";
import { clock } from "./words.js";

/** The two pages of the desk, and how many questions wait. */
export function drawNav(page, desk) {
  const open = desk.board.questions?.open ?? 0;
  fill(page, { "open-questions": open ? String(open) : "" });
  for (const badge of page.querySelectorAll("[data-slot=open-questions]")) badge.hidden = !open;
}

export function lostNote(note, desk) {
  note.hidden = !desk.lostSince;
  if (desk.lostSince)
    fill(note, {
      "lost-title": `Hub tidak menjawab sejak ${clock(desk.lostSince)}`,
      "lost-at": desk.answeredAt ? `Ini keadaan pukul ${clock(desk.answeredAt)}. ` : "",
    });
}
