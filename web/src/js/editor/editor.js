// The rich text editor: Tiptap over the textarea of <rich-text>, whose toolbar comes from the server.
// It writes no style attributes: colour, size and alignment are classes that the server's cleaner knows.
import { Editor } from "@tiptap/core";
import Image from "@tiptap/extension-image";
import { Placeholder } from "@tiptap/extensions";
import StarterKit from "@tiptap/starter-kit";
import { Align, Colour, Size } from "./marks.js";
import { images } from "./images.js";
import { Table, TableCell, TableHead, TableRow, tables } from "./table.js";

// What the buttons of the toolbar do, by their data-do; the second entry tells which are pressed.
const actions = {
  bold: [(c) => c.toggleBold(), "bold"],
  italic: [(c) => c.toggleItalic(), "italic"],
  underline: [(c) => c.toggleUnderline(), "underline"],
  strike: [(c) => c.toggleStrike(), "strike"],
  bullets: [(c) => c.toggleBulletList(), "bulletList"],
  numbers: [(c) => c.toggleOrderedList(), "orderedList"],
  quote: [(c) => c.toggleBlockquote(), "blockquote"],
  code: [(c) => c.toggleCodeBlock(), "codeBlock"],
  table: [(c) => c.insertTable()],
  row: [(c) => c.addRow()],
  column: [(c) => c.addColumn()],
  untable: [(c) => c.removeTable()],
  undo: [(c) => c.undo()],
  redo: [(c) => c.redo()],
};

export function edit(host) {
  const area = host.querySelector("textarea"), tools = host.querySelector("[role=toolbar]");
  const place = document.createElement("div");
  const editor = new Editor({
    element: place,
    injectCSS: false, // the content security policy forbids injected styles
    content: host.dataset.html || plain(area.value),
    extensions: [
      StarterKit.configure({ link: { openOnClick: false, autolink: true, protocols: ["http", "https", "mailto", "tel"] }, heading: { levels: [2, 3] } }),
      Image.configure({ allowBase64: false }),
      Placeholder.configure({ placeholder: area.placeholder }),
      Table, TableRow, TableCell, TableHead, Align, Colour, Size,
    ],
    editorProps: { attributes: ariaOf(area), ...images(host) },
    onUpdate: () => write(host, area, editor),
    onTransaction: () => mark(tools, editor),
  });
  place.className = "area prose";
  area.hidden = true;
  area.after(place);
  tools.hidden = false;
  host.querySelector("[data-format]").value = "html";
  area.value = editor.isEmpty ? "" : editor.getHTML();
  wire(host, tools, editor);
  label(host, area, editor);
  return editor;
}

// plain makes paragraphs of what was typed before the editor came.
function plain(words) {
  const box = document.createElement("div");
  for (const line of words.split(/\n{2,}/)) {
    const p = document.createElement("p");
    line.split("\n").forEach((part, i) => p.append(...(i ? [document.createElement("br")] : []), part));
    box.append(p);
  }
  return box.innerHTML;
}

const ariaOf = (area) => Object.fromEntries([
  ["role", "textbox"], ["aria-multiline", "true"],
  ...["aria-describedby", "aria-invalid", "aria-required", "aria-label"].filter((n) => area.hasAttribute(n)).map((n) => [n, area.getAttribute(n)]),
]);

// label moves the field's label to the editor, so that a click on it still gets there.
function label(host, area, editor) {
  const l = document.querySelector(`label[for="${CSS.escape(area.id)}"]`);
  if (!l) return;
  l.id ||= area.id + "-label";
  editor.view.dom.setAttribute("aria-labelledby", l.id);
  l.addEventListener("click", () => editor.commands.focus());
}

function write(host, area, editor) {
  area.value = editor.isEmpty ? "" : editor.getHTML();
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function wire(host, tools, editor) {
  tools.addEventListener("click", (e) => {
    const b = e.target.closest("[data-do]");
    if (!b) return;
    if (b.dataset.do === "link") return link(host, editor);
    if (b.dataset.do === "image") return host.querySelector("[data-image]").click();
    actions[b.dataset.do]?.[0](editor.chain().focus()).run();
  });
  tools.addEventListener("change", (e) => {
    const { name } = e.target.dataset;
    if (name) editor.chain().focus()[name](e.target.value).run();
  });
  tools.addEventListener("keydown", roving);
  tables(host, editor);
}

// roving lets the arrows walk along the toolbar.
function roving(e) {
  if (e.key !== "ArrowRight" && e.key !== "ArrowLeft" || e.target.matches("select")) return;
  const all = [...e.currentTarget.querySelectorAll("button:not([hidden]), select")];
  all.at((all.indexOf(document.activeElement) + (e.key === "ArrowRight" ? 1 : -1)) % all.length)?.focus();
}

function mark(tools, editor) {
  for (const b of tools.querySelectorAll("[data-do]")) {
    const name = actions[b.dataset.do]?.[1] ?? (b.dataset.do === "link" ? "link" : null);
    if (name) b.setAttribute("aria-pressed", String(editor.isActive(name)));
  }
  for (const s of tools.querySelectorAll("select[data-name]")) s.value = current(editor, s.dataset.name);
}

const current = (editor, name) => ({
  setColour: () => editor.getAttributes("colour").name,
  setSize: () => editor.getAttributes("size").name,
  setAlign: () => ["centre", "right"].find((a) => editor.isActive({ align: a })),
})[name]?.() ?? "";

// link asks for the address in the dialog beside the toolbar.
function link(host, editor) {
  const dialog = host.querySelector("dialog[data-link]"), input = dialog.querySelector("input");
  input.value = editor.getAttributes("link").href ?? "";
  dialog.returnValue = "";
  dialog.showModal();
  dialog.onclick = (e) => { const b = e.target.closest("[data-close]"); if (b) dialog.close(b.dataset.close); };
  input.onkeydown = (e) => { if (e.key === "Enter") { e.preventDefault(); dialog.close("set"); } }; // not the form around it
  dialog.onclose = () => {
    const chain = editor.chain().focus().extendMarkRange("link");
    if (dialog.returnValue === "set" && input.value.trim()) chain.setLink({ href: input.value.trim() }).run();
    else if (dialog.returnValue === "unset" || dialog.returnValue === "set") chain.unsetLink().run();
  };
}
