// What the code of a letter's QR proves. No page and no network in here: the same rules run in Node.
//
// The code is base32(1 | key id 8 | signature 64 | payload), or the compact JWS itself. The header of
// the JWS is constant and is rebuilt; the payload is the claims of shared/letter/claims.h.
import { fromBase32, sha256, toBase64url } from "./bytes.js";
import { parseCanonical } from "./canonical.js";
import { parseJws, typAct, verifyJws } from "./jws.js";

const signerOf = { approved: "camat", endorsed: "kades" }; // whose signature makes the letter

/** {kid, payload, signature}; throws for what is no code of a letter. */
export function readCode(code) {
  if (code.includes(".")) return parseJws(code, typAct);
  const bytes = fromBase32(code);
  if (bytes[0] !== 1 || bytes.length < 1 + 8 + 64 + 2) throw new Error("not version 1");
  return { kid: toBase64url(bytes.slice(1, 9)), signature: bytes.slice(9, 73), payload: bytes.slice(73) };
}

function readClaims(payload) {
  try {
    const claims = parseCanonical(payload),
      isText = (value) => typeof value === "string";
    const isLetter =
      claims.type in signerOf &&
      [claims.s, claims.h, claims.k, claims.of].every(isText) &&
      Number.isSafeInteger(claims.at) &&
      ["n", "g", "e", "a"].every((key) => !(key in claims) || isText(claims[key])) &&
      (!("x" in claims) || claims.x === 1);
    return isLetter ? claims : undefined;
  } catch {
    return undefined;
  }
}

// `at` of an approval is the hub's time; that of a kades' letter is a kiosk's, which decides nothing.
const inTime = (claims, signer) => claims.type !== "approved" || "a" in claims || during(claims.at, signer);
const during = (at, { from, until }) => (!from || at >= from) && (!until || at <= until);

/** The role of the key under which it may sign such a letter: its own, or the camat's by delegation. */
function mandate(claims, held) {
  const own = held.find((key) => key.role === signerOf[claims.type]);
  if (!("a" in claims)) return own;
  return held.find((key) =>
    (key.delegations ?? []).some(
      (d) => d.kind === claims.a && d.role === signerOf[claims.type] && during(claims.at, d),
    ),
  );
}

/** {verdict, claims?, signer?}. `register` is the hub's /keys.json, `today` YYYY-MM-DD.
 *  verdict: genuine, changed, revoked, expired, key_revoked; or why nothing can be said: unreadable,
 *  no_letter, unknown_key, no_mandate. */
export async function judge(code, register, today) {
  let read;
  try {
    read = readCode(code);
  } catch {
    return { verdict: "unreadable" };
  }
  const held = register.keys.filter((key) => key.kid === read.kid);
  if (!held.length) return { verdict: "unknown_key" };
  if (!(await verifyJws(held[0].x, typAct, read))) return { verdict: "changed" };
  const claims = readClaims(read.payload);
  if (!claims) return { verdict: "no_letter" };
  const signer = mandate(claims, held);
  if (!signer) return { verdict: "no_mandate", claims, signer: held[0] };
  const digest = toBase64url(await sha256(read.payload));
  if ((register.revoked_letters ?? []).includes(digest)) return { verdict: "revoked", claims, signer };
  if (signer.revoked || !inTime(claims, signer)) return { verdict: "key_revoked", claims, signer };
  if ("e" in claims && claims.e < today) return { verdict: "expired", claims, signer };
  return { verdict: "genuine", claims, signer };
}
