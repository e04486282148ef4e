// Compact JWS (RFC 7515), EdDSA over Ed25519 (RFC 8037), with one constant header for each kind
// (shared/crypto/jws.h): {"alg":"EdDSA","kid":"<key id>","typ":"<typ>"}.
import { fromBase64url, fromUtf8, sha256, toBase64url, utf8 } from "./bytes.js";

export const typAct = "disapa-act",
  typChallenge = "disapa-challenge";

const header = (kid, typ) => `{"alg":"EdDSA","kid":"${kid}","typ":"${typ}"}`;
const signedBytes = (kid, typ, payload) =>
  utf8(`${toBase64url(utf8(header(kid, typ)))}.${toBase64url(payload)}`);

/** First 8 bytes of the RFC 7638 thumbprint of an Ed25519 key, base64url. */
export async function keyIdOf(x) {
  return toBase64url((await sha256(utf8(`{"crv":"Ed25519","kty":"OKP","x":"${x}"}`))).slice(0, 8));
}

export async function signJws(key, kid, typ, payload) {
  const bytes = signedBytes(kid, typ, payload);
  return `${fromUtf8(bytes)}.${toBase64url(new Uint8Array(await crypto.subtle.sign("Ed25519", key, bytes)))}`;
}

/** {kid, payload, signature}; throws for any header but the constant one. The signature is not checked
 *  here. */
export function parseJws(text, typ) {
  const parts = text.split(".");
  if (parts.length !== 3) throw new Error("not a compact JWS");
  const [head, payload, signature] = parts.map(fromBase64url);
  const kid = JSON.parse(fromUtf8(head)).kid;
  if (!/^[A-Za-z0-9_-]{11}$/.test(kid) || fromUtf8(head) !== header(kid, typ))
    throw new Error("not our header");
  if (signature.length !== 64) throw new Error("not an Ed25519 signature");
  return { kid, payload, signature };
}

/** Whether the signature is the key's over header and payload; `x` is the public key, base64url. */
export async function verifyJws(x, typ, { kid, payload, signature }) {
  const key = await crypto.subtle.importKey("raw", fromBase64url(x), "Ed25519", false, ["verify"]);
  return crypto.subtle.verify("Ed25519", key, signature, signedBytes(kid, typ, payload));
}

/** Whether this browser can do all of that: older ones lack Ed25519, pages without https lack
 *  crypto.subtle. */
export async function canSign() {
  try {
    await crypto.subtle.generateKey("Ed25519", false, ["sign", "verify"]);
    return true;
  } catch {
    return false;
  }
}
