// <rel-time><time datetime="…">23/11/2026 14:05</time></rel-time> says "12 minutes ago", and keeps it true.
const units = [["year", 31536e3], ["month", 2628e3], ["day", 86400], ["hour", 3600], ["minute", 60]];

class RelTime extends HTMLElement {
  connectedCallback() {
    this.time = this.querySelector("time");
    this.format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto", style: "long" });
    this.tick();
    this.timer = setInterval(() => this.tick(), 30_000);
  }

  disconnectedCallback() { clearInterval(this.timer); }

  tick() {
    const s = (new Date(this.time.dateTime) - Date.now()) / 1000;
    const [unit, size] = units.find(([, n]) => Math.abs(s) >= n) ?? ["minute", 60];
    this.time.textContent = this.format.format(Math.trunc(s / size), unit);
  }
}
customElements.define("rel-time", RelTime);
