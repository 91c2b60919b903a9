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
// press, and goes on the second. The question stays asked when the button is drawn anew, also with another number in it;
// it belongs to the step of its form, and ends with it.
let asking = "";

const questionOf = (button) => `${button.id} ${button.form?.elements.version?.value ?? ""}`;

function say(button) {
  button.dataset.asked = "";
  button.querySelector("span").textContent = button.dataset.again;
}

document.addEventListener(
  "click",
  (event) => {
    const button = event.target.closest?.("[data-again]");
    if (!button || asking === questionOf(button)) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    asking = questionOf(button);
    say(button);
    announce(button.dataset.again);
  },
  true,
);

document.addEventListener("htmx:afterSettle", () => {
  for (const button of document.querySelectorAll("[data-again]:not([data-asked])")) if (asking === questionOf(button)) say(button);
});

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
