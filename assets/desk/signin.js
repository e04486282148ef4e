// Sign-in: a key file and its passphrase, opened in this browser only; the hub's challenge signed with
// it.
import { HubLost, Refusal } from "./api.js";
import { toCanonical } from "./canonical.js";
import { busy, clone, fill, showTrouble, wireSecret } from "./dom.js";
import { KeyFileTrouble, openKeyFile, readKeyFile } from "./jwe.js";
import { signJws, typChallenge } from "./jws.js";

const keyFileBytesMax = 16 * 1024;
export const phraseTrouble = [
  "Frasa sandi tidak membuka kunci ini",
  "Periksa ejaan dan urutan kelima kata, juga huruf besar. Anda boleh mencoba lagi; berkas kunci tidak " +
    "berubah.",
];
const troubles = {
  passphrase: phraseTrouble,
  not_key_file: [
    "Ini bukan berkas kunci Disapa",
    "Pilih berkas berakhiran .jwe yang dibuat saat Anda mendaftar, biasanya di stik USB Anda.",
  ],
  no_file: ["Berkas kunci belum dipilih", "Pilih berkas berakhiran .jwe dari stik USB atau telepon Anda."],
  lost: [
    "Hub tidak menjawab",
    "Kunci Anda terbuka, tetapi hub belum dapat dihubungi. Periksa jaringan kantor, lalu coba lagi.",
  ],
};

export function signin(desk) {
  const page = clone("t-signin"),
    form = page.querySelector("form"),
    button = form.querySelector(".btn-main");
  const file = page.querySelector("input[type=file]"),
    phrase = page.querySelector("#phrase"),
    note = page.querySelector(".note-late");
  let keyFile = Promise.resolve(""); // the text of the file that was chosen last
  wireSecret(page);
  fill(page, { said: desk.said ?? "" });
  page.querySelector(".said").hidden = !desk.said;
  desk.said = "";

  const trouble = (which, words = troubles[which]) => {
    showTrouble(note, ...words);
    phrase.setAttribute("aria-invalid", String(which === "passphrase"));
  };
  const clear = () => {
    note.hidden = true;
    phrase.removeAttribute("aria-invalid");
  };

  file.addEventListener("change", async () => {
    const [chosen] = file.files;
    if (!chosen) return;
    clear();
    keyFile = chosen.size <= keyFileBytesMax ? chosen.text() : Promise.resolve("");
    const text = await keyFile.catch(() => "");
    if (chosen !== file.files[0]) return; // another one was chosen meanwhile
    fill(page, { file: chosen.name, "file-note": "Belum dibuka", "file-act": "Ganti" });
    page.querySelector(".filepick").classList.add("chosen");
    try {
      readKeyFile(text);
    } catch {
      trouble("not_key_file");
    }
  });
  phrase.addEventListener("input", () => {
    const n = phrase.value.trim().split(/\s+/).filter(Boolean).length;
    fill(page, { words: n ? `${n} dari 5 kata` : "Lima kata, dipisah spasi." });
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    clear();
    if (!file.files[0]) {
      trouble("no_file");
      return;
    }
    busy(button, true);
    try {
      const text = await keyFile.catch(() => "");
      const officer = await enter(desk.api, text, phrase.value);
      await desk.signedIn(officer, text);
    } catch (problem) {
      if (problem instanceof KeyFileTrouble) trouble(problem.what);
      else if (problem instanceof HubLost) trouble("lost");
      else if (problem instanceof Refusal)
        trouble("refused", ["Hub tidak menerima kunci ini", problem.message]);
      else throw problem;
    } finally {
      busy(button, false);
    }
  });
  return { page };
}

async function enter(api, keyFile, phrase) {
  const { key, kid } = await openKeyFile(keyFile, phrase);
  const { challenge } = await api.challenge(kid);
  // The host is signed too: a challenge that another site passes on is of no use to it.
  return api.session(
    await signJws(key, kid, typChallenge, toCanonical({ challenge, host: location.host })),
  );
}
