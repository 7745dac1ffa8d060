// <confirm-form><form>…</form><dialog>…</dialog></confirm-form>
// Asks before the form goes. Without script the server asks, on a page of its own.
class ConfirmForm extends HTMLElement {
  connectedCallback() {
    this.addEventListener("submit", (e) => {
      const form = e.target, dialog = this.querySelector("dialog");
      if (!dialog || form.method === "dialog" || form.elements.sure) return;
      e.preventDefault();
      e.stopImmediatePropagation();
      dialog.returnValue = "";
      dialog.showModal();
      dialog.onclose = () => { if (dialog.returnValue === "yes") send(form, e.submitter); };
    }, true);
  }
}

function send(form, submitter) {
  const sure = Object.assign(document.createElement("input"), { type: "hidden", name: "sure", value: "1" });
  form.append(sure);
  form.requestSubmit(submitter);
  setTimeout(() => sure.remove());
}
customElements.define("confirm-form", ConfirmForm);
