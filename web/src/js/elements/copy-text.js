// <copy-text data-value="4806"><button type="button">…</button></copy-text>
import { toast } from "../lib/toast.js";

class CopyText extends HTMLElement {
  connectedCallback() {
    if (!navigator.clipboard) return void (this.hidden = true); // plain http has none
    this.addEventListener("click", async () => {
      await navigator.clipboard.writeText(this.dataset.value);
      toast(this.dataset.copied);
    });
  }
}
customElements.define("copy-text", CopyText);
