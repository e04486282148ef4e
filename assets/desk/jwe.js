// The key file: a JWK (RFC 8037) in a compact JWE (RFC 7516, 7518), PBES2-HS512+A256KW and A256GCM,
// opened with WebCrypto. The passphrase and the opened key never leave this page; the key cannot be
// exported again.
import { fromBase64url, fromUtf8, join, utf8 } from "./bytes.js";
import { keyIdOf } from "./jws.js";

const alg = "PBES2-HS512+A256KW",
  enc = "A256GCM";
const roundsMax = 2_000_000; // a file may not keep the page busy for minutes

/** `what` is "not_key_file" or "passphrase". */
export class KeyFileTrouble extends Error {
  constructor(what) {
    super(what);
    this.what = what;
  }
}

/** The parts of the file, checked as far as possible without the passphrase. */
export function readKeyFile(text) {
  try {
    const parts = text.trim().split(".");
    if (parts.length !== 5) throw new Error("not a compact JWE");
    const header = JSON.parse(fromUtf8(fromBase64url(parts[0])));
    if (header.alg !== alg || header.enc !== enc || "crit" in header || "zip" in header)
      throw new Error("other algorithms");
    if (!Number.isInteger(header.p2c) || header.p2c < 1000 || header.p2c > roundsMax)
      throw new Error("rounds out of bounds");
    const salt = join(utf8(alg), Uint8Array.of(0), fromBase64url(header.p2s));
    const [wrapped, iv, box, tag] = parts.slice(1).map(fromBase64url);
    if (wrapped.length !== 40 || iv.length !== 12 || tag.length !== 16) throw new Error("wrong sizes");
    return { rounds: header.p2c, salt, wrapped, iv, box: join(box, tag), aad: utf8(parts[0]) };
  } catch {
    throw new KeyFileTrouble("not_key_file");
  }
}

async function decrypt(file, phrase) {
  const base = await crypto.subtle.importKey("raw", utf8(phrase), "PBKDF2", false, ["deriveKey"]);
  const wrapping = await crypto.subtle.deriveKey(
    { name: "PBKDF2", hash: "SHA-512", salt: file.salt, iterations: file.rounds },
    base,
    { name: "AES-KW", length: 256 },
    false,
    ["unwrapKey"],
  );
  const content = await crypto.subtle.unwrapKey("raw", file.wrapped, wrapping, "AES-KW", "AES-GCM", false, [
    "decrypt",
  ]);
  return new Uint8Array(
    await crypto.subtle.decrypt(
      { name: "AES-GCM", iv: file.iv, additionalData: file.aad, tagLength: 128 },
      content,
      file.box,
    ),
  );
}

/** As typed by a person: spaces around and between the words are not part of the passphrase. */
const tidyPhrase = (phrase) => phrase.trim().replace(/\s+/g, " ");

/** {key, kid, x}: a key that signs and cannot be exported. Throws KeyFileTrouble. */
export async function openKeyFile(text, phrase) {
  const file = readKeyFile(text);
  let bytes;
  for (const candidate of new Set([tidyPhrase(phrase), phrase])) {
    bytes = await decrypt(file, candidate).catch(() => undefined);
    if (bytes) break;
  }
  if (!bytes) throw new KeyFileTrouble("passphrase");
  try {
    const { kty, crv, x, d } = JSON.parse(fromUtf8(bytes));
    bytes.fill(0);
    const key = await crypto.subtle.importKey("jwk", { kty, crv, x, d }, "Ed25519", false, ["sign"]);
    const known = await crypto.subtle.importKey("raw", fromBase64url(x), "Ed25519", false, ["verify"]);
    const trial = utf8("disapa"); // x and d must be of one key
    if (
      !(await crypto.subtle.verify(
        "Ed25519",
        known,
        await crypto.subtle.sign("Ed25519", key, trial),
        trial,
      ))
    )
      throw new Error("x is not of d");
    return { key, kid: await keyIdOf(x), x };
  } catch {
    throw new KeyFileTrouble("not_key_file");
  }
}
