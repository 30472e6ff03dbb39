// Shows in the menus how much there is of what. Only the browser meets all services: it asks each for its own figures
// when the page opens and when that service changed something, and keeps them for the next page of this window.
const MOST = 499, REST = 2_000;
const written = new Intl.NumberFormat("nl-NL");
const badges = [...document.querySelectorAll("[data-adds-up]")];
const whose = `figures ${document.querySelector("[data-member]")?.dataset.member}`;
const known = JSON.parse(sessionStorage.getItem(whose) ?? "{}");
const asking = new Set(), askAgain = new Set();

const parts = (badge) => badge.dataset.addsUp.split(" ").map((part) => part.split("="));
const page = (address) => address.split("#")[0];

function show() {
  for (const badge of badges) {
    const sum = parts(badge).reduce((total, [, address]) => total + (known[address] ?? 0), 0);
    badge.textContent = sum > MOST ? `${MOST}+` : written.format(sum);
    badge.hidden = !sum;
  }
}

async function read(from) {
  const answer = await fetch(from, { redirect: "manual" });
  if (!answer.ok) return;
  const told = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const [, address] of badges.flatMap(parts)) {
    if (page(address) !== from) continue;
    const [, name] = address.split("#");
    known[address] = Number((name ? told.getElementById(name) : told.querySelector("[data-figure]")).dataset.figure);
  }
  sessionStorage.setItem(whose, JSON.stringify(known));
  show();
}

// A service that does not answer keeps the figures it last gave. Many changes at once are asked about once.
async function ask(from) {
  if (asking.has(from)) return void askAgain.add(from);
  asking.add(from);
  await read(from).catch(() => {});
  await new Promise((rested) => setTimeout(rested, REST));
  asking.delete(from);
  if (askAgain.delete(from)) await ask(from);
}

function askOf(service) {
  const asked = badges.flatMap(parts).filter(([kept]) => [kept, "anything"].includes(service));
  new Set(asked.map(([, address]) => page(address))).forEach(ask);
}

show();
askOf("anything");
document.addEventListener("service-changed", (event) => askOf(event.detail));
