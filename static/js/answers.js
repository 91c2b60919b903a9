// Answers to htmx that are no success. The server says it in words where it can; what was typed always stays.
import { flash } from "./flash.js";
import { word } from "./words.js";

const whole = (text) => /^\s*<!doctype/i.test(text);

document.addEventListener("htmx:beforeSwap", ({ detail }) => {
  const { status, responseText } = detail.xhr;
  if (status < 400) {
    // A whole page where a part was asked: the login page after a session ended, or a redirect.
    if (whole(responseText) && detail.target !== document.body) {
      detail.shouldSwap = false;
      location.assign(detail.xhr.responseURL || location.href);
    }
    return;
  }
  if (whole(responseText) || !responseText || status >= 500) {
    detail.shouldSwap = false;
    flash(word("failed"), "stop");
  }
});

// A part that may no longer be seen: the page is asked again, and says why.
document.addEventListener("htmx:responseError", ({ detail }) => {
  const pulled = detail.requestConfig?.verb === "get" && detail.requestConfig.triggeringEvent?.type.startsWith("live:");
  if (pulled && [401, 403, 404].includes(detail.xhr.status)) location.reload();
});

for (const trouble of ["htmx:sendError", "htmx:timeout"]) {
  document.addEventListener(trouble, () => flash(word("offline"), "care offline"));
}
