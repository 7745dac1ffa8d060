// <mark-read data-to="/tickets/12/read"></mark-read> tells the server that somebody really sees the page.
// A GET changes nothing, so neither a prefetch nor a mail scanner marks anything.
class MarkRead extends HTMLElement {
  connectedCallback() {
    if (document.visibilityState === "visible") return void this.tell();
    this.seen = () => { if (document.visibilityState === "visible") this.tell(); };
    document.addEventListener("visibilitychange", this.seen);
  }

  disconnectedCallback() { document.removeEventListener("visibilitychange", this.seen); }

  tell() {
    this.disconnectedCallback();
    fetch(this.dataset.to, { method: "POST", keepalive: true, headers: { "HX-Request": "true" } }).catch(() => {}); // the next visit tells it
  }
}
customElements.define("mark-read", MarkRead);
