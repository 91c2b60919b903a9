// Whole minutes and an arc, from a moment of the server. Nothing changes within a minute; nothing closes at nought.
import { announce } from "./announce.js";
import { chime } from "./chime.js";

const SOON = 0.2; // the last fifth
const LAST = 0.05; // the last twentieth
const offsets = new WeakMap(); // how far the server's clock is ahead, per element as it arrived
const told = new Map(); // end of the step → what was announced

const stateOf = (left, total) => (left <= 0 ? "over" : left <= total * LAST ? "last" : left <= total * SOON ? "soon" : "running");

function minutes(left) {
  return left > 0 ? Math.ceil(left / 60) : Math.floor(-left / 60);
}

function draw(timer, left, total) {
  const state = stateOf(left, total);
  const words = (state === "over" ? timer.dataset.sayOver : timer.dataset.sayLeft).replace("#", minutes(left));
  if (timer.dataset.drawn === `${state} ${words}`) return;
  timer.dataset.drawn = `${state} ${words}`;
  timer.classList.remove("running", "soon", "last", "over", "paused");
  timer.classList.add(state);
  const share = state === "over" ? 100 : Math.round((100 * left) / total);
  timer.querySelector(".left")?.setAttribute("stroke-dasharray", `${share} 100`);
  timer.querySelector("b, .big").textContent = words;
  const small = timer.querySelector("small");
  const near = { soon: timer.dataset.saySoon, last: timer.dataset.sayLast }[state];
  if (small) small.textContent = near ? `${near}, ${timer.dataset.until}` : timer.dataset.until;
  timer.setAttribute("aria-label", `${words}, ${timer.dataset.until}`);
}

// At the start, half-way, with a minute left and at nought: once each, whoever draws the timer.
function tell(timer, left, total) {
  const stage = left <= 0 ? 3 : left <= 60 ? 2 : left <= total / 2 ? 1 : 0;
  const before = told.get(timer.dataset.endsAt);
  told.set(timer.dataset.endsAt, stage);
  const begins = before === undefined && total - left < 5;
  if (begins || (before !== undefined && stage > before)) {
    if (stage === 3) chime();
    announce(stage === 3 ? timer.dataset.sayZero : timer.getAttribute("aria-label"));
  }
}

function tick() {
  for (const timer of document.querySelectorAll(".timer[data-ends-at]")) {
    if (!offsets.has(timer)) offsets.set(timer, Date.parse(timer.dataset.now) - Date.now() || 0);
    const left = (Date.parse(timer.dataset.endsAt) - Date.now() - offsets.get(timer)) / 1000;
    const total = Number(timer.dataset.total) || 1;
    draw(timer, left, total);
    tell(timer, left, total);
  }
}

if (document.querySelector(".timer, [data-live-url]")) {
  tick();
  setInterval(tick, 1000);
  document.addEventListener("visibilitychange", tick);
  document.addEventListener("htmx:afterSettle", tick);
}
