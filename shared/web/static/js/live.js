// Says on the page "live" and "live-<service>" when a service changed something: told by the server, and while it
// cannot, every half minute. A page that nobody sees asks nothing.
const figures = new Intl.NumberFormat("nl-NL");
const PAUSE = 30_000;
let line, mayHaveMissed = false;

function say(service) {
  document.body.dispatchEvent(new CustomEvent("live"));
  document.body.dispatchEvent(new CustomEvent(`live-${service}`));
}

function listen() {
  line = new EventSource("/team/live");
  line.addEventListener("message", (event) => say(event.data));
  line.addEventListener("open", () => {
    if (mayHaveMissed) say("anything");
    mayHaveMissed = true;
  });
}

function look() {
  line?.close();
  if (!document.hidden) listen();
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

const badges = [...document.querySelectorAll("[data-adds-up]")];
if (badges.length) {
  addUp(badges);
  document.body.addEventListener("live", () => addUp(badges));
}
document.addEventListener("visibilitychange", look);
addEventListener("pagehide", () => line?.close());
setInterval(() => document.hidden || line?.readyState === EventSource.OPEN || say("anything"), PAUSE);
look();
