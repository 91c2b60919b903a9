// Says a change once to who cannot see it. One polite region for the whole page.

let waiting;
let texts = []; // what is to be said together: the new step and its time are one message

export function announce(text) {
  const region = document.getElementById("announce");
  if (!region || !text) return;
  clearTimeout(waiting);
  if (!texts.includes(text)) texts.push(text);
  region.textContent = "";
  waiting = setTimeout(say, 60, region); // an emptied region reads the same words again
}

function say(region) {
  region.textContent = texts.join(" ");
  texts = [];
}
