import { text } from "./text.js";

const region = () => document.getElementById("toasts");

// toast says one message. It is text, never HTML; the region is a live region, so it is read out.
// Errors stay until they are closed, as do messages with an action.
export function toast(words, { tone = "slate", action, run } = {}) {
  const box = region();
  if (!box || !words) return;
  const el = document.createElement("div");
  el.className = "toast";
  el.dataset.tone = tone;
  const span = document.createElement("span");
  span.textContent = words;
  el.append(span);
  if (action) el.append(button(action, () => { el.remove(); run(); }));
  el.append(closer());
  box.append(el);
  start(el);
}

function button(words, run) {
  const b = document.createElement("button");
  b.type = "button";
  b.textContent = words;
  b.addEventListener("click", run);
  return b;
}

function closer() {
  const b = button("×");
  b.className = "x";
  b.setAttribute("aria-label", text("close"));
  return b;
}

// start lets a message go after its time. Pointer and focus on it stop the clock (WCAG 2.2.1).
function start(el) {
  const ms = +region().dataset.ms;
  if (!ms || el.dataset.tone === "red" || el.dataset.timed !== undefined) return;
  el.dataset.timed = "";
  let timer;
  const go = () => { timer = setTimeout(() => el.remove(), ms); };
  const stop = () => clearTimeout(timer);
  for (const on of ["pointerenter", "focusin"]) el.addEventListener(on, stop);
  for (const off of ["pointerleave", "focusout"]) el.addEventListener(off, go);
  go();
}

export const startAll = () => region()?.querySelectorAll(".toast").forEach(start);

export function toasts() {
  document.addEventListener("click", (e) => e.target.closest?.(".toast .x")?.closest(".toast").remove());
  startAll();
}
