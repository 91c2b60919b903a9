// Before something final, one question in the browser's own dialog: <button data-confirm="Dit wist … voorgoed.">

import { announce } from "./announce.js";

const dialog = document.getElementById("confirm");
let asked = null;

function ask(button) {
  asked = button;
  dialog.querySelector("#confirm-question").textContent = button.dataset.confirm;
  dialog.querySelector("#confirm-more").textContent = button.dataset.confirmMore ?? "";
  const yes = dialog.querySelector("[value=yes]");
  yes.dataset.text ??= yes.textContent;
  yes.textContent = button.dataset.confirmYes ?? yes.dataset.text;
  dialog.showModal();
  dialog.querySelector("[value=no]").focus();
}

function go() {
  const button = asked;
  dialog.close();
  button.dataset.confirmed = "";
  button.click();
  delete button.dataset.confirmed;
}

// Not final, and not for nothing: <button data-again="Drie van de zes zijn klaar. Toch verder?"> says so on the first
// press, and goes on the second, also when the button was drawn anew between them.
const MEANT = 10_000; // ms in which a second press is the answer
let said = { text: "", at: 0 };

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("[data-again]");
    if (!button || (said.text === button.dataset.again && Date.now() - said.at < MEANT)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    said = { text: button.dataset.again, at: Date.now() };
    button.dataset.asked = "";
    button.querySelector("span").textContent = button.dataset.again;
    announce(button.dataset.again);
  },
  true,
);

if (dialog) {
  document.addEventListener(
    "click",
    (event) => {
      const button = event.target.closest?.("[data-confirm]");
      if (!button || "confirmed" in button.dataset) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      ask(button);
    },
    true, // before htmx and before the form
  );
  dialog.querySelector("[value=yes]").addEventListener("click", go);
  dialog.querySelector("[value=no]").addEventListener("click", () => dialog.close());
}
