// After a press of one's own in the room: its form is ready for the next, or what was typed counts as kept.
const newId = () =>
  crypto.randomUUID?.() ??
  "10000000-1000-4000-8000-100000000000".replace(/[018]/g, (c) => (c ^ (crypto.getRandomValues(new Uint8Array(1))[0] & (15 >> (c / 4)))).toString(16));

// A form whose card was laid down is empty again, and the next card is another card.
function renew(form) {
  form.reset();
  for (const field of form.querySelectorAll("[name=card_id], [name=commitment_id], [name=whisper_id]")) field.value = newId();
}

// What was kept is no longer unsent.
function settle(form) {
  for (const field of form.querySelectorAll("textarea, input[type=text]")) field.defaultValue = field.value;
}

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  const form = detail.elt.closest?.("form");
  if (!form || !detail.successful || detail.requestConfig?.verb === "get") return;
  if ("fresh" in form.dataset) renew(form);
  else settle(form);
  if ("close" in form.dataset) form.closest("details")?.removeAttribute("open");
});
