// One soft tone when the time of a step is over, for who asked for it on this device (tijdbewaker). Off unless asked.
import { announce } from "./announce.js";

const KEPT = "chime";
const on = () => localStorage.getItem(KEPT) === "on";
let sound = null;

export function chime() {
  if (!on()) return;
  sound ??= new AudioContext();
  const [tone, soft, now] = [sound.createOscillator(), sound.createGain(), sound.currentTime];
  tone.frequency.value = 528;
  soft.gain.setValueAtTime(0, now);
  soft.gain.linearRampToValueAtTime(0.12, now + 0.05);
  soft.gain.exponentialRampToValueAtTime(0.001, now + 1.6);
  tone.connect(soft).connect(sound.destination);
  tone.start(now);
  tone.stop(now + 1.7);
}

function show() {
  for (const button of document.querySelectorAll("[data-chime]")) button.setAttribute("aria-pressed", on());
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-chime]");
  if (!button) return;
  if (on()) localStorage.removeItem(KEPT);
  else localStorage.setItem(KEPT, "on");
  show();
  announce(on() ? button.dataset.sayOn : button.dataset.sayOff);
  chime();
});
document.addEventListener("htmx:afterSettle", show);
show();
