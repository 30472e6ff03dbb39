// Shows how far an upload is, and can stop it. Without this file the form is sent as any other.
const STEP = 25;

function parts(form) {
  const box = form.querySelector("[data-progress]");
  return { box, bar: box.querySelector("progress"), words: box.querySelector("[role=status]"), send: form.querySelector("[data-send]") };
}

function say({ words }, text) {
  if (words.textContent !== text) words.textContent = text;
}

function busy(form, on) {
  const { box, bar, send } = parts(form);
  box.hidden = !on;
  bar.hidden = !on;
  bar.value = 0;
  send.disabled = on;
  form.setAttribute("aria-busy", on);
}

function quiet(form, text) {
  busy(form, false);
  const shown = parts(form);
  shown.box.hidden = false;
  shown.bar.hidden = true;
  say(shown, text);
}

function tooLarge(form) {
  return [...form.querySelectorAll("input[type=file]")]
    .flatMap((input) => [...input.files])
    .find((file) => file.size > Number(form.dataset.largest));
}

function showPage(answer, address) {
  document.title = answer.title;
  document.querySelector("main").replaceWith(answer.querySelector("main"));
  history.replaceState(null, "", address);
  const first = document.getElementById("fouten") ?? document.querySelector("main");
  first.focus();
  first.scrollIntoView();
}

function send(form) {
  const shown = parts(form);
  const request = new XMLHttpRequest();
  request.open("POST", form.action);
  request.responseType = "document";
  request.upload.addEventListener("progress", ({ loaded, total }) => {
    const share = total ? Math.floor((100 * loaded) / total) : 0;
    shown.bar.value = share;
    say(shown, share < 100 ? `Versturen: ${share - (share % STEP)}%` : "Verstuurd. We kijken je bestanden na.");
  });
  request.addEventListener("load", () => {
    if (request.response?.querySelector("main")) showPage(request.response, request.responseURL);
    else quiet(form, "Dit lukt nu niet. Probeer het over een paar minuten opnieuw.");
  });
  request.addEventListener("error", () => quiet(form, "Versturen lukt niet. Kijk of je verbinding hebt en probeer het opnieuw."));
  request.addEventListener("abort", () => quiet(form, "Gestopt. Er is niets verstuurd."));
  shown.box.querySelector("[data-stop]").onclick = () => request.abort();
  busy(form, true);
  say(shown, "Versturen: 0%");
  request.send(new FormData(form));
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-upload]")) return;
  event.preventDefault();
  if (form.getAttribute("aria-busy") === "true") return;
  const large = tooLarge(form);
  if (large) quiet(form, `‘${large.name}’ is te groot. Kies een bestand tot 10 MB.`);
  else send(form);
});
