// Bytes of papers and letters: they come with the token and are shown from this page's own memory
// (blob: URL), never from an address of the hub.
export const pictures = ["image/jpeg", "image/png", "image/webp"],
  pdf = "application/pdf";
const plainBytes = "application/octet-stream"; // whatever else the hub may call it: only to be saved

/** Object URLs of one case; all are let go when the screen is left. */
export class Blobs {
  #kept = new Map();
  constructor(api) {
    this.api = api;
  }
  get(key, fetch) {
    if (!this.#kept.has(key)) {
      const made = fetch(this.api).then(({ bytes, type: told }) => {
        const type = [...pictures, pdf].includes(told) ? told : plainBytes;
        return { url: URL.createObjectURL(new Blob([bytes], { type })), type };
      });
      made.catch(() => this.#kept.delete(key)); // tried again when asked again
      this.#kept.set(key, made);
    }
    return this.#kept.get(key);
  }
  paper(hash) {
    return this.get(hash, (api) => api.blob(hash));
  }
  letter(code) {
    return this.get("letter", (api) => api.letter(code));
  }
  leave() {
    for (const made of this.#kept.values())
      made.then(
        ({ url }) => URL.revokeObjectURL(url),
        () => {},
      );
  }
}
