// Canonical JSON: RFC 8785 restricted to what an act needs (shared/log/canonical_json.h; one vector
// file, tests/vectors/canonical_json.json, is run by C++, Node and the browser).
//
// Objects, arrays, strings, true/false, integers of at most 2^53-1 in size, no -0; no null, no
// fractions; keys match [a-z][a-z0-9_]*; depth at most 6; at most 16 KiB; well-formed UTF-8. Bytes are
// accepted when reading and writing them again gives the same bytes, which also catches keys that
// stand twice.
import { equal, fromUtf8, utf8 } from "./bytes.js";

const maxBytes = 16 * 1024,
  maxDepth = 6;
const isKey = /^[a-z][a-z0-9_]*$/;
const loneSurrogate = /[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/;

export class NotCanonical extends Error {}

function write(value, depth) {
  if (typeof value === "boolean") return String(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value) || Object.is(value, -0))
      throw new NotCanonical("not an integer up to 2^53-1");
    return String(value);
  }
  if (typeof value === "string") {
    if (loneSurrogate.test(value)) throw new NotCanonical("text with a lone surrogate");
    return JSON.stringify(value);
  }
  if (typeof value !== "object" || value === null) throw new NotCanonical("null or no JSON value");
  if (depth >= maxDepth) throw new NotCanonical("deeper than allowed");
  if (Array.isArray(value)) return `[${value.map((item) => write(item, depth + 1)).join(",")}]`;
  return `{${Object.keys(value)
    .sort()
    .map((key) => {
      if (!isKey.test(key)) throw new NotCanonical("key is not [a-z][a-z0-9_]*");
      return `${JSON.stringify(key)}:${write(value[key], depth + 1)}`;
    })
    .join(",")}}`;
}

/** Brackets nested deeper than allowed, found before anything is built from the text. */
function tooDeep(text) {
  let depth = 0,
    inString = false;
  for (let n = 0; n < text.length; n++) {
    const letter = text[n];
    if (inString) {
      if (letter === "\\") n++;
      else if (letter === '"') inString = false;
    } else if (letter === '"') inString = true;
    else if (letter === "{" || letter === "[") {
      if (++depth > maxDepth) return true;
    } else if (letter === "}" || letter === "]") depth--;
  }
  return false;
}

/** The value as bytes; throws NotCanonical for what the rules do not allow. */
export function toCanonical(value) {
  const bytes = utf8(write(value, 0));
  if (bytes.length > maxBytes) throw new NotCanonical("above 16 KiB");
  return bytes;
}

/** The value that the bytes hold; throws NotCanonical unless they are its one canonical form. */
export function parseCanonical(bytes) {
  if (bytes.length > maxBytes) throw new NotCanonical("above 16 KiB");
  let value;
  try {
    const text = fromUtf8(bytes);
    if (tooDeep(text)) throw new NotCanonical("deeper than allowed");
    value = JSON.parse(text);
  } catch (problem) {
    throw problem instanceof NotCanonical ? problem : new NotCanonical("not JSON in UTF-8");
  }
  if (!equal(toCanonical(value), bytes)) throw new NotCanonical("not in the one canonical form");
  return value;
}
