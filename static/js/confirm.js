// Before something final, one question in the browser's own dialog: <button data-confirm="Dit wist … voorgoed.">

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
