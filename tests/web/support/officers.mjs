// People with real keys for page tests: an Ed25519 key, its key file made by jose, and a public entry
// for /keys.json.
import { createHash, generateKeyPairSync, sign } from "node:crypto";
import { CompactEncrypt } from "jose";

export const b64 = (bytes) => Buffer.from(bytes).toString("base64url");
export const digestOf = (bytes) => b64(createHash("sha256").update(bytes).digest());

/** Keys sorted, no spaces: what canonical JSON is for the flat acts of these tests. */
export function canonicalBytes(value) {
  const sorted = (v) =>
    Array.isArray(v)
      ? v.map(sorted)
      : v && typeof v === "object"
        ? Object.fromEntries(
            Object.keys(v)
              .sort()
              .map((key) => [key, sorted(v[key])]),
          )
        : v;
  return Buffer.from(JSON.stringify(sorted(value)));
}

export function makeOfficer({ name, title, role, region, from = 1767225600, ...more }) {
  const { privateKey } = generateKeyPairSync("ed25519");
  const jwk = privateKey.export({ format: "jwk" });
  const kid = b64(
    createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${jwk.x}"}`).digest().subarray(0, 8),
  );
  const header = (typ) => b64(`{"alg":"EdDSA","kid":"${kid}","typ":"${typ}"}`);
  return {
    kid,
    jwk,
    name,
    title,
    role,
    region,
    public: {
      kty: "OKP",
      crv: "Ed25519",
      x: jwk.x,
      kid,
      name,
      title,
      role,
      region,
      from,
      until: null,
      revoked: null,
      delegations: [],
      ...more,
    },
    signBytes: (bytes) => sign(null, bytes, privateKey),
    signAct(payload, typ = "disapa-act") {
      const input = `${header(typ)}.${b64(payload)}`;
      return `${input}.${b64(sign(null, Buffer.from(input), privateKey))}`;
    },
  };
}

/** The key file of an officer, made by jose. `rounds` small where a test is about something else. */
export async function keyFileOf(officer, phrase, rounds = 5000) {
  return new CompactEncrypt(Buffer.from(JSON.stringify(officer.jwk)))
    .setProtectedHeader({ alg: "PBES2-HS512+A256KW", enc: "A256GCM" })
    .setKeyManagementParameters({ p2c: rounds })
    .encrypt(Buffer.from(phrase));
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
export function base32(bytes) {
  let out = "",
    bits = 0,
    value = 0;
  for (const byte of bytes) {
    value = (value << 8) | byte;
    bits += 8;
    while (bits >= 5) {
      out += alphabet[(value >> (bits - 5)) & 31];
      bits -= 5;
    }
    value &= (1 << bits) - 1;
  }
  return bits ? out + alphabet[(value << (5 - bits)) & 31] : out;
}

export function base32Bytes(letters) {
  const bytes = [];
  let bits = 0,
    value = 0;
  for (const letter of letters) {
    value = (value << 5) | alphabet.indexOf(letter);
    bits += 5;
    if (bits >= 8) bytes.push((value >> (bits -= 8)) & 255);
    value &= (1 << bits) - 1;
  }
  return Buffer.from(bytes);
}

/** The text of a letter's QR behind "/v#". */
export function codeOf(officer, payload) {
  const signature = Buffer.from(officer.signAct(payload).split(".")[2], "base64url");
  return base32(Buffer.concat([Buffer.of(1), Buffer.from(officer.kid, "base64url"), signature, payload]));
}
