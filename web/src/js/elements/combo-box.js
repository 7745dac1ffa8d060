// <combo-box data-from="/users/options"><select>…</select></combo-box>
// A text field over a select: it filters the select's own options, or asks data-from?q=… for
// <li role="option" data-value="12">…</li>. Without script the select is there as it is.
const wait = 180; // ms after the last key

class ComboBox extends HTMLElement {
  connectedCallback() {
    this.select = this.querySelector("select");
    if (!this.select || this.input) return;
    this.build();
    this.input.addEventListener("input", () => this.later());
    this.input.addEventListener("click", () => this.open());
    this.input.addEventListener("keydown", (e) => this.key(e));
    this.input.addEventListener("blur", () => this.close(true));
    this.list.addEventListener("pointerdown", (e) => { e.preventDefault(); this.choose(e.target.closest("[role=option]")); });
    this.select.addEventListener("change", () => this.show());
  }

  build() {
    const { select } = this;
    this.input = Object.assign(document.createElement("input"), { type: "text", className: "input", autocomplete: "off", id: select.id, disabled: select.disabled });
    for (const name of ["aria-label", "aria-describedby", "aria-invalid", "aria-required", "placeholder"])
      if (select.hasAttribute(name)) this.input.setAttribute(name, select.getAttribute(name));
    this.list = Object.assign(document.createElement("ul"), { className: "combo-list", id: select.id + "-list", hidden: true });
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", document.querySelector(`label[for="${CSS.escape(select.id)}"]`)?.textContent.trim() ?? select.getAttribute("aria-label") ?? "");
    for (const [k, v] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) this.input.setAttribute(k, v);
    select.removeAttribute("id");
    select.hidden = true;
    this.append(this.input, this.list);
    this.show();
  }

  show() { this.input.value = this.select.selectedOptions[0]?.value ? this.select.selectedOptions[0].textContent.trim() : ""; }

  later() { clearTimeout(this.timer); this.timer = setTimeout(() => this.open(this.input.value), wait); }

  async open(words = "") {
    const asked = (this.asked = Symbol());
    const options = this.dataset.from ? await this.ask(words) : this.own(words);
    if (asked !== this.asked || document.activeElement !== this.input) return;
    this.list.replaceChildren(...options);
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
    this.list.querySelectorAll("[role=option]").forEach((o, i) => { o.id = this.list.id + "-" + i; });
    this.mark(words ? this.list.querySelector("[role=option]") : null);
  }

  own(words) {
    const fold = (s) => s.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
    const wanted = fold(words), starts = (o) => fold(o.textContent).split(/\s+/).some((w) => w.startsWith(wanted));
    const found = [...this.select.options].filter((o) => fold(o.textContent).includes(wanted)).sort((a, b) => starts(b) - starts(a));
    return found.length ? found.map((o) => item(o.value, o.textContent.trim() || "–")) : [this.nothing()];
  }

  async ask(words) {
    const url = new URL(this.dataset.from, location.href);
    url.searchParams.set("q", words);
    try {
      const answer = await fetch(url, { headers: { "HX-Request": "true" } });
      if (!answer.ok) throw new Error(answer.status);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const items = [...page.querySelectorAll("[role=option]")];
      if (!words && !this.select.required) items.unshift(...[...this.select.options].filter((o) => !o.value).map((o) => item("", o.textContent.trim() || "–")));
      return items.length ? items : [this.nothing()];
    } catch {
      return [this.nothing(document.body.dataset.textOffline)];
    }
  }

  nothing(words = this.dataset.none) {
    const li = document.createElement("li");
    li.className = "none";
    li.textContent = words;
    return li;
  }

  key(e) {
    const all = [...this.list.querySelectorAll("[role=option]")], i = all.indexOf(this.at);
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (this.list.hidden) return void this.open();
      this.mark(all.at(e.key === "ArrowDown" ? (i + 1) % all.length : i < 1 ? -1 : i - 1));
    } else if (e.key === "Enter" && !this.list.hidden) { e.preventDefault(); this.choose(this.at); }
    else if (e.key === "Escape" && !this.list.hidden) { e.preventDefault(); e.stopPropagation(); this.close(true); }
  }

  mark(option) {
    this.at?.setAttribute("aria-selected", "false");
    this.at = option ?? null;
    this.at?.setAttribute("aria-selected", "true");
    this.at?.scrollIntoView({ block: "nearest" });
    if (this.at) this.input.setAttribute("aria-activedescendant", this.at.id);
    else this.input.removeAttribute("aria-activedescendant");
  }

  choose(option) {
    if (!option) return this.close(true);
    const { value } = option.dataset, label = (option.querySelector("[data-label]") ?? option).textContent.trim();
    let known = [...this.select.options].find((o) => o.value === value);
    if (!known) this.select.add((known = new Option(label, value)));
    this.select.value = value;
    this.show();
    this.close();
    for (const type of ["input", "change"]) this.select.dispatchEvent(new Event(type, { bubbles: true }));
  }

  // close puts back what is chosen; emptying the field means choosing nothing, where that is possible.
  close(left = false) {
    clearTimeout(this.timer);
    this.asked = null;
    const none = [...this.select.options].find((o) => !o.value);
    if (left && !this.input.value.trim() && none && this.select.value) {
      this.select.value = "";
      this.select.dispatchEvent(new Event("change", { bubbles: true }));
    }
    this.show();
    this.list.hidden = true;
    this.mark(null);
    this.input.setAttribute("aria-expanded", "false");
  }
}

function item(value, label) {
  const li = document.createElement("li");
  li.setAttribute("role", "option");
  li.setAttribute("aria-selected", "false");
  li.dataset.value = value;
  li.textContent = label;
  return li;
}
customElements.define("combo-box", ComboBox);
