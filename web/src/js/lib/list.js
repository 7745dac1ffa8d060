// Keyboard and selection of a list: <tbody data-rows>. By delegation, so that no swap can detach it.
import { typingIn } from "./keys.js";

const rows = () => [...document.querySelectorAll("[data-rows] > tr")];
const box = (row) => row.querySelector("input.check");
let at = null, last = null;

export function list() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (e) => { const row = e.target.closest?.("[data-rows] > tr"); if (row) at = row.id; });
  document.addEventListener("click", onClick);
  document.addEventListener("change", (e) => { if (e.target.matches?.("[data-check-all]")) each(e.target.checked); });
  document.addEventListener("reset", (e) => { if (e.target.matches?.("[data-bulk]")) setTimeout(() => each(false)); });
  document.addEventListener("htmx:after:swap", (e) => { if (e.detail.ctx.sourceElement?.matches?.("[data-bulk]")) each(false); count(); });
  count();
}

function onKey(e) {
  if (e.key === "Escape" && document.querySelector("[data-rows] input.check:checked")) return each(false);
  if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || typingIn(e.target) || document.body.dataset.keys === "off") return;
  if (!document.querySelector("[data-rows]") || document.querySelector("dialog[open]")) return;
  const row = document.getElementById(at);
  if (e.key === "j" || e.key === "ArrowDown" && row) move(1);
  else if (e.key === "k" || e.key === "ArrowUp" && row) move(-1);
  else if (e.key === "x" && row && box(row)) { box(row).checked = !box(row).checked; count(); }
  else if (e.key === "*") each(true);
  else return;
  e.preventDefault();
}

function move(by) {
  const all = rows();
  if (!all.length) return;
  const i = all.findIndex((r) => r.id === at);
  const row = all[Math.max(0, Math.min(all.length - 1, i + by))];
  at = row.id;
  (row.querySelector("[data-open]") ?? row.querySelector("a"))?.focus({ preventScroll: true });
  row.scrollIntoView({ block: "nearest" });
}

// onClick lets Shift select a range.
function onClick(e) {
  const check = e.target.closest?.("[data-rows] input.check");
  if (!check) return;
  const all = rows(), i = all.indexOf(check.closest("tr"));
  if (e.shiftKey && last !== null)
    for (const row of all.slice(Math.min(i, last), Math.max(i, last) + 1)) box(row).checked = check.checked;
  last = i;
  count();
}

function each(on) { for (const row of rows()) if (box(row)) box(row).checked = on; count(); }

function count() {
  const all = rows().filter(box), n = all.filter((r) => box(r).checked).length;
  for (const out of document.querySelectorAll("[data-selected]")) out.textContent = n;
  const head = document.querySelector("[data-check-all]");
  if (head) { head.checked = n > 0 && n === all.length; head.indeterminate = n > 0 && n < all.length; }
}
