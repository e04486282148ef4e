// The offices of kecamatan Tabang and desa Umaq Dian by the real programs in a folder of their own:
// a hub that serves, a kiosk with a clerk and the kades, officers of the kecamatan with key files.
// Everybody is made up. DISAPA_BIN says where the programs stand.
import { execFile, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../../../", import.meta.url));
const bin = process.env.DISAPA_BIN ?? join(root, "build/bin");
const run = promisify(execFile);

export const desa = "64.02.12.2005",
  office = "64.02.12",
  phrase = "perahu tenang lima rotan pagi";
const pins = { petugas: "274951", kades: "830462" };
const letterheads = {
  [desa]: {
    name: "Umaq Dian",
    address: "Jalan Poros Desa RT 001",
    postcode: "75561",
    phone: "0812 0000 2005",
    email: "",
    unit_code: "UMD",
    letterhead: ["PEMERINTAH KABUPATEN KUTAI KARTANEGARA", "KECAMATAN TABANG"],
    head_name: "Lawing Ngau",
    head_title: "Kepala Desa Umaq Dian",
    head_nip: "",
  },
  [office]: {
    name: "Tabang",
    address: "Jalan Pemuda Nomor 1, Sidomulyo",
    postcode: "75561",
    phone: "0812 0000 0012",
    email: "",
    unit_code: "TBG",
    letterhead: ["PEMERINTAH KABUPATEN KUTAI KARTANEGARA"],
    head_name: "Rusli Wibisono",
    head_title: "Camat Tabang",
    head_nip: "197503122000031004",
  },
};

export const siti = {
  nik: "6402125403870003",
  no_kk: "6402120609120012",
  nama: "Siti Hasanah",
  tempat_lahir: "Tabang",
  tanggal_lahir: "1987-03-14",
  jenis_kelamin: "perempuan",
  agama: "Islam",
  status_kawin: "kawin",
  pekerjaan: "petani/pekebun",
  kewarganegaraan: "WNI",
  alamat: "Jalan Poros Desa",
  rt: "002",
  no_hp: "081200000001",
  keperluan: "keringanan biaya sekolah anak",
  penghasilan_bulan: 1200000,
  jumlah_tanggungan: 4,
  terdaftar_dtsen: "belum dicek",
};
/** Another form of the same service: one more villager. */
export const villager = (nama, last) => ({ ...siti, nama, nik: `64021254038700${last}` });

const officers = {
  kasi: ["verifikator", "Norhayati Safitri", "Kasi Pelayanan"],
  sekcam: ["sekcam", "Yosep Ledan", "Sekretaris Kecamatan"],
  camat: ["camat", "Rusli Wibisono", "Camat Tabang"],
};

export class RealHub {
  keyFiles = {}; // by name of the officer's role: text of the key file
  kids = {};
  #running;

  /** `people`: which officers of the kecamatan; `kiosk`: whether a desa is enrolled. */
  static async start({ people = ["camat"], kiosk = true, listen = "127.0.0.1:0" } = {}) {
    const hub = new RealHub();
    hub.folder = await mkdtemp(join(tmpdir(), "disapa-e2e-"));
    try {
      await hub.#make(people, kiosk, listen);
    } catch (problem) {
      await hub.stop();
      throw problem;
    }
    return hub;
  }
  path(name) {
    return join(this.folder, name);
  }

  async #make(people, kiosk, listen) {
    const sample = ["--name", "Tabang", "--public-url", "https://tabang.example", "--sample"];
    await this.hub("init", "--region", office, ...sample);
    for (const [region, letterhead] of Object.entries(letterheads)) {
      const file = await this.write(`${region}.json`, JSON.stringify(letterhead));
      await this.hub("office", "--region", region, "--file", file);
    }
    await this.serve(listen);
    await this.write("frasa", `${phrase}\n`);
    for (const who of people) await this.officer(who, ...officers[who]);
    if (kiosk) await this.#enrolDesa();
  }

  /** Starts serving; on the same address again after `pause`. */
  async serve(listen = this.url.slice("http://".length)) {
    const child = spawn(join(bin, "disapa-hub"), [
      "serve",
      "--data",
      this.path("hub"),
      "--listen",
      listen,
    ]);
    this.log = "";
    this.#running = child;
    child.stderr.on("data", (text) => (this.log += text));
    for await (const line of createInterface(child.stdout)) {
      this.url = /^Hub siap di (http:\S+)$/.exec(line)?.[1];
      if (this.url) return;
    }
    throw new Error(`the hub did not start: ${this.log}`);
  }
  get isRunning() {
    return this.#running.exitCode === null && this.#running.signalCode === null;
  }
  async pause() {
    const child = this.#running;
    if (!child || !this.isRunning) return;
    const gone = new Promise((done) => child.once("exit", done));
    child.kill("SIGTERM");
    await gone;
  }
  async stop() {
    await this.pause();
    await rm(this.folder, { recursive: true, force: true });
  }

  async write(name, content) {
    await writeFile(this.path(name), content, { mode: 0o600 });
    return this.path(name);
  }
  async #call(program, data, words) {
    const { stdout } = await run(join(bin, program), [...words, "--data", this.path(data)]);
    return stdout.trim();
  }
  hub(...words) {
    return this.#call("disapa-hub", "hub", words);
  }
  kiosk(...words) {
    return this.#call("disapa-kiosk", "kiosk", words);
  }
  /** One exchange of the kiosk; gives its figures. */
  async exchange() {
    return JSON.parse(await this.#call("disapa-sync", "kiosk", ["once", "--json"]));
  }
  check(node) {
    return this.#call("disapa-sync", node, ["check"]);
  }

  invite(role, region, name = "", title = "") {
    return this.hub(
      ...["invite", "--role", role, "--region", region, "--url", this.url],
      ...(name ? ["--name", name, "--title", title] : []),
    );
  }
  async officer(who, role, name, title) {
    const file = this.path(`${who}.jwe`),
      invite = await this.invite(role, office, name, title);
    this.kids[who] = await this.hub(
      ...["officer", invite, "--key", file, "--passphrase-file", this.path("frasa")],
    );
    this.keyFiles[who] = await readFile(file, "utf8");
  }
  async #enrolDesa() {
    this.kioskInvite = await this.invite("kiosk", desa);
    await this.kiosk("enrol", this.kioskInvite);
    for (const [role, name, title] of [
      ["petugas", "Mastora Lestari", "Kasi Pelayanan"],
      ["kades", "Lawing Ngau", "Kepala Desa Umaq Dian"],
    ]) {
      const pin = await this.write(`pin-${role}`, `${pins[role]}\n`);
      const invite = await this.invite(role, desa, name, title);
      this.kids[role] = await this.kiosk("enrol", "--cheap-pin", "--pin-file", pin, invite);
    }
    await this.exchange();
  }

  #as(role) {
    return ["--as", this.kids[role], "--pin-file", this.path(`pin-${role}`)];
  }
  async #form(form) {
    return this.write("form.json", JSON.stringify(form));
  }
  async submit(form = siti, ...more) {
    return this.kiosk("submit", "--service", "SKTM", "--form", await this.#form(form), ...more);
  }
  async amend(code, form) {
    const file = await this.#form(form);
    await this.kiosk("submit", "--amends", code, "--form", file, ...this.#as("petugas"));
  }
  act(code, step, role = "petugas") {
    return this.kiosk("act", code, `--${step}`, ...this.#as(role));
  }
  /** The clerk verifies, the kades endorses, an exchange carries it up. */
  async bring(code) {
    await this.act(code, "verify");
    await this.act(code, "endorse", "kades");
    await this.exchange();
    return code;
  }
  async request(form, ...more) {
    return this.bring(await this.submit(form, ...more));
  }
  /** What the kiosk knows of a case after one more exchange. */
  async atKiosk(code) {
    await this.exchange();
    return JSON.parse(await this.kiosk("case", "--json", code));
  }
  async letterText(code) {
    const file = this.path("surat.pdf"),
      picture = this.path("surat");
    await this.kiosk("letter", code, "--out", file);
    await run("pdftoppm", ["-r", "150", "-f", "1", "-l", "1", "-png", "-singlefile", file, picture]);
    return (await run("zbarimg", ["-q", "--raw", `${picture}.png`])).stdout.trim();
  }
  /** Appends a `submitted` act that no counter would have let pass (tests/e2e/hostile.cpp); `photo`:
   *  bytes that one of the papers names. Gives the receipt code. */
  async submitUnchecked(form, papers = [{ how: "brought", id: "KTP" }], photo = undefined) {
    const at = Math.floor(Date.now() / 1000),
      salt = randomBytes(8).toString("base64url");
    const act = { at, form, papers, salt, service: "SKTM", type: "submitted" };
    const words = [this.path("kiosk"), await this.write("act.json", JSON.stringify(act))];
    if (photo) words.push(await this.write("photo", photo));
    return (await run(join(bin, "disapa-hostile"), words)).stdout.trim();
  }
}
