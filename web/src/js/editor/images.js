// Pasted and dropped pictures go up to data-to, which answers with the address of the picture in plain text.
import { toast } from "../lib/toast.js";

export function images(host) {
  const take = (files) => {
    const pictures = [...(files ?? [])].filter((f) => f.type.startsWith("image/"));
    if (!pictures.length || !host.dataset.to) return false;
    for (const p of pictures) upload(host, p);
    return true;
  };
  host.querySelector("[data-image]")?.addEventListener("change", (e) => { take(e.target.files); e.target.value = ""; });
  return {
    handlePaste: (view, e) => take(e.clipboardData?.files),
    handleDrop: (view, e, slice, moved) => !moved && take(e.dataTransfer?.files),
  };
}

async function upload(host, file) {
  const body = new FormData();
  body.append("file", file);
  try {
    const answer = await fetch(host.dataset.to, { method: "POST", body, headers: { "HX-Request": "true" } });
    const words = await answer.text();
    if (!answer.ok) return toast(words || document.body.dataset.textFailed, { tone: "red" });
    host.editor.chain().focus().setImage({ src: words.trim(), alt: file.name }).run();
  } catch {
    toast(document.body.dataset.textOffline, { tone: "red" });
  }
}
