// Choosing the light shows it at once; the form makes it stay.

document.addEventListener("change", ({ target }) => {
  if (!target.matches?.("[data-theme-choice] input[name=theme]")) return;
  if (target.value) document.documentElement.dataset.bsTheme = target.value;
  else delete document.documentElement.dataset.bsTheme;
});
