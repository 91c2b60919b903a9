// <button data-print> inside [data-print-row hidden]: shown where it works, prints with every script opened.
for (const row of document.querySelectorAll("[data-print-row]")) row.hidden = false;

document.addEventListener("click", ({ target }) => target.closest?.("[data-print]") && print());

let opened = [];
addEventListener("beforeprint", () => {
  opened = [...document.querySelectorAll(".steps details:not([open])")];
  for (const script of opened) script.open = true;
});
addEventListener("afterprint", () => {
  for (const script of opened) script.open = false;
});
