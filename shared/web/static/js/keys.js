// Shortcut keys, for who switched them on (shared/web/shortcuts.py). They do nothing while somebody types or chooses.
const TYPES = "input:not([type=checkbox]), textarea, select, [contenteditable]";
const help = document.getElementById("sneltoetsen-hulp");
const rows = () => [...document.querySelectorAll("main .tbl tbody tr, main .found > li")].filter((row) => linkIn(row));
const linkIn = (row) => row.querySelector("a.t, a[href]");
const current = (row) => row.contains(document.activeElement);

function step(by) {
  const all = rows();
  const at = all.findIndex(current);
  const to = at < 0 ? 0 : Math.min(Math.max(at + by, 0), all.length - 1);
  if (all.length) linkIn(all[to]).focus();
}

function explain() {
  help.showModal();
  help.querySelector("button").focus();
}

const DOES = {
  "/": () => document.getElementById("zoek-alles").focus(),
  j: () => step(1),
  k: () => step(-1),
  x: () => rows().find(current)?.querySelector("input.pick")?.click(),
  "?": explain,
};

document.addEventListener("keydown", (event) => {
  const does = DOES[event.key];
  const isOurs = does && !event.ctrlKey && !event.altKey && !event.metaKey && !event.isComposing;
  if (!isOurs || help.open || event.target.closest(TYPES)) return;
  event.preventDefault();
  if (!event.repeat || "jk".includes(event.key)) does();
});
