// What the page says about its connection, and which of its parts listen.
import { clock } from "./words.js";

export function namesOnPage() {
  const triggers = [...document.querySelectorAll("[data-hx-trigger*='live:']")].map((it) => it.dataset.hxTrigger);
  return triggers.flatMap((text) => [...text.matchAll(/live:([\w-]+)/g)].map((found) => found[1]));
}

// live · verbinding zoeken, je tekst is bewaard · stand van 14.03
export function show(place, state, heard = new Date()) {
  const text = { live: place.dataset.sayLive, away: place.dataset.sayAway, stale: place.dataset.sayStale }[state];
  const said = (text ?? "").replace("#", clock(heard));
  if (state === "live" && place.classList.contains("away")) document.querySelector("#flash > .offline")?.remove();
  place.classList.toggle("away", state !== "live");
  if (place.textContent !== said) place.textContent = said;
}
