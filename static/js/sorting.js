// Cards that the case-giver decides on (van mij, misschien, niet van mij) carried by hand to one of the answers, where
// there is room. It is the press of the answer at the card: the list with its buttons does the same, and without this.
const THRESHOLD = 6; // pixels a hand may tremble
const OWN = "label, input, button, a, summary, textarea"; // what is pressed itself
const wide = () => matchMedia("(min-width: 62rem)").matches;

let held = null; // the card, where it was taken, and the answer it is over

function take(event) {
  const card = event.target.closest?.("[data-sorts] > li:has([data-send])");
  if (!card || event.button || event.pointerType !== "mouse" || !wide() || event.target.closest(OWN)) return;
  held = { card, x: event.clientX, y: event.clientY, id: event.pointerId, moved: false, lane: null };
}

function lanes(show) {
  for (const lane of document.querySelectorAll("[data-lanes]")) lane.hidden = !show;
}

function carry(event) {
  if (!held || event.pointerId !== held.id) return;
  const [x, y] = [event.clientX - held.x, event.clientY - held.y];
  if (!held.moved && Math.hypot(x, y) < THRESHOLD) return;
  if (!held.moved) {
    held.card.setPointerCapture?.(event.pointerId);
    held.card.classList.add("carried");
    lanes(true);
  }
  held.moved = true;
  event.preventDefault();
  held.card.style.setProperty("translate", `${x}px ${y}px`);
  const under = document.elementsFromPoint(event.clientX, event.clientY).find((one) => one.matches("[data-lane]"));
  if (under === held.lane) return;
  held.lane?.classList.remove("over");
  under?.classList.add("over");
  held.lane = under ?? null;
}

function drop(event) {
  const { card, lane, moved } = held ?? {};
  held = null;
  if (!moved) return;
  card.classList.remove("carried");
  card.style.removeProperty("translate");
  lane?.classList.remove("over");
  lanes(false);
  const answer = event.type === "pointerup" && lane && card.querySelector(`[data-send][value="${lane.dataset.lane}"]`);
  if (!answer || answer.checked) return;
  answer.checked = true;
  answer.dispatchEvent(new Event("change", { bubbles: true }));
}

document.addEventListener("pointerdown", take);
document.addEventListener("pointermove", carry);
document.addEventListener("pointerup", drop);
document.addEventListener("pointercancel", drop);
// What arrives while a card is carried waits: the drop asks anew.
document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  if (held?.moved && detail.requestConfig?.verb === "get") detail.shouldSwap = false;
});
