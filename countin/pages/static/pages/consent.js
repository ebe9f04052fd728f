// Consent by a service's own script. The token goes to our server in one request, and nowhere else.
const SILENT_AFTER = 20_000;
const page = document.getElementById("consent");
const part = (id) => document.getElementById(id);
const said = (name) => part("said").content.querySelector(`[data-said="${name}"]`);
let attempt = 0;

function show(id, isShown) {
  part(id).hidden = !isShown;
}

function wait(name) {
  show("trouble", false);
  part("waiting").textContent = said(name).textContent;
  show("waiting", true);
}

function tell({ title, words }, { canPress }) {
  part("trouble-title").textContent = title;
  part("trouble-words").textContent = words;
  show("waiting", false);
  show("trouble", true);
  show("ask", canPress);
  show("again", !canPress);
  // The service's own page, where the organizer gave one.
  if (part("own-page")) show("own-page", true);
}

function tellSaid(name, options) {
  const words = said(name);
  tell({ title: words.dataset.title, words: words.textContent }, options);
}

function isSubscriptionLacking(error) {
  const told = [error?.errorCode, error?.name, error?.code, error?.message].join(" ");
  return /SUBSCRIPTION|40015/i.test(told);
}

async function keep(token) {
  wait("keeping");
  show("ask", false);
  let answer;
  let told;
  try {
    answer = await fetch(page.dataset.return, {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify({ state: page.dataset.state, token }),
    });
    told = await answer.json();
  } catch {
    tellSaid("offline", { canPress: false });
    return;
  }
  if (answer.ok) location.assign(told.next);
  else tell(told, { canPress: false });
}

function press() {
  const mine = ++attempt;
  wait("waiting");
  const silence = setTimeout(() => {
    if (mine === attempt) tellSaid("silent", { canPress: true });
  }, SILENT_AFTER);
  // Inside the tap, or the service's window is blocked. A late yes is still a yes.
  window.MusicKit.getInstance()
    .authorize()
    .then((token) => {
      if (!token) throw new Error("declined");
      attempt++;
      return keep(token);
    })
    .catch((error) => {
      if (mine !== attempt) return;
      tellSaid(isSubscriptionLacking(error) ? "no_subscription" : "denied", { canPress: true });
    })
    .finally(() => clearTimeout(silence));
}

async function begin() {
  await window.MusicKit.configure({
    developerToken: page.dataset.token,
    app: { name: page.dataset.app, build: "1" },
  });
  clearTimeout(loading);
  show("trouble", false);
  show("waiting", false);
  show("again", false);
  show("ask", true);
}

function giveUp() {
  tellSaid("unloaded", { canPress: false });
}

show("waiting", true);
const loading = setTimeout(giveUp, SILENT_AFTER);
part("press").addEventListener("click", press);
if (window.MusicKit) begin().catch(giveUp);
else document.addEventListener("musickitloaded", () => begin().catch(giveUp), { once: true });
