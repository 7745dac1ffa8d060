// Single keys, named in the markup by data-hotkey ("c", or "g t" for two in a row). event.key, so every
// keyboard layout works. <body data-keys="off"> switches all of them off (WCAG 2.1.4).
const typing = (el) => el.closest?.("input:not([type=checkbox], [type=radio]), textarea, select, [contenteditable=true], [role=textbox]");
let first = "", timer;

export const typingIn = typing;

export function keys() {
  document.addEventListener("keydown", (e) => {
    if ((e.ctrlKey || e.metaKey) && e.key === "Enter") return send(e);
    if (e.defaultPrevented || e.ctrlKey || e.metaKey || e.altKey || typing(e.target)) return;
    if (document.body.dataset.keys === "off" || document.querySelector("dialog[open]")) return;
    if (e.key === "?") return help(e);
    const both = first && first + " " + e.key;
    press(find(both) || find(e.key), e);
    first = starts(e.key) ? e.key : "";
    clearTimeout(timer);
    timer = setTimeout(() => { first = ""; }, 1200);
  });
}

const find = (keys) => keys && [...document.querySelectorAll(`[data-hotkey="${CSS.escape(keys)}"]`)].find((el) => el.checkVisibility?.() ?? true);
const starts = (key) => document.querySelector(`[data-hotkey^="${CSS.escape(key)} "]`);

function press(el, e) {
  if (!el) return;
  e.preventDefault();
  if (el.matches("input:not([type=checkbox]), textarea, select")) el.focus();
  else el.click();
}

// send is Ctrl+Enter in a text: the form's own button, so that its value goes along.
function send(e) {
  const form = e.target.closest?.("form");
  if (!form || !typing(e.target)) return;
  e.preventDefault();
  form.requestSubmit(form.querySelector("[type=submit], button:not([type])"));
}

function help(e) {
  const dialog = document.getElementById("keys");
  if (!dialog) return;
  e.preventDefault();
  dialog.showModal();
}
