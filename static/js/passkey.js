// Passkeys: allauth's scripts ask the device; when that fails or somebody cancels, we say so instead of staying silent.
import { flash } from "./flash.js";
import { word } from "./words.js";

// A submit button, so that Enter works too; what is sent is the answer of the device, not the empty form.
document.getElementById("mfa_webauthn_add")?.addEventListener("click", (event) => event.preventDefault());

document.addEventListener("allauth.error", (event) => {
  event.preventDefault();
  flash(word("passkey"), "care");
});
