// The rail of steps by keyboard: up and down go to the step before and after, Enter reads it, and `.` goes back to where
// the group is. Only while the focus is on the rail, so that no letter typed elsewhere does anything.
const WAYS = { ArrowUp: -1, ArrowDown: 1 };
const seen = (one) => one.checkVisibility?.() ?? one.offsetParent !== null;

function go(rail, from, by) {
  const stops = [...rail.querySelectorAll("a, summary")].filter(seen);
  const at = stops.indexOf(from);
  stops[Math.min(stops.length - 1, Math.max(0, at + by))]?.focus();
}

document.addEventListener("keydown", (event) => {
  const rail = event.target.closest?.(".rail");
  if (!rail || event.altKey || event.ctrlKey || event.metaKey) return;
  const back = document.querySelector("[data-to-group]");
  if (event.key === "." && back) back.click();
  else if (WAYS[event.key]) go(rail, event.target, WAYS[event.key]);
  else return;
  event.preventDefault();
});

// Who came here along the rail goes on from there.
document.querySelector(".rail [aria-current=page]")?.focus({ preventScroll: true });
