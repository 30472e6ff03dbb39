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

// Only the browser meets all services: it asks each how many are parked there, and shows the sum in the menus.
async function parkedAt(address) {
  const answer = await fetch(address, { redirect: "error" });
  const part = new DOMParser().parseFromString(await answer.text(), "text/html");
  return Number(part.querySelector("[data-parked]").dataset.parked);
}

async function addUp(badges) {
  const asked = await Promise.allSettled(badges[0].dataset.addsUp.split(" ").map(parkedAt));
  const sum = asked.reduce((total, one) => total + (one.value || 0), 0);
  for (const badge of badges) {
    badge.textContent = figures.format(sum);
    badge.hidden = !sum;
  }
}

// A part of a page that cannot be fetched says so in its own place.
function admitSilence(event) {
  const { silence, silenceIn } = event.target.dataset ?? {};
  if (silence) (document.getElementById(silenceIn) ?? event.target).textContent = silence;
}

const badges = [...document.querySelectorAll("[data-adds-up]")];
if (badges.length) {
  addUp(badges);
  setInterval(() => document.hidden || addUp(badges), 30_000);
}
document.addEventListener("htmx:error", admitSilence);
document.addEventListener("htmx:response:error", admitSilence);
document.querySelectorAll("[data-count]").forEach(countOn);
document.querySelectorAll("[data-copy]").forEach(offerCopy);
document.querySelectorAll("[data-print]").forEach(offerPrint);
document.getElementById("fouten")?.focus();
document.addEventListener("keydown", (event) => event.key === "Escape" && closeMenus(null));
document.addEventListener("click", (event) => closeMenus(event.target));
