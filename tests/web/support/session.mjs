// A desk session without the desk: the key file opened by jose, the challenge signed by Node.
import { createHash, createPrivateKey, sign } from "node:crypto";
import { compactDecrypt } from "jose";
import { b64, canonicalBytes } from "./officers.mjs";

export async function openKeyFile(text, phrase) {
  const { plaintext } = await compactDecrypt(text.trim(), Buffer.from(phrase), {
    keyManagementAlgorithms: ["PBES2-HS512+A256KW"],
    maxPBES2Count: 1_000_000,
  });
  const jwk = JSON.parse(Buffer.from(plaintext)),
    key = createPrivateKey({ key: jwk, format: "jwk" });
  const kid = b64(
    createHash("sha256").update(`{"crv":"Ed25519","kty":"OKP","x":"${jwk.x}"}`).digest().subarray(0, 8),
  );
  const jws = (typ, payload) => {
    const input = `${b64(`{"alg":"EdDSA","kid":"${kid}","typ":"${typ}"}`)}.${b64(payload)}`;
    return `${input}.${b64(sign(null, Buffer.from(input), key))}`;
  };
  return { kid, jws };
}

export const post = (url, path, body, headers = {}) =>
  fetch(url + path, {
    method: "POST",
    headers: { "Content-Type": "application/json", ...headers },
    body: typeof body === "string" ? body : JSON.stringify(body),
  });

/** {authorization, jws, kid}: signed in at the hub. */
export async function signIn(url, keyFile, phrase) {
  const key = await openKeyFile(keyFile, phrase);
  const { challenge } = await (await post(url, "/api/challenge", { kid: key.kid })).json();
  const { host } = new URL(url);
  const jws = key.jws("disapa-challenge", canonicalBytes({ challenge, host }));
  const { token } = await (await post(url, "/api/session", { jws })).json();
  return { ...key, token, authorization: `Bearer ${token}` };
}
