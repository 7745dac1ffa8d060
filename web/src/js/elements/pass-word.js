// <pass-word><input type="password"><button type="button" aria-pressed="false">…</button></pass-word>
class PassWord extends HTMLElement {
  connectedCallback() {
    const input = this.querySelector("input"), button = this.querySelector("button");
    button.hidden = false;
    button.addEventListener("click", () => {
      const shown = input.type === "text";
      input.type = shown ? "password" : "text";
      button.setAttribute("aria-pressed", String(!shown));
    });
  }
}
customElements.define("pass-word", PassWord);
