// <form data-steps>: the steps of a method in a row. Start times follow the minutes at once; a step goes up and down by
// Alt and an arrow, and is dragged by its grip. Moving is the press of a button that is there anyway.

const rowsOf = (form) => [...form.querySelectorAll("[data-step]")];
const minutesOf = (row) => row.querySelector("[data-minutes]");

function count(form) {
  let start = 0;
  for (const row of rowsOf(form)) {
    const minutes = Math.max(0, Math.round(Number(minutesOf(row).value) || 0));
    row.querySelector("[data-starts]").textContent = start;
    row.querySelector("[data-ends]").textContent = start += minutes;
  }
  const total = document.querySelector("[data-total]");
  if (total) total.textContent = total.textContent.replace(/\d+/, start);
}

document.addEventListener("input", ({ target }) => {
  if (target.matches?.("[data-minutes]")) count(target.form);
});

// ── by keyboard ────────────────────────────────────────────────────────────────────────────────────
function bump(field, by) {
  const minutes = Math.min(90, Math.max(1, (Number(field.value) || 0) + by));
  field.value = minutes;
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

document.addEventListener("keydown", (event) => {
  const row = event.target.closest?.("[data-steps] [data-step]");
  if (!row) return;
  const way = { ArrowUp: "up", ArrowDown: "down" }[event.key];
  const by = { "+": 1, "-": -1 }[event.key];
  if (event.altKey && way) {
    event.preventDefault();
    waiting.push({ step: row.dataset.step, way });
    next();
  } else if (by && event.target.matches("[data-minutes]")) {
    event.preventDefault();
    bump(event.target, by);
  }
});

// Pressed faster than the list comes back: each press waits for the one before it.
const waiting = [];
let busy = false;

function next() {
  const { step, way } = (!busy && waiting.shift()) || {};
  const button = step && document.getElementById(`${way}-${step}`);
  if (!button) return;
  button.focus(); // the focus goes along with the step
  if (button.matches("[aria-disabled=true]")) next();
  else button.click();
}

function free() {
  busy = false;
  next();
}

const ours = ({ elt }) => elt.closest?.("#steps");
document.addEventListener("htmx:beforeRequest", ({ detail }) => ours(detail) && (busy = true));
document.addEventListener("htmx:afterSettle", () => busy && free());
for (const trouble of ["htmx:responseError", "htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(trouble, () => {
    waiting.length = 0;
    busy = false;
  });
}

// A button at the end of the list stays where it is, and does nothing.
document.addEventListener(
  "click",
  (event) => {
    if (!event.target.closest?.("[data-steps] [aria-disabled=true]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  },
  true, // before htmx
);

// ── by hand ────────────────────────────────────────────────────────────────────────────────────────
let held = null; // the row in the hand, and where it was

function lift(event) {
  const grip = event.target.closest?.("[data-steps] .grip");
  if (!grip || event.button) return;
  event.preventDefault();
  const row = grip.closest("[data-step]");
  held = { row, grip, from: rowsOf(row.closest("form")).indexOf(row) };
  grip.setPointerCapture(event.pointerId);
  row.classList.add("held");
}

function carry(event) {
  if (!held) return;
  const others = rowsOf(held.row.closest("form")).filter((row) => row !== held.row);
  const below = others.find((row) => {
    const box = row.getBoundingClientRect();
    return event.clientY < box.top + box.height / 2;
  });
  if (below) below.before(held.row);
  else others.at(-1)?.after(held.row);
}

function lay(event) {
  if (!held) return;
  const { row, from } = held;
  held = null;
  row.classList.remove("held");
  const rows = rowsOf(row.closest("form"));
  const place = rows.indexOf(row);
  if (event.type === "pointercancel") back(rows, row, from);
  else if (place !== from) drop(row, place);
}

function back(rows, row, from) {
  const others = rows.filter((one) => one !== row);
  if (others[from]) others[from].before(row);
  else others.at(-1)?.after(row);
}

function drop(row, place) {
  const button = row.querySelector("[data-drop]");
  button.value = place;
  count(row.closest("form"));
  button.click();
}

document.addEventListener("pointerdown", lift);
document.addEventListener("pointermove", carry);
document.addEventListener("pointerup", lay);
document.addEventListener("pointercancel", lay);
