// Colour, size and alignment as classes. The names are those of the server's cleaner.
import { Extension, Mark } from "@tiptap/core";

function classed(name, prefix, set) {
  return Mark.create({
    name,
    addAttributes: () => ({ name: { default: null, parseHTML: (el) => find(el, prefix), renderHTML: (a) => ({ class: prefix + a.name }) } }),
    parseHTML: () => [{ tag: "span", getAttrs: (el) => !!find(el, prefix) && null }],
    renderHTML: ({ HTMLAttributes }) => ["span", HTMLAttributes, 0],
    addCommands() {
      return { [set]: (value) => ({ commands }) => (value ? commands.setMark(name, { name: value }) : commands.unsetMark(name)) };
    },
  });
}

const find = (el, prefix) => [...el.classList].find((c) => c.startsWith(prefix))?.slice(prefix.length);

export const Colour = classed("colour", "c-", "setColour");
export const Size = classed("size", "s-", "setSize");

export const Align = Extension.create({
  name: "align",
  addGlobalAttributes: () => [{
    types: ["paragraph", "heading"],
    attributes: { align: { default: null, parseHTML: (el) => find(el, "a-") ?? null, renderHTML: (a) => (a.align ? { class: "a-" + a.align } : {}) } },
  }],
  addCommands: () => ({
    setAlign: (value) => ({ commands }) => ["paragraph", "heading"].map((type) => commands.updateAttributes(type, { align: value || null })).some(Boolean),
  }),
});
