// The boards of the room. The server draws a list; where there is room each card is laid in its place (data-x, data-y,
// data-loud, in percent), by hand or by arrow. What is moved is sent by the hidden form #carry, as a press like any other.
import { announce } from "./announce.js";

const STEP = 2; // percent, one arrow
const WAIT = 450; // ms after the last arrow until it is sent
const THRESHOLD = 5; // pixels a hand may tremble
const AS_LIST = "board-as-list";

const folded = new Set(); // lists beside a drawing, closed once where there is room

let held = null; // what is being carried
let sending = 0;
const wide = () => matchMedia("(min-width: 62rem)").matches;
const clamp = (value) => Math.min(97, Math.max(3, value));

// ── laid out ───────────────────────────────────────────────────────────────────────────────────────
function put(at, x, y) {
  Object.assign(at.dataset, { x: Math.round(x), y: Math.round(y) });
  at.style.setProperty("--x", x);
  at.style.setProperty("--y", y);
  const line = at.parentElement.querySelector(`line[data-of="${at.dataset.card}"]`);
  line?.setAttribute("x2", x);
  line?.setAttribute("y2", y);
  for (const curve of at.parentElement.querySelectorAll("path[data-a]")) if ([curve.dataset.a, curve.dataset.b].includes(at.dataset.card)) bend(at.parentElement, curve);
}

function bend(board, curve) {
  const [a, b] = [curve.dataset.a, curve.dataset.b].map((card) => board.querySelector(`.at[data-card="${card}"]`)?.dataset);
  if (!a || !b) return;
  const out = (one, other) => (Number(one) + Number(other)) / 2 + ((Number(one) + Number(other)) / 2 - 50) * 0.35;
  curve.setAttribute("d", `M${a.x} ${a.y}Q${out(a.x, b.x)} ${out(a.y, b.y)} ${b.x} ${b.y}`);
}

function lay() {
  const list = sessionStorage.getItem(AS_LIST) === "1";
  for (const board of document.querySelectorAll("[data-board]")) {
    for (const at of board.querySelectorAll(".at")) {
      at.style.setProperty("--loud", at.dataset.loud);
      put(at, Number(at.dataset.x), Number(at.dataset.y));
    }
    board.classList.toggle("as-list", list);
  }
  for (const choice of document.querySelectorAll("[data-board-as]")) {
    choice.hidden = false;
    for (const one of choice.children) one.setAttribute("aria-pressed", (one.dataset.as === "list") === list);
  }
  for (const fold of document.querySelectorAll("details[data-fold-wide]")) {
    if (!folded.has(fold.id) && matchMedia("(min-width: 48rem)").matches) fold.open = false;
    folded.add(fold.id);
  }
  const open = document.getElementById("board-panel")?.dataset.piece;
  for (const thought of document.querySelectorAll(".thought[id]")) {
    if (thought.id === `t-${open}`) thought.setAttribute("aria-current", "true");
    else thought.removeAttribute("aria-current");
  }
}

document.addEventListener("click", ({ target }) => {
  const choice = target.closest?.("[data-as]");
  if (!choice) return;
  sessionStorage.setItem(AS_LIST, choice.dataset.as === "list" ? "1" : "0");
  lay();
});

// ── sent ───────────────────────────────────────────────────────────────────────────────────────────
function send(to, fields) {
  const form = document.getElementById("carry");
  if (!form) return;
  form.dataset.to = to;
  for (const [name, value] of Object.entries(fields)) form.elements[name].value = value;
  form.requestSubmit();
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.elt.id === "carry") detail.path = detail.elt.dataset.to;
});

// What arrives while something is carried waits: the drop is sent, and everything is fetched after it.
document.addEventListener("htmx:beforeSwap", (event) => {
  if (held?.moved && document.getElementById("stage-cards")) event.detail.shouldSwap = false;
});

// ── by hand ────────────────────────────────────────────────────────────────────────────────────────
function take(event) {
  const at = event.target.closest?.("[data-board][data-moves]:not(.as-list) .at:has([data-place])");
  const pill = event.target.closest?.("[data-rings][data-moves] [data-place]");
  if (event.button || !(at || pill) || !wide()) return;
  held = { at, pill, x: event.clientX, y: event.clientY, moved: false, id: event.pointerId };
}

function carry(event) {
  if (!held || event.pointerId !== held.id) return;
  if (!held.moved && Math.hypot(event.clientX - held.x, event.clientY - held.y) < THRESHOLD) return;
  if (!held.moved) (held.at ?? held.pill).setPointerCapture?.(event.pointerId);
  held.moved = true;
  event.preventDefault();
  (held.at ?? held.pill).classList.add("carried");
  if (held.at) {
    const box = held.at.parentElement.getBoundingClientRect();
    put(held.at, clamp(((event.clientX - box.left) / box.width) * 100), clamp(((event.clientY - box.top) / box.height) * 100));
  } else {
    held.to = new DOMPoint(event.clientX, event.clientY).matrixTransform(held.pill.ownerSVGElement.getScreenCTM().inverse());
    held.pill.setAttribute("transform", `translate(${held.to.x} ${held.to.y})`);
  }
}

function drop() {
  const { at, pill, moved, to } = held ?? {};
  held = null;
  (at ?? pill)?.classList.remove("carried");
  if (!moved) return;
  addEventListener("click", refuse, { capture: true, once: true }); // carrying is not choosing
  setTimeout(() => removeEventListener("click", refuse, { capture: true }), 60);
  if (at) send(at.querySelector("[data-place]").dataset.place, { x: at.dataset.x, y: at.dataset.y });
  else send(pill.dataset.place, { value: ringAt(pill.ownerSVGElement, to) });
}

function refuse(event) {
  event.preventDefault();
  event.stopPropagation();
}

function ringAt(svg, { x, y }) {
  const [inner, outer] = [svg.querySelector(".inner"), svg.querySelector(".outer")];
  const number = (one, name) => Number(one.getAttribute(name));
  const away = Math.hypot((x - number(inner, "cx")) / number(inner, "rx"), (y - number(inner, "cy")) / number(inner, "ry"));
  if (away <= 1) return "inner";
  return y <= number(outer, "y") + number(outer, "height") ? "outer" : "beyond";
}

document.addEventListener("pointerdown", take);
document.addEventListener("pointermove", carry);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);

// ── by keyboard ────────────────────────────────────────────────────────────────────────────────────
const ARROWS = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
const far = ({ x, y }) => Math.hypot(x - 50, y - 50);

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") document.getElementById(`t-${event.target.closest?.("#board-panel")?.dataset.piece}`)?.focus();
  const thought = event.target.closest?.("[data-board][data-moves]:not(.as-list) .thought[data-place]");
  if (!thought || !ARROWS[event.key] || !wide()) return;
  event.preventDefault();
  const at = thought.closest(".at");
  const before = far(at.dataset);
  put(at, clamp(Number(at.dataset.x) + ARROWS[event.key][0]), clamp(Number(at.dataset.y) + ARROWS[event.key][1]));
  const board = at.parentElement.dataset;
  announce(far(at.dataset) < before ? board.closer : board.further);
  clearTimeout(sending);
  sending = setTimeout(() => send(thought.dataset.place, { x: at.dataset.x, y: at.dataset.y }), WAIT);
});

// A panel that was asked for takes the focus; Escape gives it back.
document.addEventListener("htmx:afterSettle", ({ detail }) => {
  lay();
  if (detail.requestConfig?.elt.matches?.(".thought, .opens")) document.getElementById("board-panel")?.focus();
});

lay();
