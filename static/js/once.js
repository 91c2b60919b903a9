// A press counts once. The button says what happens; it is free again when the page comes back or the answer is no.
import { word } from "./words.js";

const texts = new WeakMap(); // button → what stood in it
const PATIENCE = 12_000; // an answer that is a file leaves the page as it was

function busy(form, button) {
  form.dataset.sent = "";
  if (!button) return;
  texts.set(button, [...button.childNodes]);
  button.setAttribute("aria-disabled", "true");
  button.textContent = button.dataset.busyText ?? word("busy");
}

function free(form) {
  delete form.dataset.sent;
  for (const button of form.elements) {
    if (!texts.has(button)) continue;
    button.replaceChildren(...texts.get(button));
    button.removeAttribute("aria-disabled");
    texts.delete(button);
  }
}

const ours = (form) => form.method === "post" && !form.matches("[data-many], [data-hx-post], [data-hx-put], [data-hx-delete]");

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || !ours(form)) return;
  if ("sent" in form.dataset) return event.preventDefault();
  const button = event.submitter;
  setTimeout(() => !event.defaultPrevented && busy(form, button)); // after the browser has read its name and value
  setTimeout(() => free(form), PATIENCE);
});

document.addEventListener("htmx:beforeRequest", (event) => {
  const { elt, requestConfig } = event.detail;
  if (requestConfig.verb === "get") return;
  if (elt.getAttribute("aria-busy") === "true") return event.preventDefault();
  elt.setAttribute("aria-busy", "true");
});
document.addEventListener("htmx:afterRequest", ({ detail }) => detail.elt.removeAttribute("aria-busy"));
