// <button data-copy="#id"> or data-copy-text="…": into the clipboard, and say so.
import { announce } from "./announce.js";
import { word } from "./words.js";

document.addEventListener("click", async ({ target }) => {
  const button = target.closest?.("[data-copy], [data-copy-text]");
  if (!button) return;
  const from = button.dataset.copy && document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(button.dataset.copyText ?? from?.value ?? from?.textContent.trim() ?? "");
  const was = [...button.childNodes];
  button.textContent = word("copied");
  announce(word("copied"));
  setTimeout(() => button.replaceChildren(...was), 2500);
});
