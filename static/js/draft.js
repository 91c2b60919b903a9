// What somebody typed and did not send, kept in this browser and offered back; never sent by itself. Keys carry the
// person and the page. Wiped after sending, at logout and when a meeting closes; off on a shared device.
import { word } from "./words.js";

const DAYS = 2;
const PREFIX = "draft:";
const on = () => document.body.dataset.person && !("sharedDevice" in document.body.dataset);
const scope = (field) => field.closest("[data-draft-scope]")?.dataset.draftScope ?? location.pathname;
const keyOf = (field) => `${PREFIX}${document.body.dataset.person}:${scope(field)}:${field.dataset.draft}`;
const fieldsIn = (root) => [...root.querySelectorAll("[data-draft]")];

function each(prefix, act) {
  Object.keys(localStorage)
    .filter((key) => key.startsWith(prefix))
    .forEach(act);
}

function read(key) {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept && Date.now() - kept.at < DAYS * 86_400_000) return kept.text;
  localStorage.removeItem(key);
  return "";
}

function keep(field) {
  const changed = field.value.trim() && field.value !== field.defaultValue;
  if (changed) localStorage.setItem(keyOf(field), JSON.stringify({ text: field.value, at: Date.now() }));
  else localStorage.removeItem(keyOf(field));
}

export function forget(root) {
  if (on()) fieldsIn(root).forEach((field) => localStorage.removeItem(keyOf(field)));
}

export function wipe(prefix = "") {
  each(PREFIX + prefix, (key) => localStorage.removeItem(key));
}

function button(text, act, css) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = `btn btn-sm ${css}`;
  made.textContent = text;
  made.addEventListener("click", act);
  return made;
}

function offer(field) {
  const text = read(keyOf(field));
  if (!text || text === field.value || field.previousElementSibling?.matches(".draft-offer")) return;
  const box = document.createElement("div");
  const said = document.createElement("p");
  box.className = "draft-offer";
  said.textContent = word("draft");
  const done = () => (box.remove(), field.focus());
  const take = () => ((field.value = text), field.dispatchEvent(new Event("input", { bubbles: true })), done());
  const drop = () => (localStorage.removeItem(keyOf(field)), done());
  box.append(said, button(word("draftTake"), take, "btn-outline"), button(word("draftDrop"), drop, "btn-quiet"));
  field.before(box);
}

// A form that went as a whole page: what it held is forgotten when the next page shows no error.
function settle() {
  const sent = JSON.parse(sessionStorage.getItem("sent") ?? "[]");
  sessionStorage.removeItem("sent");
  if (!document.querySelector(".error-summary, .error-code")) sent.forEach((key) => localStorage.removeItem(key));
}

function arrive() {
  for (const over of document.querySelectorAll("[data-draft-wipe]")) wipe(`${document.body.dataset.person}:${over.dataset.draftWipe}`);
  fieldsIn(document).forEach(offer);
}

if (on()) {
  settle();
  arrive();
  document.addEventListener("input", ({ target }) => target.matches?.("[data-draft]") && keep(target));
  document.addEventListener("htmx:afterSettle", arrive);
  document.addEventListener("htmx:afterRequest", ({ detail }) => {
    if (detail.successful && detail.requestConfig?.verb !== "get") forget(detail.elt.closest("form") ?? detail.elt);
  });
  document.addEventListener("submit", ({ target }) => {
    if (target.matches("[data-logout]")) wipe();
    else if (fieldsIn(target).length) sessionStorage.setItem("sent", JSON.stringify(fieldsIn(target).map(keyOf)));
  });
}
