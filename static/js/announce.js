// Says a change once to who cannot see it. One polite region for the whole page.

let waiting;

export function announce(text) {
  const region = document.getElementById("announce");
  if (!region || !text) return;
  clearTimeout(waiting);
  region.textContent = "";
  waiting = setTimeout(() => (region.textContent = text), 60); // an emptied region reads the same words again
}
