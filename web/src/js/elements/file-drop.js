// <file-drop data-to="/files" data-max="5" data-bytes="10485760"><input type="file" multiple><ul></ul></file-drop>
// Takes dropped and pasted files. With data-to each goes up at once and the answer, a <li> with a hidden
// field, joins the list, so that a refused form does not lose it; without, they wait in the file field.
class FileDrop extends HTMLElement {
  connectedCallback() {
    this.input = this.querySelector("input[type=file]");
    this.list = this.querySelector("ul");
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    for (const [on, over] of [["dragover", true], ["dragleave", false], ["drop", false]])
      this.addEventListener(on, (e) => { e.preventDefault(); this.toggleAttribute("data-over", over); });
    this.addEventListener("drop", (e) => this.take([...e.dataTransfer.files], true));
    this.addEventListener("click", (e) => e.target.closest("[data-remove]")?.closest("li").remove());
    this.paste = (e) => { if (e.clipboardData?.files.length) this.take([...e.clipboardData.files], true); };
    this.closest("form")?.addEventListener("paste", this.paste);
    this.dataset.on = "";
  }

  take(files, foreign = false) {
    this.say("");
    const room = +this.dataset.max - this.list.children.length;
    const small = files.filter((f) => f.size <= +this.dataset.bytes);
    if (small.length < files.length) this.say(this.dataset.large);
    if (small.length > room) this.say(this.dataset.many);
    const taken = small.slice(0, Math.max(0, room));
    if (this.dataset.to) return this.upload(taken);
    this.hold(taken, foreign);
  }

  // hold puts the files into the field itself; those already there stay.
  hold(files, foreign) {
    const box = new DataTransfer();
    for (const f of foreign ? [...this.input.files, ...files] : files) box.items.add(f);
    this.input.files = box.files;
    this.list.replaceChildren(...[...box.files].map((f) => {
      const li = document.createElement("li");
      li.textContent = f.name;
      return li;
    }));
  }

  async upload(files) {
    this.input.value = "";
    for (const file of files) {
      const body = new FormData();
      body.append("file", file);
      this.setAttribute("aria-busy", "true");
      try {
        const answer = await fetch(this.dataset.to, { method: "POST", body, headers: { "HX-Request": "true" } });
        const words = await answer.text();
        if (!answer.ok) { this.say(words || this.dataset.failed); continue; }
        this.list.append(...new DOMParser().parseFromString(words, "text/html").querySelectorAll("li"));
        this.dispatchEvent(new Event("input", { bubbles: true }));
      } catch {
        this.say(this.dataset.failed);
      } finally {
        this.removeAttribute("aria-busy");
      }
    }
  }

  say(words) { this.querySelector("[role=alert]").textContent = words ?? ""; }
}
customElements.define("file-drop", FileDrop);
