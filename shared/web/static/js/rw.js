// Small comforts. Every page works without this file.
const figures = new Intl.NumberFormat("nl-NL");

function countOn(area) {
  const counter = document.getElementById(area.dataset.count);
  let pause;
  const tell = () => {
    const left = area.maxLength - area.value.length;
    counter.textContent = `Je hebt nog ${figures.format(left)} tekens over`;
  };
  if (area.value) tell();
  area.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(tell, 300);
  });
}

function offerCopy(button) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(button.dataset.copy);
    button.querySelector("[role=status]").textContent = "Gekopieerd";
  });
}

function offerPrint(button) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

function closeMenus(except) {
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (menu.contains(except)) continue;
    const inside = menu.contains(document.activeElement);
    menu.open = false;
    if (inside) menu.querySelector("summary").focus();
  }
}

// What somebody typed before the scripts had come counts as typed, once htmx listens: it starts by a timer too.
function sayTyped() {
  const typed = [...document.querySelectorAll("textarea, input:not([type=hidden])")].filter(
    (field) => field.value !== field.defaultValue,
  );
  for (const field of typed) field.dispatchEvent(new Event("input", { bubbles: true }));
}

// A part of a page that cannot be fetched says so in its own place.
function admitSilence(event) {
  const { silence, silenceIn } = event.target.dataset ?? {};
  if (silence) (document.getElementById(silenceIn) ?? event.target).textContent = silence;
}

// Who follows a link or closes the page within a second of the last key loses nothing: it is saved on leaving.
function saveOnLeaving(saving) {
  const form = saving.closest("form");
  let typed = 0;
  let asked = 0;
  let saved = 0;
  const all = () => { saved = typed; };
  form.addEventListener("input", () => { typed += 1; });
  form.addEventListener("submit", all);
  saving.addEventListener("htmx:before:request", () => { asked = typed; });
  saving.addEventListener("htmx:after:request", () => { saved = asked; });
  window.addEventListener("pagehide", () => {
    if (saved === typed) return;
    const types = document.activeElement?.matches("textarea, input[type=text]");
    const address = saving.dataset.saves + (types ? "" : "?klaar=ja");
    fetch(address, { method: "POST", body: new URLSearchParams(new FormData(form)), keepalive: true });
    all();
  });
}

// How many rows of a list are chosen.
function countChosen(event) {
  const form = event.target.matches?.(".pick") && event.target.form;
  if (!form) return;
  const count = form.querySelectorAll(".pick:checked").length;
  form.querySelector("[data-chosen]").textContent = `${count} ${count === 1 ? "melding" : "meldingen"} gekozen`;
}

// What arrives while a button is being pressed may push it from under a pointer that stays: the press counts all the same.
let press;
function startPress(event) {
  press = { on: event.target.closest?.("button, a[href]"), x: event.clientX, y: event.clientY };
}

function finishPress(event) {
  const { on, x, y } = press ?? {};
  press = undefined;
  if (!on || event.detail === 0 || on.contains(event.target)) return;
  const stayed = Math.hypot(event.clientX - x, event.clientY - y) < 5;
  if (stayed && !event.target.closest?.("button, a[href], input, label, summary")) on.click();
}

document.addEventListener("pointerdown", startPress);
document.addEventListener("click", finishPress);
document.addEventListener("change", countChosen);
document.addEventListener("htmx:error", admitSilence);
document.addEventListener("htmx:response:error", admitSilence);
window.addEventListener("load", () => setTimeout(sayTyped));
document.querySelectorAll("[data-count]").forEach(countOn);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.querySelectorAll("[data-print]").forEach(offerPrint);
document.querySelectorAll("[data-saves]").forEach(saveOnLeaving);
document.getElementById("fouten")?.focus();
document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(null));
document.addEventListener("click", (event) => closeMenus(event.target));
