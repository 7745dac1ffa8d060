// <auto-save data-to="/tickets/12/draft"> … fields … <span data-status>…</span></auto-save>
// Posts its fields two seconds after the last key and when one leaves the page. What could not be sent waits
// in this tab's storage and comes back with the page.
class AutoSave extends HTMLElement {
  connectedCallback() {
    this.key = "draft:" + this.dataset.to;
    this.addEventListener("input", () => this.later());
    this.addEventListener("focusout", () => this.save());
    this.hide = () => { if (document.hidden) this.save(true); };
    document.addEventListener("visibilitychange", this.hide);
    this.closest("form")?.addEventListener("submit", () => { this.dirty = false; clearTimeout(this.timer); sessionStorage.removeItem(this.key); });
    this.restore();
  }

  disconnectedCallback() {
    clearTimeout(this.timer);
    document.removeEventListener("visibilitychange", this.hide);
  }

  later() {
    this.dirty = true;
    this.mark("");
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.save(), 2000);
  }

  fields() { return [...this.querySelectorAll("input, textarea, select")].filter((f) => f.name && f.type !== "file" && f.type !== "password"); }

  async save(leaving = false) {
    if (!this.dirty) return;
    this.dirty = false;
    clearTimeout(this.timer);
    const body = new URLSearchParams(this.fields().filter((f) => !/checkbox|radio/.test(f.type) || f.checked).map((f) => [f.name, f.value]));
    sessionStorage.setItem(this.key, body);
    try {
      const answer = await fetch(this.dataset.to, { method: "POST", body, keepalive: leaving, headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.status);
      sessionStorage.removeItem(this.key);
      this.mark(this.dataset.saved);
    } catch {
      this.dirty = true;
      this.mark(this.dataset.unsaved);
    }
  }

  restore() {
    const kept = sessionStorage.getItem(this.key);
    if (!kept) return;
    const values = new URLSearchParams(kept);
    for (const f of this.fields()) if (f.matches("textarea, input[type=text]") && !f.value && values.get(f.name)) f.value = values.get(f.name);
    this.dirty = true;
    this.later();
  }

  mark(words) {
    const status = this.querySelector("[data-status]");
    if (status) status.textContent = words ?? "";
  }
}
customElements.define("auto-save", AutoSave);
