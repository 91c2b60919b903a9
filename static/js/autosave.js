// <form data-autosave>: sends itself 1.2 seconds after the typing stops, and says so. The button keeps working. What the
// form says it has seen follows what was kept; where somebody else was earlier, it is said, and nothing more is sent.
import { forget } from "./draft.js";
import { flash } from "./flash.js";
import { csrf } from "./page.js";
import { clock } from "./words.js";

const PAUSE = 1200;
const forms = new WeakMap();
const stateOf = (form) => forms.get(form) ?? forms.set(form, { timer: 0, busy: false, again: false, tries: 0 }).get(form);

function content(form) {
  const data = new FormData(form);
  data.set("autosave", "1");
  return data;
}

function say(form, kept) {
  const line = form.querySelector(".saved") ?? document.querySelector(".saved");
  if (!line) return;
  const text = kept ? line.dataset.saySaved.replace("#", clock()) : line.dataset.sayUnsaved;
  if (line.textContent !== text) line.textContent = text;
}

async function send(form) {
  const state = stateOf(form);
  if (state.busy) return void (state.again = true);
  Object.assign(state, { busy: true, again: false, waiting: false });
  const answer = await post(form);
  const kept = answer?.ok && !answer.redirected;
  state.busy = false;
  state.tries = kept ? 0 : state.tries + 1;
  state.waiting ||= !kept;
  say(form, kept);
  if (kept) settled(form, answer, state);
  else if (answer?.status === 409) flash(await answer.text(), "care");
  if (state.again || (!kept && !refused(answer))) plan(form, kept ? PAUSE : Math.min(60_000, 3000 * 2 ** state.tries));
}

function settled(form, answer, state) {
  const seen = answer.headers.get("X-Seen");
  if (seen && form.elements.seen) form.elements.seen.value = seen;
  if (state.again) return;
  forget(form);
  form.dispatchEvent(new CustomEvent("autosaved", { bubbles: true }));
}

// What was refused for what is in it is refused again: it waits for the next key.
const refused = (answer) => answer && answer.status >= 400 && answer.status < 500 && answer.status !== 429;

async function post(form) {
  try {
    const headers = { "X-CSRFToken": csrf(), "X-Autosave": "1" };
    return await fetch(form.action, { method: "POST", body: content(form), headers });
  } catch {
    return null;
  }
}

function plan(form, wait = PAUSE) {
  const state = stateOf(form);
  clearTimeout(state.timer);
  state.timer = setTimeout(() => form.isConnected && send(form), wait);
  state.waiting = true;
}

document.addEventListener("input", ({ target }) => {
  const form = target.closest?.("form[data-autosave]");
  if (form) plan(form);
});
document.addEventListener("submit", ({ target }) => clearTimeout(forms.get(target)?.timer));

// Leaving with something unsent: one last message, which the browser delivers behind our back.
addEventListener("pagehide", () => {
  for (const form of document.querySelectorAll("form[data-autosave]")) {
    const state = forms.get(form);
    if (state?.waiting && !("sent" in form.dataset)) navigator.sendBeacon(form.action, content(form));
  }
});
