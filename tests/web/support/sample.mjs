// Cases for page tests. Every person and number is made up.
import { b64, canonicalBytes, digestOf, makeOfficer } from "./officers.mjs";
import { paint } from "./picture.mjs";

export const now = Math.floor(Date.UTC(2026, 10, 23, 2, 24) / 1000); // Monday 23 November 2026, 10.24 WITA
const day = 86400,
  hour = 3600,
  office = "64.02.12";
export const hostile = "<img src=x onerror=alert(1)>";
export const phrase = "perahu tenang lima rotan pagi";

const desaNames = [
  "Gunung Sari",
  "Long Lalang",
  "Muara Ritan",
  "Buluk Sen",
  "Umaq Dian",
  "Muara Pedohon",
  "Bila Talang",
  "Kampung Baru",
  "Umaq Tukung",
  "Sidomulyo",
  "Umaq Bekuay",
  "Tabang Lama",
  "Muara Tiq",
  "Muara Salung",
  "Muara Kebaq",
  "Muara Belinau",
  "Muara Tubo",
  "Ritan Baru",
  "Tukung Ritan",
];
const contact = {
  "Long Lalang": 1,
  "Umaq Tukung": 2,
  "Tukung Ritan": 1,
  "Muara Salung": 4,
  "Muara Tubo": 7,
};
export const desas = desaNames.map((name, n) => ({
  region: `${office}.${2001 + n}`,
  name,
  last_contact: name === "Muara Tubo" ? 0 : now - hour - day * (contact[name] ?? 0),
  phone: `08000000${String(n).padStart(2, "0")}`,
}));
const regionOf = (desa) => desas.find((d) => d.name === desa).region;

export function people() {
  return {
    camat: makeOfficer({ name: "Rusli Wibisono", title: "Camat Tabang", role: "camat", region: office }),
    kasi: makeOfficer({
      name: "Norhayati Safitri",
      title: "Kasi Pelayanan",
      role: "verifikator",
      region: office,
    }),
    sekcam: makeOfficer({
      name: "Yosep Ledan",
      title: "Sekretaris Kecamatan",
      role: "sekcam",
      region: office,
    }),
    gone: makeOfficer({
      name: "Utuh Wibowo",
      title: "Camat Tabang",
      role: "camat",
      region: office,
      revoked: now - 30 * day,
    }),
    kades: Object.fromEntries(
      desaNames.map((desa, n) => [
        desa,
        makeOfficer({
          name: n % 2 ? "Lawing Ngau" : "Usat Ledan",
          title: `Kepala Desa ${desa}`,
          role: "kades",
          region: regionOf(desa),
        }),
      ]),
    ),
    stranger: makeOfficer({ name: "Orang Lain", title: "Camat", role: "camat", region: "64.02.13" }),
  };
}

const services = {
  SKTM: "Surat Keterangan Tidak Mampu",
  SKAW: "Surat Keterangan Ahli Waris",
  DISNIKAH: "Dispensasi Nikah",
  DOMISILI: "Surat Keterangan Domisili",
  SKCK: "Pengantar SKCK",
  KERAMAIAN: "Rekomendasi Izin Keramaian",
};
export { services };

const rows = [
  // code, name, service, desa, waits, days_left, state, papers, missing, note
  ["P4T-8WN-3QE-5K", "Markus Laing", "SKAW", "Muara Ritan", "camat", -1, "checked", 4, 1, ""],
  [
    "D7X-2HM-94R-TC",
    "Utuh Wibowo dan Galuh Pratiwi",
    "DISNIKAH",
    "Ritan Baru",
    "camat",
    -1,
    "endorsed",
    4,
    0,
    "Akad 30 Nov",
  ],
  ["K7M-2QX-94B-HD", "Sitti Hasanah", "SKTM", "Umaq Dian", "camat", 0, "endorsed", 5, 1, ""],
  ["R5N-6YV-8AJ-3F", "Besse Nuraini", "SKTM", "Tabang Lama", "camat", 0, "endorsed", 4, 0, ""],
  ["H3C-9KT-5MW-2P", "Yosep Ledan", "DOMISILI", "Bila Talang", "camat", 1, "endorsed", 4, 0, ""],
  [
    "T8B-4FQ-7ND-6X",
    "Hibau Jalung",
    "SKCK",
    "Muara Belinau",
    "camat",
    1,
    "endorsed",
    4,
    0,
    "perbaikan ke-2",
  ],
  ["W2G-5RP-8HV-9M", "Kasmidi Waluyo", "KERAMAIAN", "Sidomulyo", "camat", 2, "initialled", 4, 0, ""],
  ["M6Q-8PC-2GY-7H", "Norhayati Safitri", "SKTM", "Muara Tiq", "kasi", 0, "endorsed", 4, 0, ""],
  ["B4K-7ZE-9RA-5W", "Marten Ngau", "SKAW", "Buluk Sen", "kasi", 1, "endorsed", 5, 1, ""],
  ["C9D-3JS-6KU-8Y", "Diang Lestari", "KERAMAIAN", "Gunung Sari", "sekcam", 2, "checked", 4, 0, ""],
  ["X1E-6TA-2LP-4Q", hostile, "DOMISILI", "Kampung Baru", "camat", 3, "endorsed", 5, 0, ""],
  ["G5F-8UB-4MR-6Z", "Anom Ledan", "SKTM", "Umaq Dian", "desa", null, "returned", 4, 0, ""],
  ["J7H-1VC-5NS-9D", "Galuh Safitri", "DOMISILI", "Bila Talang", "selesai", null, "approved", 4, 0, ""],
];

const formOf = (name) => ({
  nama: name,
  nik: "6402125403870003",
  no_kk: "6402121206090012",
  keperluan: name === hostile ? hostile : "Keringanan biaya sekolah anak",
  penghasilan: 1200000,
});
const salt = "c2FsdHNhbHQ";

function actsOf(row, id, kades, number) {
  const [code, name, service, , , , state] = row;
  const first = canonicalBytes({
    at: now - 4 * day,
    form: formOf(name),
    papers: [{ how: "file", id: "KTP" }],
    salt,
    service,
    type: "submitted",
    by: code,
  });
  const acts = [{ digest: digestOf(first), jws: null, payload: b64(first) }];
  let revision = acts[0].digest;
  if (row[9].startsWith("perbaikan")) {
    const next = canonicalBytes({
      at: now - 2 * day,
      form: formOf(name),
      of: revision,
      papers: [],
      salt,
      type: "amended",
    });
    acts.push({ digest: digestOf(next), jws: null, payload: b64(next) });
    revision = acts[1].digest;
  }
  if (state === "returned") return { acts, revision };
  const endorsed = canonicalBytes({
    at: now - day,
    h: name.slice(0, 40).toUpperCase(),
    k: "0003",
    n: number,
    of: revision,
    s: service,
    type: "endorsed",
  });
  acts.push({ digest: digestOf(endorsed), jws: kades.signAct(endorsed), payload: b64(endorsed) });
  return { acts, revision, endorsed: digestOf(endorsed) };
}

function papersOf(row, blobs) {
  const [, name, , , , , , count, missing] = row,
    file = name === hostile ? `${hostile}.png` : "";
  const photo = (n, [r, g, b]) => {
    const bytes = paint(600, 380, r, g, b, n);
    const hash = digestOf(bytes);
    blobs.set(hash, { bytes, mime: "image/png" });
    return { blob: hash, size: bytes.length, mime: "image/png", here: true };
  };
  const all = [
    {
      id: "KTP",
      label: "KTP-el",
      how: "file",
      seen: true,
      absent: "",
      name: file,
      ...photo(1, [150, 190, 215]),
    },
    {
      id: "KK",
      label: "Kartu Keluarga",
      how: "file",
      seen: true,
      absent: "",
      name: "",
      ...photo(2, [235, 235, 225]),
    },
    {
      id: "PENGANTAR",
      label: "Pengantar RT",
      how: "brought",
      seen: true,
      absent: "",
      name: "",
      blob: "",
      here: false,
      size: 0,
      mime: "",
    },
    {
      id: "PERNYATAAN",
      label: "Pernyataan tidak mampu",
      how: "missing",
      seen: false,
      absent: "menyusul Senin depan",
      name: "",
      blob: "",
      here: false,
      size: 0,
      mime: "",
    },
    {
      id: "AKTA",
      label: "Akta yayasan",
      how: "file",
      seen: true,
      absent: "",
      name: file.replace("png", "pdf") || "akta.pdf",
      here: true,
      size: 2048,
      mime: "application/pdf",
      blob: digestOf("pdf"),
    },
  ].slice(0, count);
  blobs.set(digestOf("pdf"), { bytes: Buffer.from("%PDF-1.4\n%%EOF\n"), mime: "application/pdf" });
  if (missing) all[1] = { ...all[1], here: false };
  return all;
}

function lifeOf(row, kades, waits) {
  const [, , , desa] = row;
  const act = (kind, what, who, at, kid) => ({
    kind,
    what,
    who,
    at,
    signed: true,
    kid,
    outcome: "effect",
    counted: true,
  });
  const step = (kind, what, who, at = 0) => ({
    kind,
    what,
    who,
    at,
    signed: false,
    kid: "",
    outcome: "effect",
    counted: true,
  });
  return [
    act("submitted", `Diajukan di kios Desa ${desa}`, "", now - 4 * day, "8tVb-Q2mE_a"),
    act("verified", "Diverifikasi petugas", "Mastora Lestari", now - 4 * day + 1200, "Lw7x-0RfC11"),
    act("endorsed", "Disahkan kepala desa", kades.name, now - 4 * day + 5700, kades.kid),
    step("transit", "1 hari 3 jam di perjalanan", "Desa belum tersambung. Tidak dihitung waktu layanan."),
    step("arrived", "Tiba di kecamatan", "Waktu layanan mulai", now - 3 * day),
    ...(waits === "selesai"
      ? []
      : [step("now", waits === "desa" ? "Menunggu perbaikan di desa" : "Menunggu keputusan", "")]),
  ];
}

const answersOf = (name) => [
  {
    title: "Yang diminta",
    facts: [
      ["Keperluan", formOf(name).keperluan, "wide"],
      ["Penghasilan sebulan", "Rp1.200.000"],
      ["Tanggungan", "4 orang"],
    ],
    tables: [],
  },
  {
    title: "Pemohon",
    facts: [
      ["Nama", name, "wide"],
      ["NIK", "6402 1254 0387 0003", "long"],
      ["No. KK", "6402 1212 0609 0012", "long"],
      ["Lahir", "Tabang, 14 Maret 1987"],
      ["Alamat", "RT 002, Kecamatan Tabang", "wide"],
    ],
    tables: [
      {
        title: "Anggota keluarga",
        head: ["Nama", "NIK", "Hubungan"],
        rows: [
          ["Usat Ledan", "…0001", "Suami"],
          [name, "…0004", "Anak"],
        ],
      },
    ],
  },
];

/** Everything that the fake hub knows. */
export function sampleWorld() {
  const who = people(),
    blobs = new Map(),
    cases = new Map();
  for (const [n, row] of rows.entries()) {
    const [code, applicant, service, desa, waits, days_left, state, papers, papers_missing, note] = row;
    const kades = who.kades[desa],
      number = `400.9.14/${String(31 + n).padStart(3, "0")}/DSA/XI/2026`,
      made = actsOf(row, n, kades, number);
    cases.set(code, {
      list: {
        code,
        case: made.acts[0].digest,
        service,
        service_name: services[service],
        applicant,
        desa,
        region: regionOf(desa),
        state,
        state_at: now - day - n * hour,
        waits,
        due: days_left === null ? "" : "2026-11-23",
        days_left,
        papers,
        papers_missing,
        number,
        register: waits === "selesai" ? "400.9.14/216/TBG/XI/2026" : "",
        note,
      },
      ...made,
      life: lifeOf(row, kades, waits),
      papers: papersOf(row, blobs),
      answers: answersOf(applicant),
      summary:
        `${applicant}, 39 tahun, petani di RT 002 Desa ${desa}, meminta ` +
        `${services[service].toLowerCase()} untuk keringanan biaya sekolah anaknya.`,
      previous: note.startsWith("perbaikan")
        ? {
            answers: [
              {
                title: "Yang diminta",
                facts: [
                  ["Keperluan", formOf(applicant).keperluan],
                  ["Penghasilan sebulan", "Rp2.100.000"],
                  ["Tanggungan", "4 orang"],
                ],
              },
              answersOf(applicant)[1],
            ],
          }
        : undefined,
      checks: [
        { ok: true, what: "Diverifikasi petugas", note: "Mastora Lestari, 4 kertas dilihat aslinya" },
        { ok: true, what: "Disahkan kepala desa", note: `${kades.name}, nomor ${number}` },
        ...(papers_missing
          ? [
              {
                ok: false,
                what: "1 foto masih di jalan",
                note: "Tidak wajib. Anda boleh memutus sekarang.",
              },
            ]
          : []),
      ],
    });
  }
  return { who, blobs, cases };
}
