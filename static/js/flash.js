// One line after something happened, in #flash; it stays until dismissed or the next page.
import { word } from "./words.js";

const FRESH = 3000; // ms in which a refusal comes along when its page is drawn anew

let why = null; // the refusal of the last press, and until when it is new

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
  button.addEventListener("click", () => {
    line.remove();
    why = null;
  });
  line.append(button);
}

function all() {
  document.querySelectorAll("#flash > .flash").forEach(dismissable);
}

all();
document.addEventListener("htmx:afterSettle", all);

// A refusal comes with a pull of what holds now. Where that draws the whole room anew, the reason stays to read.
document.addEventListener("htmx:beforeRequest", ({ detail }) => {
  if (detail.requestConfig.verb !== "get") why = null;
});
document.addEventListener("htmx:afterSwap", ({ detail }) => {
  const place = document.getElementById("flash");
  if (detail.target.id === "flash") why = { line: place.querySelector("#refused"), until: Date.now() + FRESH };
  else if (place && why?.line && !why.line.isConnected) {
    if (Date.now() < why.until) place.append(why.line);
    why = null;
  }
});
