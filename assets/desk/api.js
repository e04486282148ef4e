// Talking to the hub. The token lives in this object and nowhere else; it leaves only in the
// Authorization header.

/** The hub answered with a refusal: a sentence for the person, perhaps who decided before. */
export class Refusal extends Error {
  constructor(status, { sentence, decision } = {}) {
    super(
      sentence ?? "Hub menolak permintaan ini tanpa penjelasan. Coba lagi, lalu hubungi admin kecamatan.",
    );
    this.status = status;
    this.decision = decision;
  }
}
/** No answer, or one that is not the hub's (a proxy's page). Nothing is known of what was asked. */
export class HubLost extends Error {}

const waitMs = 15_000;

export class Api {
  #token = "";

  async #ask(path, { method = "GET", body, as = "json" } = {}) {
    let answer;
    const headers = this.#token ? { Authorization: `Bearer ${this.#token}` } : {};
    if (body) headers["Content-Type"] = "application/json";
    try {
      answer = await fetch(path, {
        method,
        headers,
        body: body && JSON.stringify(body),
        cache: "no-store",
        credentials: "omit",
        redirect: "error",
        signal: AbortSignal.timeout(waitMs),
      });
      if (answer.ok)
        return as === "bytes"
          ? { bytes: await answer.arrayBuffer(), type: answer.headers.get("Content-Type") ?? "" }
          : await answer.json();
    } catch (problem) {
      throw new HubLost(String(problem));
    }
    const told = await answer.json().catch(() => undefined);
    if (typeof told?.sentence !== "string") throw new HubLost(`HTTP ${answer.status} without a sentence`);
    throw new Refusal(answer.status, told);
  }
  #post(path, body) {
    return this.#ask(path, { method: "POST", body });
  }

  hello() {
    return this.#ask("/api/hello");
  }
  keys() {
    return this.#ask("/keys.json");
  }
  challenge(kid) {
    return this.#post("/api/challenge", { kid });
  }
  async session(jws) {
    const { token, officer } = await this.#post("/api/session", { jws });
    this.#token = token;
    return officer;
  }
  async signOut() {
    const gone = this.#token ? this.#post("/api/sign-out", {}) : Promise.resolve();
    this.#token = "";
    await gone.catch(() => {}); // the token dies by itself at the hub
  }
  cases() {
    return this.#ask("/api/cases");
  }
  oneCase(code) {
    return this.#ask(`/api/cases/${encodeURIComponent(code)}`);
  }
  blob(hash) {
    return this.#ask(`/api/blobs/${encodeURIComponent(hash)}`, { as: "bytes" });
  }
  letter(code) {
    return this.#ask(`/api/cases/${encodeURIComponent(code)}/letter`, { as: "bytes" });
  }
  prepare(request) {
    return this.#post("/api/prepare", request);
  }
  decide(jws) {
    return this.#post("/api/decide", { jws });
  }
  questions() {
    return this.#ask("/api/questions");
  }
  question(code) {
    return this.#ask(`/api/questions/${encodeURIComponent(code)}`);
  }
  prepareAnswer(request) {
    return this.#post("/api/prepare-answer", request);
  }
  answer(jws) {
    return this.#post("/api/answer", { jws });
  }
}
