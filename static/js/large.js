// A form that is larger than the server takes is not sent: it would come back empty. It stays as it is, and says why.
import { flash } from "./flash.js";
import { word } from "./words.js";

const LARGEST = 512 * 1024; // bytes, as LARGEST_BODY says on the server

const bytes = (value) => value.size ?? new TextEncoder().encode(value).length;

function size(form) {
  const typed = new FormData(form);
  if (form.enctype !== "multipart/form-data") return new URLSearchParams(typed).toString().length;
  return [...typed.values()].reduce((all, value) => all + bytes(value), 0);
}

document.addEventListener(
  "submit",
  (event) => {
    const place = document.getElementById("flash");
    if (event.target.method !== "post" || !place || size(event.target) <= LARGEST) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    flash(word("large"));
    place.tabIndex = -1;
    place.focus();
  },
  true,
);
