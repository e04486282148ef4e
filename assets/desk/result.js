// After signing: the number, where the decision goes now, and the next request.
import { breakable, clone, fill, setIcon } from "./dom.js";
import { kinds } from "./decide.js";
import { lifeList } from "./life.js";
import { addressOf, mineOf, queue } from "./queue.js";
import { nameOf, placeOf, timeOf } from "./words.js";

const marks = { return: "turn", reject: "cross" };

/** The officer's own act and what follows it; what came before was read in the case. */
const sinceMine = (life, kid) =>
  life.slice(
    Math.max(
      0,
      life.findLastIndex((act) => act.kid === kid),
    ),
  );

export function done(desk, code) {
  const { result } = desk;
  if (result?.theCase.code !== code) return queue(desk); // an old address; the case itself tells of it
  const { kind, theCase, register, life, next } = result;
  const page = fill(clone("t-done"), {
    title: kinds[kind].done,
    what: `${theCase.service_name}, ${nameOf(theCase)}, ${placeOf(theCase)}`,
  });
  setIcon(page.querySelector(".badge svg"), marks[kind] ?? "check");
  page.querySelector(".number").hidden = !register;
  if (register) page.querySelector("[data-slot=register]").append(...breakable(register));
  page
    .querySelector("[data-slot=life]")
    .append(...lifeList(sinceMine(life, desk.session.officer.kid), desk.board.now));
  const mine = mineOf(desk).filter((c) => c.code !== code),
    following = mine.find((c) => c.code === next) ?? mine[0];
  page.querySelector(".next").hidden = !following;
  if (following) {
    fill(page, {
      "next-name": nameOf(following),
      "next-what":
        `${following.service_name}, ${placeOf(following)}. ` + `${timeOf(following, desk.board.now).text}.`,
    });
    page.querySelector(".next .btn").href = addressOf(following);
  }
  return { page };
}
