// Checks a letter's QR text with npm jose alone: node check_letter.mjs TEXT-OF-QR EVIDENCE.json
// The evidence names the keys; nothing of Disapa's own code is used.
import { readFile } from "node:fs/promises";
import { compactVerify, importJWK } from "jose";

const [text, evidence] = process.argv.slice(2);
const { keys } = JSON.parse(await readFile(evidence, "utf8")).keys;

function base32(letters) {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
  const bytes = [];
  let bits = 0,
    value = 0;
  for (const letter of letters) {
    value = (value << 5) | alphabet.indexOf(letter);
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push((value >> bits) & 255);
    }
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

const bytes = base32(text.slice(text.indexOf("#") + 1));
const kid = bytes.subarray(1, 9).toString("base64url");
const header = Buffer.from(`{"alg":"EdDSA","kid":"${kid}","typ":"disapa-act"}`).toString("base64url");
const jws = [
  header,
  bytes.subarray(73).toString("base64url"),
  bytes.subarray(9, 73).toString("base64url"),
].join(".");
const key = keys.find((k) => k.kid === kid);
const { payload } = await compactVerify(jws, await importJWK(key, "EdDSA"));
const claims = JSON.parse(new TextDecoder().decode(payload));
console.log(`signature of ${key.name} holds over ${claims.h}, register ${claims.g ?? claims.n}`);
