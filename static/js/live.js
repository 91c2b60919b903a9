// Hint, then pull. Listens to the stream and fires `live:<name>` on the body when that part has a version we have not
// seen; htmx then fetches it by an ordinary GET. Holds no stream in a hidden tab (six per browser on HTTP/1.1).
import { namesOnPage, show } from "./connection.js";

const place = document.querySelector("[data-live-url]");
let seen = place ? JSON.parse(place.dataset.liveVersions || "{}") : {};
const FRESH = 50_000; // ms; a token is good for a minute
const SILENCE = 75_000; // ms; every half minute something comes, so a stream that says nothing is a dead line
const jitter = (most) => Math.random() * most;

let url = place?.dataset.liveUrl ?? "";
let fetched = Date.now();
let known = Object.keys(seen).length > 0;
let source = null;
let tries = 0;
let later = 0;
let lost = 0;
let silent = 0;
let heard = new Date();

function fire(name, version = seen[name]) {
  document.body.dispatchEvent(new CustomEvent(`live:${name}`, { detail: { version } }));
}

function take(versions, wait = 0) {
  const stale = Object.keys(versions).filter((name) => seen[name] !== versions[name]);
  Object.assign(seen, versions);
  if (stale.length) setTimeout(() => stale.forEach((name) => fire(name)), wait);
}

// Something may be missed, and nobody knows what: no version that this page was drawn from says that it is up to date.
function resync() {
  setTimeout(() => new Set([...namesOnPage(), ...Object.keys(seen)]).forEach((name) => fire(name, null)), jitter(1500));
}

// A name that is not there any more was forgotten with everything else: Valkey began anew.
const forgotten = (versions) => Object.keys(seen).some((name) => !(name in versions));

function hello(versions) {
  if (!versions || forgotten(versions)) {
    seen = versions ?? seen;
    resync();
  } else if (known) take(versions, jitter(800));
  else Object.assign(seen, versions);
  known = true;
}

function up() {
  tries = 0;
  heard = new Date();
  clearTimeout(lost);
  clearTimeout(silent);
  silent = setTimeout(down, SILENCE);
  show(place, "live");
}

function close() {
  source?.close();
  source = null;
  clearTimeout(silent);
}

function down() {
  close();
  if (document.hidden) return;
  clearTimeout(lost);
  const blink = tries || !navigator.onLine ? 0 : 2000; // a blink is no news; a machine that knows it is alone says so
  lost = setTimeout(() => show(place, tries > 4 ? "stale" : "away", heard), blink);
  clearTimeout(later);
  later = setTimeout(open, Math.min(30_000, 1000 * 1.5 ** tries) * (0.5 + jitter(0.5))); // a restart takes seconds
  tries += 1;
}

async function renew() {
  const answer = await fetch(place.dataset.liveTokenUrl, { headers: { Accept: "application/json" }, cache: "no-store" });
  if ([401, 403, 404].includes(answer.status) || answer.redirected) return location.reload();
  if (!answer.ok) throw new Error(answer.status);
  url = (await answer.json()).url;
  fetched = Date.now();
}

async function open() {
  clearTimeout(later);
  if (source || document.hidden) return;
  try {
    if (Date.now() - fetched > FRESH && place.dataset.liveTokenUrl) await renew();
  } catch {
    return down();
  }
  if (!source && !document.hidden) listen(new EventSource(url));
}

function listen(stream) {
  const on = (name, act) =>
    stream.addEventListener(name, ({ data }) => {
      up();
      act(JSON.parse(data));
    });
  source = stream;
  on("hello", hello);
  on("hint", take);
  on("resync", resync);
  on("token", (token) => {
    url = url.replace(/token=[^&]*/, `token=${encodeURIComponent(token)}`);
    fetched = Date.now();
  });
  on("gone", () => location.reload());
  stream.onerror = () => {
    if (stream.readyState === EventSource.CLOSED) fetched = 0; // refused: perhaps the token was too old
    if (source === stream) down();
  };
}

if (place) {
  open();
  document.addEventListener("visibilitychange", () => (document.hidden ? close() : open()));
  addEventListener("pagehide", close);
  addEventListener("offline", down); // the stream itself would not notice for minutes
  addEventListener("online", () => ((tries = 0), open()));
}
