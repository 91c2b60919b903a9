// Sharing one's screen: one key (Alt+H) or button hides at once what is for one's own eyes, and again shows it. It stays
// so in this tab; while the wall hangs in another window of this browser it is so by itself.
import { announce } from "./announce.js";

const TAB = "sharing"; // "on", "off", or nothing said yet
const WALL = "wall-here"; // when the wall of this browser was last seen, in ms
const LATELY = 60_000;
const root = document.documentElement;
const wall = document.querySelector(".wallscreen");
const buttons = () => [...document.querySelectorAll("[data-sharing]")];
const hangsHere = () => Date.now() - Number(localStorage.getItem(WALL) ?? 0) < LATELY;

function show() {
  const said = sessionStorage.getItem(TAB);
  const hidden = said ? said === "on" : hangsHere();
  root.classList.toggle("sharing", hidden);
  for (const button of buttons()) {
    button.setAttribute("aria-pressed", hidden);
    const words = button.querySelector("[data-sharing-words]");
    const text = hidden ? button.dataset.sayHidden : button.dataset.sayShown;
    if (words.textContent !== text) words.textContent = text;
  }
  return hidden;
}

function turn() {
  sessionStorage.setItem(TAB, root.classList.contains("sharing") ? "off" : "on");
  const hidden = show();
  const [button] = buttons();
  announce(hidden ? button?.dataset.nowHidden : button?.dataset.nowShown);
}

function here() {
  localStorage.setItem(WALL, Date.now());
}

if (wall) {
  here();
  setInterval(here, LATELY / 3);
  addEventListener("pagehide", () => localStorage.removeItem(WALL));
} else if (document.querySelector(".room, [data-sharing]")) {
  show();
  document.addEventListener("click", ({ target }) => target.closest?.("[data-sharing]") && turn());
  document.addEventListener("keydown", (event) => {
    if (!event.altKey || event.code !== "KeyH" || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    turn();
  });
  document.addEventListener("htmx:afterSettle", show);
  addEventListener("storage", ({ key }) => key === WALL && show());
}
