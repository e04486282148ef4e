// The desk as a person uses it: by what stands on buttons and labels. Used by the page tests and by
// tests against a real hub.

export class DeskPage {
  constructor(page, url) {
    this.page = page;
    this.url = url;
  }

  async open(hash = "") {
    await this.page.goto(`${this.url}/${hash}`);
    await this.page.locator("main h1").waitFor();
  }
  heading() {
    return this.page.locator("main h1").textContent();
  }

  /** `keyFile`: {name, text}. Leaves the page where sign-in leads: the queue, or sign-in with a note. */
  async signIn(keyFile, phrase) {
    await this.chooseKey(keyFile);
    await this.page.getByLabel("2. Frasa sandi, lima kata").fill(phrase);
    await this.page.getByRole("button", { name: "Buka kunci dan masuk" }).click();
    await this.page.locator(".queue-head, .signin .note-late:not([hidden]), .case-head").first().waitFor();
  }
  async chooseKey({ name = "kunci.jwe", text }) {
    await this.page
      .locator("input[type=file]")
      .setInputFiles({ name, mimeType: "application/octet-stream", buffer: Buffer.from(text) });
    await this.page.locator(".filepick.chosen").waitFor();
  }
  /** Asks the hub at once, as the page does when somebody comes back to it. */
  poll() {
    return this.page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
  }
  /** Until no sheet is open: one that was closed stands for a moment, and nothing opens beside it. */
  noSheet() {
    return this.page.locator("dialog").waitFor({ state: "detached" });
  }
  async turnBack(name = "Batal") {
    await this.button(name).click();
    await this.noSheet();
  }
  trouble() {
    return this.page.locator(".note-late:not([hidden])").innerText();
  }
  async signOut() {
    await this.page.getByRole("button", { name: "Keluar", exact: true }).click();
    await this.page.locator(".signin").waitFor();
  }

  /** What the queue shows: [{name, text, group}]. */
  rows() {
    return this.page
      .locator(".row")
      .evaluateAll((rows) =>
        rows.map((row) => ({
          name: row.querySelector("strong").textContent,
          code: decodeURIComponent(row.hash.split("/")[2]),
          text: row.innerText,
          group: row.closest("section").querySelector("h2").textContent,
        })),
      );
  }
  show(segment) {
    return this.page.locator(".segments label", { hasText: segment }).click();
  }
  search(text) {
    return this.page.getByLabel("Cari nama, kode, atau nomor").fill(text);
  }

  async openCase(code) {
    await this.page.goto(`${this.url}/#/permohonan/${encodeURIComponent(code)}`);
    await this.page.locator(".case-head .code", { hasText: code }).waitFor();
  }
  async openQuestions() {
    await this.page.goto(`${this.url}/#/pertanyaan`);
    await this.page.locator(".asked-list :is(.asked-row, .empty)").first().waitFor();
  }
  /** What the list of questions shows: [{code, text, group}]. */
  questionRows() {
    return this.page.locator(".asked-row").evaluateAll((rows) =>
      rows.map((row) => ({
        code: decodeURIComponent(row.hash.split("/")[2]),
        text: row.innerText,
        group: row.closest("section").querySelector("h2").textContent,
      })),
    );
  }
  async openQuestion(code) {
    await this.page.goto(`${this.url}/#/pertanyaan/${encodeURIComponent(code)}`);
    await this.page.locator(".question-head .code", { hasText: code }).waitFor();
  }
  /** Writes an answer and goes on to the sheet that shows what is signed. */
  async writeAnswer(text) {
    await this.noSheet();
    await this.page.getByLabel("Yang akan dibaca warga").fill(text);
    await this.button("Lanjut ke tanda tangan").click();
  }
  /** The answers below the question: [{text, by}]. */
  answers() {
    return this.page
      .locator(".answers-list li")
      .evaluateAll((items) =>
        items.map((item) => ({ text: item.children[0].textContent, by: item.children[1].textContent })),
      );
  }
  button(name) {
    return this.page.getByRole("button", { name, exact: true });
  }

  /** Presses a decision and waits for the sheet that shows what is signed. */
  async begin(name) {
    await this.noSheet();
    await this.button(name).click();
    await this.page.locator("dialog").waitFor();
  }
  async giveReason(pick, text) {
    await this.page.getByLabel(pick, { exact: true }).check();
    if (text !== undefined) await this.page.getByLabel("Yang akan dibaca warga").fill(text);
    await this.page.getByRole("button", { name: "Lanjut ke tanda tangan" }).click();
    await this.page.locator("dialog .claims, dialog[role=alertdialog]").waitFor();
  }
  /** The rows of the sheet: {label: words}. */
  claims() {
    return this.page
      .locator("dialog .claims > div")
      .evaluateAll((rows) =>
        Object.fromEntries(rows.map((row) => [row.firstChild.textContent, row.lastChild.textContent])),
      );
  }
  /** The bytes of the sheet as text, without the line that counts them. */
  async bytesShown() {
    return (await this.page.locator("dialog .bytes").textContent()).split("\n\n")[0];
  }
  async sign(phrase) {
    await this.page.getByLabel("Frasa sandi Anda").fill(phrase);
    await this.page.locator("dialog .btn-main").click();
  }
  /** The screen after a decision: {title, register}. */
  async result() {
    await this.page.locator(".done").waitFor();
    const register = this.page.locator(".number:not([hidden]) b");
    return {
      title: await this.heading(),
      register: (await register.count()) ? await register.textContent() : "",
    };
  }
  /** A whole approval; gives the register number. */
  async approve(code, phrase) {
    await this.openCase(code);
    await this.begin("Setujui");
    await this.sign(phrase);
    return (await this.result()).register;
  }
  told() {
    return this.page.locator("dialog[role=alertdialog]").innerText();
  }

  /** How far the page is wider than the window. */
  overflow() {
    return this.page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
  }
}
