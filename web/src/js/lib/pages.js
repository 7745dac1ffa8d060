// What happens around requests and swaps: failures are told, focus and title follow, addresses stay clean.
import { startAll, toast } from "./toast.js";
import { text } from "./text.js";

export function pages() {
  document.addEventListener("formdata", tidy);
  document.addEventListener("htmx:error", (e) => { if (e.detail.ctx) toast(text("offline"), { tone: "red" }); });
  document.addEventListener("htmx:response:error", failed);
  document.addEventListener("htmx:before:request", (e) => busy(e, true));
  document.addEventListener("htmx:finally:request", (e) => busy(e, false));
  document.addEventListener("htmx:after:swap", arrived);
  document.addEventListener("click", closeMenus);
  document.addEventListener("keydown", (e) => { if (e.key === "Escape") closeMenus(e); });
  keepScroll();
  focusFault(document);
}

// tidy drops empty parameters from the address of a search form.
function tidy(e) {
  if (e.target.method !== "get") return;
  for (const [name, value] of [...e.formData]) if (value === "") e.formData.delete(name);
}

// failed tells the reason that the server gave in plain text (the kit answers partial requests so).
function failed(e) {
  const { response, text: words } = e.detail.ctx;
  if (response.headers.get("HX-Redirect")) return;
  const plain = response.headers.get("Content-Type")?.startsWith("text/plain");
  if (plain && words) toast(words, { tone: "red" });
  else if (response.status >= 500) toast(text("failed"), { tone: "red" });
}

// busy dims what waits and keeps a button from being pressed twice.
function busy(e, on) {
  const { sourceElement: el, request } = e.detail.ctx;
  const form = el.matches?.("form") ? el : null;
  for (const node of [form?.querySelector("[type=submit], button:not([type])"), e.detail.ctx.target]) {
    if (!node?.setAttribute || node === document.body) continue;
    if (on) node.setAttribute("aria-busy", "true"); else node.removeAttribute("aria-busy");
  }
  if (form && request?.method !== "GET") form.toggleAttribute("data-sending", on);
}

// arrived looks after people who cannot see that the page changed.
function arrived(e) {
  startAll();
  const { ctx } = e.detail;
  if (ctx.target !== document.body) return void focusFault(ctx.target ?? document);
  if (!focusFault(document)) document.querySelector("h1")?.focus({ preventScroll: true });
  const say = document.getElementById("told");
  if (say) say.textContent = document.title;
}

// focusFault goes to the summary of a refused form.
function focusFault(root) {
  const summary = root.querySelector?.("[data-summary]");
  summary?.focus();
  return !!summary;
}

function closeMenus(e) {
  for (const menu of document.querySelectorAll("details.pop[open]")) {
    if (e.type === "click" && menu.contains(e.target) && !e.target.closest("a")) continue;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside && e.type === "keydown") menu.querySelector("summary").focus();
  }
}

// keepScroll keeps the inner scroll position of a list per address; the browser keeps the window's own.
function keepScroll() {
  const key = () => "scroll:" + location.href;
  let timer;
  document.addEventListener("scroll", (e) => {
    if (e.target.id !== "scroller") return;
    clearTimeout(timer);
    timer = setTimeout(() => sessionStorage.setItem(key(), e.target.scrollTop), 100);
  }, true);
  const back = () => {
    const el = document.getElementById("scroller");
    if (el) el.scrollTop = +sessionStorage.getItem(key()) || 0;
  };
  addEventListener("popstate", () => setTimeout(back, 300));
  if (performance.getEntriesByType("navigation")[0]?.type === "back_forward") back();
}
