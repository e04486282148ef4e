// The public page: reads the code after #, which no browser sends anywhere, asks the kecamatan only
// for its public keys, and says what the signature proves.
import { el, fill, setIcon } from "./dom.js";
import { canSign } from "./jws.js";
import { judge } from "./verdict.js";
import {
  dateOf,
  delegationWords,
  isoInWords,
  minuteOf,
  nowSeconds,
  sampleWords,
  titled,
  witaIso,
} from "./words.js";

const again = "Pindai sekali lagi; QR yang kotor atau terlipat dapat salah terbaca.";
const ask = "Tanyakan nomor ini ke kecamatan.";
const compare = [
  "Cocokkan bunyi di bawah dengan kertas yang Anda pegang.",
  "Nama, nomor, dan tanggal harus sama. Bila ada yang berbeda, jangan terima kertasnya.",
];

// look: colour and sign of the page; `shown`: heading over what was signed, absent where it proves nothing.
const verdicts = {
  genuine: {
    look: "genuine",
    word: "Tanda tangan asli",
    meaning: () => "Ditandatangani pejabat yang berwenang dan isinya tidak berubah.",
    todo: compare,
    shown: "Bunyi surat yang ditandatangani",
  },
  sample: {
    look: "sample",
    word: sampleWords,
    meaning: () => "Tanda tangannya asli, tetapi surat ini dibuat untuk latihan.",
    todo: ["Jangan pakai surat ini untuk urusan apa pun.", ...compare],
    shown: "Bunyi surat contoh",
  },
  changed: {
    look: "changed",
    word: "Isi sudah berubah",
    meaning: () => "Isi kode ini tidak cocok dengan tanda tangannya.",
    todo: [
      again,
      "Bila hasilnya tetap sama, jangan terima surat ini.",
      "Tanyakan nomor suratnya ke kecamatan.",
    ],
  },
  revoked: {
    look: "revoked",
    word: "Sudah dicabut",
    meaning: () => "Surat ini pernah sah, tetapi sudah dicabut.",
    todo: ["Jangan pakai surat ini.", "Tanyakan surat penggantinya ke kecamatan."],
    shown: "Surat yang dicabut",
  },
  expired: {
    look: "expired",
    word: "Sudah tidak berlaku",
    meaning: ({ claims }) =>
      `Tanda tangannya asli, tetapi masa berlaku surat habis ${isoInWords(claims.e)}.`,
    todo: ["Jangan pakai surat ini.", "Minta surat baru di kantor desa."],
    shown: "Surat yang habis masa berlakunya",
  },
  key_revoked: {
    look: "ask",
    word: "Tanyakan nomor ini ke kecamatan",
    meaning: () =>
      "Kunci penanda tangan sudah dicabut atau tidak berlaku pada tanggal surat. Suratnya mungkin tetap sah.",
    todo: [ask, "Jangan terima surat ini sebelum kecamatan membenarkannya."],
    shown: "Bunyi surat yang ditandatangani",
  },
  no_mandate: {
    look: "unknown",
    word: "Belum dapat diperiksa",
    meaning: () => "Tanda tangannya cocok, tetapi wewenang penanda tangan belum dapat dibuktikan di sini.",
    todo: [ask, "Jangan terima surat ini sebelum kecamatan membenarkannya."],
    shown: "Bunyi surat yang ditandatangani",
  },
  no_letter: {
    look: "unknown",
    word: "Bukan kode surat",
    meaning: () => "Kode ini ditandatangani, tetapi bukan untuk sebuah surat.",
    todo: [again, "Jangan terima surat ini sebelum bertanya ke kecamatan."],
  },
  unknown_key: {
    look: "unknown",
    word: "Belum dapat diperiksa",
    meaning: () => "Penanda tangan kode ini tidak dikenal di kecamatan ini.",
    todo: [
      "Periksa apakah surat ini dari kecamatan lain; pindai QR-nya, jangan salin alamatnya.",
      "Jangan terima surat ini sebelum menanyakan nomornya ke kecamatan.",
    ],
  },
  unreadable: {
    look: "unknown",
    word: "Kode tidak terbaca",
    meaning: () => "Kode surat ini tidak lengkap atau bukan kode surat Disapa.",
    todo: [again, "Atau tanyakan nomor surat ke kecamatan."],
  },
  no_code: {
    look: "unknown",
    word: "Belum ada yang diperiksa",
    meaning: () => "Halaman ini memeriksa tanda tangan surat dari QR-nya.",
    todo: ["Pindai QR pada surat dengan kamera telepon Anda."],
  },
  no_keys: {
    look: "unknown",
    word: "Belum dapat diperiksa",
    meaning: () => "Daftar kunci kecamatan belum dapat diambil. Ini bukan berarti suratnya palsu.",
    todo: ["Periksa sambungan internet Anda, lalu pindai lagi.", "Atau tanyakan nomor surat ke kecamatan."],
  },
};

const factsOf = (claims, services) =>
  [
    ["Nama", claims.h],
    ["NIK", claims.k ? `berakhir ${claims.k}` : ""],
    ["Surat", services[claims.s] ?? claims.s],
    ["Nomor desa", claims.n],
    ["Register kecamatan", claims.g],
    ["Tanggal", dateOf(claims.at)],
    ["Berlaku sampai", claims.e ? isoInWords(claims.e) : ""],
    ["Keterangan", claims.x ? sampleWords : ""],
  ].filter(([, value]) => value);

const signersOf = (claims, signer) => [
  [
    signer.name,
    [
      claims.a ? (delegationWords[claims.a] ?? claims.a) : "",
      signer.title,
      claims.type === "approved" && claims.n ? "mengetahui" : "",
    ]
      .filter(Boolean)
      .join(", "),
  ],
];

function draw(main, judged, { services = {} }) {
  const v = verdicts[judged.verdict === "genuine" && judged.claims.x ? "sample" : judged.verdict];
  main.dataset.verdict = v.look;
  main.dataset.judged = judged.verdict;
  setIcon(main.querySelector(".seal svg"), v.look);
  fill(main, {
    word: v.word,
    meaning: v.meaning(judged),
    "letter-title": v.shown ?? "",
    how: v.shown
      ? `Diperiksa di telepon ini, tanpa mengirim isi surat ke mana pun. Daftar kunci dan pencabutan: ` +
        `${minuteOf(nowSeconds())}.`
      : judged.verdict === "changed"
        ? "Isi yang tidak cocok sengaja tidak ditampilkan. Diperiksa di telepon ini."
        : "Isi surat tidak dikirim ke mana pun dari telepon ini.",
  });
  main.querySelector("[data-slot=todo]").replaceChildren(...v.todo.map((text) => el("li", {}, text)));
  part("letter", v.shown && factsOf(judged.claims, services), ".facts", ([word, value]) =>
    el("div", {}, el("dt", {}, word), el("dd", {}, value)),
  );
  part("signers", v.shown && signersOf(judged.claims, judged.signer), ".signers", ([name, as]) =>
    el("li", {}, el("strong", {}, name), el("br"), el("span", { class: "muted" }, as)),
  );
  document.title = `${v.word} · Periksa surat`;

  function part(name, rows, into, item) {
    const section = main.querySelector(`[data-part=${name}]`);
    section.hidden = !rows;
    section.querySelector(into).replaceChildren(...(rows || []).map(item));
  }
}

const get = (path) =>
  fetch(path, { cache: "no-cache", credentials: "omit", redirect: "error" }).then((answer) => {
    if (!answer.ok) throw new Error(`HTTP ${answer.status}`);
    return answer.json();
  });

/** Who answers for this page; without it the page stands as it is. */
async function introduce(main) {
  const { office } = await get("/api/hello");
  fill(main, {
    office: ` · ${titled("Kecamatan", office.name)}`,
    where: `${titled("Kecamatan", office.name)}, ${titled("Kabupaten", office.kabupaten)}.`,
  });
  const call = main.querySelector(".call");
  call.hidden = !office.phone;
  call.firstElementChild.href = `tel:${office.phone}`;
}

let turn = 0; // an answer for an older code is not shown

async function check() {
  const mine = ++turn;
  const main = document.querySelector("main"),
    code = location.hash.slice(1);
  introduce(main).catch(() => {});
  if (!code) {
    draw(main, { verdict: "no_code" }, {});
    return;
  }
  if (!(await canSign())) return; // the page as it stands says that nothing could be checked
  let register;
  try {
    register = await get("/keys.json");
  } catch {
    if (mine === turn) draw(main, { verdict: "no_keys" }, {});
    return;
  }
  const judged = await judge(code, register, witaIso(nowSeconds()));
  if (mine === turn) draw(main, judged, register);
}

addEventListener("hashchange", check);
void check();
