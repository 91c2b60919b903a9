// What every page does: proves that it is ours, is never shown from a cache, hides what only who has no script needs.

document.documentElement.classList.add("js");

// A page from the back-forward cache may be of somebody who logged out since, and its stream is dead.
addEventListener("pageshow", (event) => event.persisted && location.reload());

export function csrf() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  return meta?.content ?? document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";
}

document.addEventListener("htmx:configRequest", ({ detail }) => {
  if (detail.verb !== "get") detail.headers["X-CSRFToken"] = csrf();
});

// Answering a strip of choices at once: <input type="radio" data-send>
document.addEventListener("change", ({ target }) => {
  if (target.matches?.("[data-send]")) target.form?.requestSubmit();
});

// A menu closes when the eye goes elsewhere.
document.addEventListener("click", ({ target }) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(target)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
