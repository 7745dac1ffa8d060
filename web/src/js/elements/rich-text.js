// <rich-text data-html="…" data-to="/images"><textarea>…</textarea>…toolbar…</rich-text>
// The editor comes when it is needed. Until then, and without script, there is the plain text field.
class RichText extends HTMLElement {
  async connectedCallback() {
    if (this.dataset.on !== undefined) return;
    this.dataset.on = "";
    const { edit } = await import("../editor/editor.js");
    if (this.isConnected) this.editor = edit(this);
  }

  disconnectedCallback() { this.editor?.destroy(); }
}
customElements.define("rich-text", RichText);
