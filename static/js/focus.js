// After a change the focus is where the news is, and never lost: an element that says data-focus, else what had it, else
// the heading of what came. What arrives with data-announce is said once.
import { announce } from "./announce.js";

let had = null;

function reach(element) {
  if (!element) return false;
  if (!element.matches("a, button, input, select, textarea, summary, [tabindex]")) element.tabIndex = -1;
  element.focus({ preventScroll: element.matches("h1, h2") });
  return true;
}

function arrive(root) {
  const said = root.matches?.("[data-announce]") ? root : root.querySelector("[data-announce]");
  if (said) announce(said.dataset.announce);
  return reach(root.matches?.("[data-focus]") ? root : root.querySelector("[data-focus]"));
}

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const active = document.activeElement;
  had = active && active !== document.body && detail.target.contains(active) ? { id: active.id } : null;
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const root = document.getElementById(detail.target.id) ?? detail.elt;
  if (arrive(root) || !had || document.activeElement !== document.body) return;
  reach((had.id && document.getElementById(had.id)) || root.querySelector("h1, h2") || root);
});

// What is hidden by what came says who has the focus instead.
document.addEventListener("htmx:afterSettle", () => {
  const { activeElement: here } = document;
  if (here?.dataset.focusElse && !here.checkVisibility()) reach(document.getElementById(here.dataset.focusElse));
});

arrive(document.body);
