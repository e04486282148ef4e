// Bytes and the three ways they are written as text: UTF-8, base64url, base32.

export const utf8 = (text) => new TextEncoder().encode(text);
/** Throws on bytes that are not UTF-8; keeps a byte order mark, so that it is noticed. */
export const fromUtf8 = (bytes) => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);

export function join(...parts) {
  const all = new Uint8Array(parts.reduce((size, part) => size + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export const equal = (a, b) => a.length === b.length && a.every((byte, n) => byte === b[n]);

export function toBase64url(bytes) {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Without padding and in its only form: what does not encode back to the same text is refused. */
export function fromBase64url(text) {
  if (typeof text !== "string" || !/^[A-Za-z0-9_-]*$/.test(text)) throw new Error("not base64url");
  const bytes = Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (c) =>
    c.charCodeAt(0),
  );
  if (toBase64url(bytes) !== text) throw new Error("not canonical base64url");
  return bytes;
}

const base32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/** RFC 4648 without padding, as a QR code carries it; left over bits must be zero. */
export function fromBase32(text) {
  const bytes = [];
  let bits = 0,
    value = 0;
  for (const letter of text.toUpperCase()) {
    const five = base32.indexOf(letter);
    if (five < 0) throw new Error("not base32");
    value = (value << 5) | five;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      bytes.push(value >> bits);
      value &= (1 << bits) - 1;
    }
  }
  if (bits > 4 || value !== 0) throw new Error("not canonical base32");
  return Uint8Array.from(bytes);
}

export async function sha256(bytes) {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}
