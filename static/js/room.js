// The room: hints that follow each other closely are one pull, and nobody who is typing is moved along.
import { announce } from "./announce.js";
import "./density.js";
import "./sent.js";

const PAUSE = 30; // ms in which hints wait for each other
const GATHER = () => 400 + Math.random() * 800; // what others do meanwhile
const GATHER_CALMLY = () => 4000 + Math.random() * 4000; // a number or a mark, for who neither leads nor keeps the time
const AS_STEP = new Set(["step", "closed"]);
const AS_PEOPLE = new Set(["people", "presence"]);
const AS_COUNT = new Set(["presence", "tally"]); // numbers and marks: nobody waits for them
const AS_CARDS = new Set(["cards", "harvest"]);

const SETTLE = 40; // ms until what arrived can be asked again
const PATIENCE = 8000; // ms after which an answer is no longer waited for

const heard = new Map(); // name → when it is pulled at the latest
const asked = new Set(); // of these, what no stream told: a press of one's own, or that a moment has come
const drawn = new Map(); // name → version of what this page shows, as the answers of its pulls said
let waiting = 0;
let busyUntil = 0;
let asking = null; // what is being pulled: { from, done, calm, xhr }
const overtaken = new WeakSet(); // requests whose answer is not looked at any more

const part = (of) => document.getElementById(`pull-${of}`);
const DRAWS = { "pull-people": new Set([...AS_PEOPLE, "tally"]), "pull-cards": AS_CARDS, "pull-tally": new Set(["tally"]) };
const drawnBy = (pull, name) => DRAWS[pull.id]?.has(name) ?? true; // the step draws all

const calmly = () => here("table") && Boolean(document.querySelector("#room-bar.of-all:not(.keeps-time)"));
const here = (...modes) => modes.some((mode) => document.getElementById("room")?.classList.contains(`room-${mode}`));

// What is pulled for what was heard: the step shows all, else what is needed and no more. Cards go before numbers.
function chosen() {
  const names = [...heard.keys()];
  const [step, cards, people] = [AS_STEP, AS_CARDS, AS_PEOPLE].map((some) => names.some((name) => some.has(name)));
  if (step || (cards && !here("table", "wall"))) return part("step");
  if (cards && !here("wall")) return part("cards"); // on the wall lie none
  if (people) return here("table", "lobby") ? part("people") : here("wall") ? part("step") : null;
  return !heard.has("tally") ? null : here("table") ? part("tally") : here("wall") ? part("step") : null;
}

// As the server says it: what a pull draws, by the versions of the last answer.
function drawnFrom(pull) {
  const known = [...drawn].filter(([name]) => drawnBy(pull, name));
  return known
    .map(([name, version]) => `${name}=${version}`)
    .sort()
    .join(" ");
}

// What nobody waits for: numbers and marks of others, for who does not lead. The server lets the rest go first.
const isCalm = (names) => calmly() && names.every((name) => AS_COUNT.has(name) && !asked.has(name));

// One at a time, and what is heard meanwhile waits. Not the step, which draws all; nor what is waited for, behind calm.
const overtakes = (from, calm) => Boolean(asking?.xhr) && (asking.calm ? !calm : from === part("step") && asking.from !== from);

function overtake(from) {
  overtaken.add(asking.xhr);
  for (const name of asking.done) if (!drawnBy(from, name) && !heard.has(name)) heard.set(name, Date.now() + pause(name));
}

// What this pull does not draw keeps its own moment.
function pull() {
  let from = chosen();
  const drawnNow = () => [...heard.keys()].filter((name) => !from || drawnBy(from, name));
  const calm = isCalm(drawnNow());
  if (pressing()) return wait(PAUSE);
  if (Date.now() < busyUntil) {
    if (!from || !overtakes(from, calm)) return wait(PAUSE);
    if (asking.from === from) from = part("step"); // a part is asked for once at a time
    overtake(from);
  }
  const done = drawnNow();
  if (from) from.dataset.heard = done.some((name) => asked.has(name)) ? "" : drawnFrom(from);
  for (const name of done) heard.delete(name), asked.delete(name);
  wait();
  if (!from) return;
  from.dataset.calm = calm ? "1" : "";
  busyUntil = Date.now() + PATIENCE;
  asking = { from, done, calm };
  from.dispatchEvent(new Event("pull"));
}

function wait(least = 0) {
  clearTimeout(waiting);
  if (heard.size) waiting = setTimeout(pull, Math.max(least, Math.min(...heard.values()) - Date.now()));
}

// While a press is under way nothing is drawn anew: its form would be gone, and with it the answer.
let pressed = 0;
const pressing = () => Date.now() - pressed < PATIENCE;
const press = ({ requestConfig }) => requestConfig && requestConfig.verb !== "get";

document.addEventListener("htmx:beforeRequest", ({ detail }) => press(detail) && (pressed = Date.now()));
document.addEventListener("htmx:beforeRequest", ({ detail }) => asking?.from === detail.elt && (asking.xhr = detail.xhr));
document.addEventListener("htmx:afterRequest", ({ detail }) => press(detail) && (pressed = 0));
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (overtaken.has(detail.xhr)) detail.shouldSwap = false;
  if (overtaken.has(detail.xhr) || !pressing() || !detail.xhr.getResponseHeader("X-Room") || press(detail)) return;
  detail.shouldSwap = false;
  drawn.clear();
  hear("step");
});

// A pull says what the page shows already: each part carries a print of it, and only other parts come back.
document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (!detail.elt.id?.startsWith("pull-")) return;
  const parts = [...document.querySelectorAll("#room [data-shown]")];
  detail.headers["X-Shown"] = parts.map((part) => `${part.id}=${part.dataset.shown}`).join(" ");
  if (detail.elt.dataset.heard) detail.headers["X-Heard"] = detail.elt.dataset.heard;
  if (detail.elt.dataset.calm) detail.headers["X-Calm"] = "1";
});

document.addEventListener("htmx:afterRequest", ({ detail }) => {
  if (!detail.requestConfig?.elt.id?.startsWith("pull-") || overtaken.has(detail.xhr)) return;
  busyUntil = Date.now() + SETTLE;
  asking = null;
  for (const one of detail.xhr.getResponseHeader("X-Heard")?.split(" ") ?? []) {
    const [name, version] = one.split("=");
    if (version) drawn.set(name, Number(version));
  }
});

const pause = (name) => {
  if (AS_STEP.has(name) || AS_CARDS.has(name)) return PAUSE;
  return AS_COUNT.has(name) && calmly() ? GATHER_CALMLY() : GATHER();
};

// What the last answer was drawn from already is no news: one's own press pulled it before the stream told of it.
function hear(name, version) {
  const told = Number.isInteger(version);
  if (told && drawn.get(name) === version) return;
  if (!told) asked.add(name);
  const at = Date.now() + (told ? pause(name) : PAUSE);
  heard.set(name, Math.min(heard.get(name) ?? at, at));
  wait();
}

for (const name of [...AS_STEP, ...AS_PEOPLE, ...AS_CARDS, "tally"]) {
  document.body.addEventListener(`live:${name}`, ({ detail }) => hear(name, detail?.version));
}

// What is going to change by itself at a known moment: the reveal, the end of the undo.
function expect() {
  for (const sign of document.querySelectorAll("[data-hear-in]:not([data-expected])")) {
    sign.dataset.expected = "";
    setTimeout(() => sign.isConnected && hear(sign.dataset.hear), Number(sign.dataset.hearIn));
  }
}

expect();
document.addEventListener("htmx:afterSettle", expect);

// ── typing while the group moves on ────────────────────────────────────────────────────────────────
const unsent = () =>
  [...document.querySelectorAll("#compose textarea, .card-edit textarea")].filter((field) => field.value.trim() && field.value !== field.defaultValue);

// The quiet comes at once for everybody; their text is kept as a draft. Everything else waits until they go along.
function holds(detail) {
  const mode = detail.xhr.getResponseHeader("X-Room");
  return mode && mode !== "calm" && mode !== "closed" && detail.requestConfig?.verb === "get" && unsent().length > 0;
}

function hold(text) {
  const arriving = new DOMParser().parseFromString(text, "text/html");
  const title = arriving.getElementById("step-title")?.textContent ?? "";
  const chip = document.getElementById("held");
  if (!chip || (!chip.hidden && chip.dataset.where === title)) return; // said already
  chip.hidden = false;
  chip.dataset.where = title;
  chip.querySelector("[data-held-where]").textContent = title;
  announce(chip.textContent.trim());
}

document.addEventListener("htmx:beforeSwap", (event) => {
  if (overtaken.has(event.detail.xhr) || !holds(event.detail)) return;
  event.detail.shouldSwap = false;
  drawn.clear(); // what came is not shown
  hold(event.detail.xhr.responseText);
});

// Going along takes the unsent text with it, to one's own notes: unsent, and seen by nobody.
function goAlong() {
  const texts = unsent().map((field) => field.value.trim());
  for (const field of unsent()) {
    field.value = field.defaultValue;
    field.dispatchEvent(new Event("input", { bubbles: true })); // it stands with the notes now, and as a draft nowhere
  }
  const note = document.getElementById("note-text");
  if (note) note.value = [note.value.trim(), ...texts].filter(Boolean).join("\n");
  note?.dispatchEvent(new Event("input", { bubbles: true }));
  note?.closest("details")?.setAttribute("open", "");
  hear("step");
}

document.addEventListener("click", ({ target }) => target.closest?.("[data-go-along]") && goAlong());
