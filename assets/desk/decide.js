// Deciding: a reason where one is owed, then exactly what is signed, then the passphrase.
import { HubLost, Refusal } from "./api.js";
import { fromBase64url, fromUtf8 } from "./bytes.js";
import { inWords, MustNotSign, provenActs, readPrepared } from "./claims.js";
import { breakable, busy, clone, el, fill, openSheet, showTrouble, visible, wireSecret } from "./dom.js";
import { KeyFileTrouble, openKeyFile } from "./jwe.js";
import { signJws, typAct } from "./jws.js";
import { phraseTrouble } from "./signin.js";
import { cleanText, minuteOf } from "./words.js";

/** For each kind of decision: the button, what it was when it is done, and the words of its sheets. */
export const kinds = {
  check: {
    do: "Lolos",
    done: "Lolos periksa",
    sign: "Tanda tangani",
    help: "Permohonan diteruskan ke meja berikutnya.",
  },
  initial: {
    do: "Paraf",
    done: "Diparaf",
    sign: "Tanda tangani paraf",
    help: "Permohonan diteruskan ke camat.",
  },
  approve: {
    do: "Setujui",
    done: "Disetujui",
    sign: "Tanda tangani",
    help: "Setelah ini, persetujuan hanya dapat ditarik dengan mencabut suratnya.",
  },
  return: {
    do: "Kembalikan",
    done: "Dikembalikan",
    title: "Kembalikan ke desa",
    lead: "Permohonan tetap sama dan kembali ke antrean setelah diperbaiki.",
    sign: "Tanda tangani dan kembalikan",
    help: "Desa menerima alasan ini saat tersambung.",
  },
  reject: {
    do: "Tolak",
    done: "Ditolak",
    title: "Tolak permohonan",
    lead: "Permohonan ini selesai. Warga dapat mengajukan permohonan baru.",
    sign: "Tanda tangani dan tolak",
    help: "Penolakan tidak dapat ditarik kembali.",
  },
};

// [code for the act, what the officer picks, what the citizen reads]
const reasonsOf = {
  return: (paper) => [
    [
      "photo_unreadable",
      "Foto tidak terbaca",
      `Foto ${paper?.label ?? "KTP"} tidak terbaca. Mohon difoto ulang di kios desa. Tidak perlu ` +
        `membuat permohonan baru.`,
    ],
    [
      "paper_missing",
      "Kertas belum lengkap",
      "Kertas belum lengkap. Mohon dibawa ke kantor desa. Tidak perlu membuat permohonan baru.",
    ],
    [
      "answers_differ",
      "Isian tidak cocok dengan kertas",
      "Isian tidak cocok dengan kertas. Mohon diperbaiki di kantor desa. Tidak perlu membuat permohonan " +
        "baru.",
    ],
    ["other", "Alasan lain", ""],
  ],
  reject: () => [
    [
      "",
      "Bukan wewenang kecamatan",
      "Surat ini tidak diterbitkan kecamatan. Mohon tanya kantor desa ke mana harus mengurusnya.",
    ],
    ["", "Syarat tidak terpenuhi", "Syarat surat ini tidak terpenuhi. Petugas desa akan menjelaskan."],
    ["", "Permohonan ganda", "Permohonan yang sama sudah diputus. Suratnya dapat diambil di kantor desa."],
    ["", "Alasan lain", ""],
  ],
};

/** The whole way of one decision. `paper` is what to photograph again, where that was asked. */
export async function decide(desk, theCase, kind, paper) {
  if (document.querySelector("dialog")) return;
  const typed = kinds[kind].title ? await askReason(kind, paper) : {};
  if (!typed) return;
  try {
    const prepared = await prepare(desk, theCase, kind, typed);
    const { sign, help } = kinds[kind];
    const send = (jws) => desk.api.decide(jws);
    const result = await signSheet(desk, { do: sign, help, send }, prepared);
    if (!result) return;
    desk.result = { ...result, kind, theCase };
    await desk.poll();
    desk.go(`#/selesai/${encodeURIComponent(theCase.code)}`);
  } catch (problem) {
    await tell(desk, problem);
  }
}

async function askReason(kind, paper) {
  const sheet = fill(clone("t-reason"), { title: kinds[kind].title, lead: kinds[kind].lead });
  const text = sheet.querySelector("textarea"),
    list = sheet.querySelector(".reasons"),
    choices = reasonsOf[kind](paper);
  const left = () => {
    fill(sheet, { left: `${text.value.length} dari ${text.maxLength}` });
    text.removeAttribute("aria-invalid");
  };
  list.append(
    ...choices.map(([, name, sentence], n) => {
      const radio = el("input", { type: "radio", name: "reason", value: String(n) });
      radio.checked = n === 0;
      radio.addEventListener("change", () => {
        text.value = sentence;
        left();
        if (!sentence) text.focus();
      });
      return el("label", {}, radio, name);
    }),
  );
  text.value = choices[0][2];
  text.addEventListener("input", left);
  left();
  sheet.querySelector("form").addEventListener("submit", (event) => {
    if (cleanText(text.value)) return;
    event.preventDefault();
    text.setAttribute("aria-invalid", "true");
    showTrouble(
      sheet.querySelector(".note-late"),
      "Alasan belum ditulis",
      "Tulis apa yang harus dibawa atau diperbaiki, supaya warga tahu.",
    );
    text.focus();
  });
  if ((await openSheet(sheet)) !== "next") return undefined;
  const [code] = choices[Number(new FormData(sheet.querySelector("form")).get("reason"))];
  return { reason: cleanText(text.value), ...(code ? { reasons: [code] } : {}) };
}

/** Asks the hub for the bytes, and proves what they refer to. Throws MustNotSign for bytes that nobody
 *  should sign. */
async function prepare(desk, theCase, kind, { reason, reasons }) {
  const [{ payload }, { keys, services = {} }] = await Promise.all([
    desk.api.prepare({
      code: theCase.code,
      kind,
      ...(reason ? { reason } : {}),
      ...(reasons ? { reasons } : {}),
    }),
    desk.api.keys(),
  ]);
  const proven = await provenActs(theCase, keys);
  let bytes;
  try {
    bytes = fromBase64url(payload);
  } catch {
    bytes = new Uint8Array();
  }
  const { claims, known } = readPrepared(bytes, { kind, reason, theCase, proven });
  return { bytes, known, rows: inWords(claims, { proven, serviceName: services[claims.s] }) };
}

/** What the hub answered to `send` of the signed bytes, or undefined when the officer turned back. */
export async function signSheet(desk, { do: label, help, send }, { bytes, known, rows }) {
  const sheet = fill(clone("t-sign"), { do: label, help });
  const form = sheet.querySelector("form"),
    button = sheet.querySelector(".btn-main"),
    phrase = sheet.querySelector("#sign-phrase");
  const note = sheet.querySelector(".note-late"),
    turnBack = sheet.querySelector("[data-close]");
  let result, failure;
  sheet.addEventListener("cancel", (event) => {
    if (turnBack.disabled) event.preventDefault();
  }); // already on its way
  wireSecret(sheet);
  sheet
    .querySelector(".claims")
    .append(
      ...rows.map(([label, words]) =>
        el("div", {}, el("dt", {}, label), el("dd", {}, ...breakable(words))),
      ),
    );
  sheet.querySelector(".bytes").textContent = visible(`${fromUtf8(bytes)}\n\n${bytes.length} byte`);
  if (!known) {
    showTrouble(
      note,
      "Dasar keputusan ini tidak dikenal",
      "Halaman ini tidak dapat membuktikan pengesahan yang dirujuk. Jangan tanda tangani. Muat ulang " +
        "halaman, lalu hubungi admin kecamatan bila tetap begitu.",
    );
    button.disabled = true;
  }
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.disabled) return;
    note.hidden = true;
    phrase.removeAttribute("aria-invalid");
    busy(button, true);
    turnBack.disabled = true;
    try {
      const { key, kid } = await openKeyFile(desk.session.keyFile, phrase.value);
      result = await send(await signJws(key, kid, typAct, bytes));
      sheet.close("done");
    } catch (problem) {
      if (problem instanceof KeyFileTrouble) {
        phrase.setAttribute("aria-invalid", "true");
        showTrouble(note, ...phraseTrouble);
        phrase.focus();
      } else if (problem instanceof HubLost)
        showTrouble(
          note,
          "Hub tidak menjawab",
          "Keputusan Anda mungkin sudah tercatat. Coba tanda tangani lagi: keputusan yang sama tidak " +
            "tercatat dua kali.",
        );
      else {
        failure = problem;
        sheet.close("failed");
      }
    } finally {
      busy(button, false);
      turnBack.disabled = false;
    }
  });
  await openSheet(sheet);
  if (failure) throw failure;
  return result;
}

export async function tell(desk, problem, refused = "Belum dapat diputus") {
  if (problem instanceof Refusal && problem.status === 401) {
    desk.signOut(problem.message);
    return;
  }
  const { decision } = problem;
  const words =
    problem instanceof MustNotSign
      ? ["Jangan tanda tangani", problem.message]
      : problem instanceof HubLost
        ? ["Hub tidak menjawab", "Belum ada yang ditandatangani. Periksa jaringan kantor, lalu coba lagi."]
        : problem instanceof Refusal
          ? [decision ? "Sudah ada keputusan lain" : refused, problem.message]
          : undefined;
  if (!words) throw problem;
  const sheet = fill(clone("t-told"), {
    title: words[0],
    text: words[1],
    who: decision ? `${decision.what}: ${decision.who}, ${minuteOf(decision.at)}` : "",
  });
  sheet.querySelector("[data-slot=who]").hidden = !decision;
  await openSheet(sheet);
  if (problem instanceof Refusal && problem.status === 409) {
    await desk.poll();
    desk.reload();
  }
}
