// What makes pages smoother where script runs. Everything here also works without it.
"use strict";
document.documentElement.classList.add("js");

// Text size and contrast: apply at once, keep in the cookie behind the page.
const SIZES = ["normal", "large", "largest"];
function applyDisplay(button) {
  const root = document.documentElement;
  if (button.name === "text_size") {
    root.dataset.textSize = button.value;
    button.value = SIZES[(SIZES.indexOf(button.value) + 1) % SIZES.length];
  } else {
    root.dataset.contrast = button.value;
    button.setAttribute("aria-pressed", String(button.value === "high"));
    button.value = button.value === "high" ? "normal" : "high";
  }
}
function keepDisplay(event, form, button) {
  event.preventDefault();
  const body = new FormData(form);
  body.set(button.name, button.value);
  applyDisplay(button);
  fetch(form.action, { method: "POST", body, redirect: "manual" });
}

// Money-moving buttons ask once more, with the amount in words; a form is sent once.
function askFirst(event, form, button) {
  const dialog = form.querySelector("dialog");
  if (!dialog || (button && button.name === "confirmed")) return false;
  event.preventDefault();
  dialog.showModal();
  return true;
}
function sendOnce(event, form) {
  if (form.dataset.sent) { event.preventDefault(); return; }
  form.dataset.sent = "1";
  form.setAttribute("aria-busy", "true");
}
document.addEventListener("submit", (event) => {
  const form = event.target;
  const button = event.submitter;
  if (form.matches("[data-display]") && button) return keepDisplay(event, form, button);
  if (form.matches("[data-confirm]") && askFirst(event, form, button)) return undefined;
  if (form.matches("[data-once]")) sendOnce(event, form);
  return undefined;
});
// Coming back with the browser's back button must not leave a form that can't be sent.
window.addEventListener("pageshow", () => {
  document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.removeAttribute("aria-busy");
  });
});

document.addEventListener("click", (event) => {
  const closer = event.target.closest("[data-close]");
  if (closer) closer.closest("dialog").close();
  const copier = event.target.closest("[data-copy]");
  if (copier) copyText(copier);
});
async function copyText(button) {
  const source = document.querySelector(button.dataset.copy);
  await navigator.clipboard.writeText(source.textContent.trim());
  const label = button.textContent;
  button.textContent = button.dataset.copied;
  setTimeout(() => { button.textContent = label; }, 2000);
}

// Autosave: two seconds after the last key, with words that say what happened.
const pending = new WeakMap();
async function autosave(form) {
  const status = form.querySelector("[data-autosave-status]");
  status.classList.remove("bad");
  status.textContent = status.dataset.saving;
  let kept = false;
  try {
    const answer = await fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), redirect: "error" });
    kept = answer.ok;
  } catch (error) {
    kept = false;
  }
  const time = new Date().toLocaleTimeString(document.documentElement.lang, { hour: "2-digit", minute: "2-digit" });
  status.textContent = kept ? `${status.dataset.saved} ${time}` : status.dataset.failed;
  status.classList.toggle("bad", !kept);
}
document.addEventListener("input", (event) => {
  const form = event.target.closest("form[data-autosave]");
  if (!form) return;
  clearTimeout(pending.get(form));
  pending.set(form, setTimeout(autosave, 2000, form));
});

document.querySelectorAll("[data-focus]").forEach((element) => element.focus());

// The demonstration's sign-in page fills in a person by one press.
document.addEventListener("click", (event) => {
  const filler = event.target.closest("[data-fill]");
  if (!filler) return;
  document.querySelector("input[name=login]").value = filler.dataset.fill;
  const secret = document.querySelector("input[name=password]");
  secret.value = filler.dataset.secret;
  secret.form.querySelector("button").focus();
});
