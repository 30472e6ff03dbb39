// Asks a page's parts anew when a service changed something: told by the server, and while it cannot, every half
// minute. A page that nobody sees asks nothing.
const PAUSE = 30_000, AIM = 3_000;
let line, mayHaveMissed = false, pointedAt = 0, asking = false, askAgain = false;

function say(service) {
  document.dispatchEvent(new CustomEvent("service-changed", { detail: service }));
  for (const list of lists()) if ([list.dataset.live, "anything"].includes(service)) freshen(list).catch(tryLater);
  for (const part of document.querySelectorAll("[data-live-part]")) {
    if ([part.dataset.livePart, "anything"].includes(service)) part.dispatchEvent(new Event("changed"));
  }
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

const lists = () => [...document.querySelectorAll("[data-live]")];
const words = (part) => part.textContent.replace(/\s+/g, " ");

// Rows may not move away under somebody's hands.
function isInUse(list) {
  const chosen = list.querySelector("input.pick:checked");
  return chosen || list.contains(document.activeElement) || Date.now() - pointedAt < AIM;
}

async function refresh(list, tells = false) {
  news.hidden = true;
  await htmx.ajax("GET", location.href, { target: list, select: `#${list.id}`, swap: "outerMorph" });
  news.hidden = !tells;
}

function offer(list, tells) {
  news.hidden = false;
  setTimeout(() => news.hidden || (isInUse(list) ? offer(list, tells) : refresh(list, tells)), AIM);
}

// The next sign, or half a minute, brings a new try.
const tryLater = () => {};

// What happens while we ask is asked for once more after it.
async function freshen(list) {
  if (asking) return void (askAgain = true);
  asking = true;
  await compare(list).finally(() => (asking = false));
  if (!askAgain) return;
  askAgain = false;
  await freshen(document.getElementById(list.id));
}

async function compare(list) {
  const answer = await fetch(location.href, { redirect: "manual" });
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const newer = page.getElementById(list.id);
  if (!newer || words(newer) === words(list)) return;
  // Who is busy beside a list that tells wants to know of what changed its mark, and of nothing else.
  const isMarked = "tells" in list.dataset, tells = newer.dataset.tells !== list.dataset.tells;
  if (!isInUse(list)) await refresh(list, tells || (isMarked && !news.hidden));
  else if (isMarked && !tells) setTimeout(() => freshen(list).catch(tryLater), AIM);
  else if (news.hidden) offer(list, tells);
}

const news = document.querySelector("[data-news]");
news?.querySelector("button").addEventListener("click", () => lists().forEach((list) => refresh(list)));
// Browsers also say that the pointer moved when only the page under it did.
document.addEventListener("pointermove", (event) => (event.movementX || event.movementY) && (pointedAt = Date.now()));
document.addEventListener("visibilitychange", look);
addEventListener("pagehide", () => line?.close());
setInterval(() => document.hidden || line?.readyState === EventSource.OPEN || say("anything"), PAUSE);
look();
