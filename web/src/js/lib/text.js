// Words come from the server: <body data-text-offline="…">.
export const text = (name) => document.body.dataset["text" + name[0].toUpperCase() + name.slice(1)] ?? "";
