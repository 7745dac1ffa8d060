// Tables, over prosemirror-tables: no column widths, which would need style attributes.
import { Node } from "@tiptap/core";
import { addColumnAfter, addRowAfter, deleteTable, goToNextCell, isInTable, tableEditing } from "@tiptap/pm/tables";

const spans = () => ({
  colspan: { default: 1, parseHTML: (el) => el.colSpan },
  rowspan: { default: 1, parseHTML: (el) => el.rowSpan },
  colwidth: { default: null, rendered: false },
});

export const Table = Node.create({
  name: "table", group: "block", content: "tableRow+", tableRole: "table", isolating: true,
  extendNodeSchema: (extension) => ({ tableRole: extension.config.tableRole }),
  parseHTML: () => [{ tag: "table" }],
  renderHTML: () => ["table", ["tbody", 0]],
  addCommands: () => ({
    insertTable: () => ({ commands }) => commands.insertContent({ type: "table", content: [row("tableHead"), row("tableCell"), row("tableCell")] }),
    addRow: () => ({ state, dispatch }) => addRowAfter(state, dispatch),
    addColumn: () => ({ state, dispatch }) => addColumnAfter(state, dispatch),
    removeTable: () => ({ state, dispatch }) => deleteTable(state, dispatch),
    nextCell: (by) => ({ state, dispatch }) => goToNextCell(by)(state, dispatch),
  }),
  addKeyboardShortcuts() {
    return { Tab: () => isInTable(this.editor.state) && this.editor.commands.nextCell(1), "Shift-Tab": () => isInTable(this.editor.state) && this.editor.commands.nextCell(-1) };
  },
  addProseMirrorPlugins: () => [tableEditing()],
});

const row = (cell) => ({ type: "tableRow", content: [1, 2, 3].map(() => ({ type: cell, content: [{ type: "paragraph" }] })) });

export const TableRow = Node.create({
  name: "tableRow", content: "(tableCell | tableHead)*", tableRole: "row",
  parseHTML: () => [{ tag: "tr" }],
  renderHTML: () => ["tr", 0],
});

const cell = (name, tag, tableRole) => Node.create({
  name, content: "block+", isolating: true, tableRole, addAttributes: spans,
  parseHTML: () => [{ tag }],
  renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
});
export const TableCell = cell("tableCell", "td", "cell");
export const TableHead = cell("tableHead", "th", "header_cell");

// tables shows the buttons for rows and columns while the caret is in a table.
export function tables(host, editor) {
  const buttons = host.querySelectorAll("[data-in-table]");
  const show = () => { for (const b of buttons) b.hidden = !isInTable(editor.state); };
  editor.on("transaction", show);
  show();
}
