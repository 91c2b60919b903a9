// One line after something happened, in #flash; it stays until dismissed or the next page.
import { word } from "./words.js";

export function flash(text, kind = "care") {
  const place = document.getElementById("flash");
  if (!place || !text) return;
  const line = document.createElement("div");
  line.className = `flash ${kind}`;
  const said = document.createElement("p");
  said.textContent = text;
  line.append(said);
  place.replaceChildren(line);
  dismissable(line);
}

function dismissable(line) {
  if (line.querySelector(".dismiss")) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn-quiet btn-sm dismiss";
  button.textContent = word("dismiss");
  button.addEventListener("click", () => line.remove());
  line.append(button);
}

function all() {
  document.querySelectorAll("#flash > .flash").forEach(dismissable);
}

all();
document.addEventListener("htmx:afterSettle", all);
