// The script in two densities: the sentence alone, or all of it; as somebody left it on this device.
// On a phone it begins with the sentence.
const phone = matchMedia("(max-width: 61.99rem)");
const DENSITY = "script";

function fold() {
  for (const detail of document.querySelectorAll("details[data-open-wide]:not([data-folded])")) {
    detail.dataset.folded = "";
    const kept = "density" in detail.dataset && localStorage.getItem(DENSITY);
    detail.open = !phone.matches && kept !== "sentence";
    detail.querySelector("summary").addEventListener("click", () => {
      if ("density" in detail.dataset && !phone.matches) localStorage.setItem(DENSITY, detail.open ? "sentence" : "all");
    });
  }
}

fold();
document.addEventListener("htmx:afterSettle", fold);
