// How the desk puts things on the page. Text is always text: nothing here parses HTML.

export const clone = (id) => document.getElementById(id).content.firstElementChild.cloneNode(true);

/** Text with a mark for every character that would be unseen or would turn others around: what is signed
 *  must be what is read, whoever wrote it. */
export const visible = (text) => text.replace(/(?!\n)[\p{Cc}\p{Cf}\u2028\u2029]/gu, "\uFFFD");

/** Writes words into the elements marked data-slot. */
export function fill(root, words) {
  for (const [slot, told] of Object.entries(words)) {
    const text = visible(told ?? "");
    for (const node of root.querySelectorAll(`[data-slot="${slot}"]`))
      if (node.textContent !== text) node.textContent = text;
  }
  return root;
}

export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
  node.append(...children.filter((c) => c !== undefined).map((c) => (typeof c === "string" ? visible(c) : c)));
  return node;
}

/** Long numbers may break after a slash, nowhere else. */
export const breakable = (text) =>
  visible(text)
    .split("/")
    .flatMap((part, n) => (n ? ["/", el("wbr"), part] : [part]));

const SVG = "http://www.w3.org/2000/svg";
export function icon(name) {
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("class", "i");
  svg.setAttribute("aria-hidden", "true");
  svg.append(document.createElementNS(SVG, "use"));
  return setIcon(svg, name);
}
export function setIcon(svg, name) {
  svg.firstElementChild.setAttribute("href", `#i-${name}`);
  return svg;
}

/** The eye beside a passphrase. */
export function wireSecret(root) {
  const input = root.querySelector(".secret input"),
    eye = root.querySelector(".secret button");
  eye.addEventListener("click", () => {
    const shown = input.type === "password";
    input.type = shown ? "text" : "password";
    eye.setAttribute("aria-pressed", String(shown));
  });
}

/** A button that works for a while: told to the eye and to a screen reader, and not to be pressed twice. */
export function busy(button, on) {
  button.disabled = on;
  button.setAttribute("aria-busy", String(on));
}

/** A red note with a heading and what to do. */
export function showTrouble(note, heading, help) {
  fill(note, { trouble: heading, "trouble-help": help });
  note.hidden = false;
}

/** Opens a dialog and gives what it was closed with. A dialog focuses its title, so that it is read first. */
export function openSheet(sheet) {
  document.body.append(sheet);
  sheet.querySelector("[data-close]").addEventListener("click", () => sheet.close("cancel"));
  sheet.showModal();
  return new Promise((done) =>
    sheet.addEventListener("close", () => {
      sheet.remove();
      done(sheet.returnValue || "cancel");
    }),
  );
}
