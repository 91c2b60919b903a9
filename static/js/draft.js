// What somebody typed and did not send, kept in this browser and offered back; never sent by itself. Keys carry the
// person and the page. Wiped after sending, at logout and when a meeting closes; off on a shared device.
import { word } from "./words.js";

const DAYS = 2;
const PREFIX = "draft:";
const OF_A_STEP = /^(card|park|stem|edit)-/;
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
  ask(field, word("draft"), word("draftTake"), () => ((field.value = text), changed(field)), () => localStorage.removeItem(keyOf(field)));
}

const changed = (field) => field.dispatchEvent(new Event("input", { bubbles: true }));

// One line above a field with two answers; either way the cursor is in the field then.
function ask(field, text, yes, take, drop) {
  const box = document.createElement("div");
  const said = document.createElement("p");
  box.className = "draft-offer";
  said.textContent = text;
  const then = (act) => () => (act(), box.remove(), field.focus());
  box.append(said, button(yes, then(take), "btn-outline"), button(word("draftDrop"), then(drop), "btn-quiet"));
  field.before(box);
  return box;
}

// What was typed in a step that is over has no field any more: it is offered to one's own notes.
const lostHere = () => {
  const here = `${PREFIX}${document.body.dataset.person}:${location.pathname}:`;
  const fields = new Set(fieldsIn(document).map(keyOf));
  return Object.keys(localStorage).filter((key) => key.startsWith(here) && !fields.has(key) && OF_A_STEP.test(key.slice(here.length)));
};

function offerLost() {
  const note = document.getElementById("note-text");
  const keys = note ? lostHere() : [];
  const texts = keys.map(read).filter(Boolean);
  if (!texts.length || document.querySelector(".draft-offer.lost")) return;
  const drop = () => keys.forEach((key) => localStorage.removeItem(key));
  const take = () => ((note.value = [note.value.trim(), ...texts].filter(Boolean).join("\n")), changed(note), drop());
  const box = ask(note, word("draftLost"), word("draftNote"), take, drop);
  box.classList.add("lost");
  note.closest("details")?.setAttribute("open", "");
}

// A form that went as a whole page: what it held is forgotten when the next page shows no error.
function settle() {
  const sent = JSON.parse(sessionStorage.getItem("sent") ?? "[]");
  sessionStorage.removeItem("sent");
  if (!document.querySelector(".error-summary, .error-code")) sent.forEach((key) => localStorage.removeItem(key));
}

// A page that says what went wrong knows nobody's name; what did not arrive waits where it was typed.
if (document.querySelector(".error-code")) sessionStorage.removeItem("sent");

function arrive() {
  for (const over of document.querySelectorAll("[data-draft-wipe]")) wipe(`${document.body.dataset.person}:${over.dataset.draftWipe}`);
  fieldsIn(document).forEach(offer);
  offerLost();
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
