// A card that was shown to its writer first: a question in its place, or gone from below the field once it was laid down.

// The beginning of a question comes into the field; what stood there stays in sight, to be asked about.
function askInstead(button) {
  const form = button.form;
  const field = form.querySelector("textarea");
  field.value = button.dataset.instead;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
  field.setSelectionRange(field.value.length, field.value.length);
  const hold = button.closest(".hold");
  for (const part of [...hold.children]) if (!("wrote" in part.dataset)) part.remove();
  hold.querySelector("[data-wrote]").hidden = false;
}

document.addEventListener("click", (event) => {
  const button = event.target.closest?.("[data-instead]");
  if (!button) return;
  event.preventDefault();
  askInstead(button);
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (detail.successful && detail.requestConfig?.verb !== "get") detail.elt.closest?.("form")?.querySelector("#card-hold")?.replaceChildren();
});
