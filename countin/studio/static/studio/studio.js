// The studio works without this. With it, addresses are copied by a press, the address of a new
// page is suggested while its title is typed, and numbers are fetched anew.

const EVERY_S = 15;

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copies);
    field.select();
    await navigator.clipboard.writeText(field.value);
    const words = button.firstChild.textContent;
    button.firstChild.textContent = "Copied";
    setTimeout(() => { button.firstChild.textContent = words; }, 2000);
  });
}

// A line of links that is wider than the phone begins where one is.
for (const link of document.querySelectorAll("nav [aria-current=page]")) {
  const line = link.parentElement;
  line.scrollLeft = link.offsetLeft - (line.clientWidth - link.offsetWidth) / 2;
}

const title = document.querySelector("#id_title, [data-addressed]");
const slug = document.querySelector("#id_slug, #id_handle");
const SPELLED = { ø: "o", đ: "d", ð: "d", ł: "l", ı: "i", ß: "ss", æ: "ae", œ: "oe", þ: "th" };
if (title && slug && !slug.value) {
  let isOwn = false;
  slug.addEventListener("input", () => { isOwn = true; });
  title.addEventListener("input", () => {
    if (isOwn) return;
    const plain = title.value.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase()
      .replace(/[øđðłıßæœþ]/g, (letter) => SPELLED[letter]);
    slug.value = plain.replace(/[^a-z0-9]+/g, "-").replace(/^-+|-+$/g, "").slice(0, 63);
  });
}

// Moments that are told in UTC, in the hours of whoever reads, too.
function tellHere(root) {
  for (const time of root.querySelectorAll("time[data-here]")) {
    const at = new Date(time.dateTime);
    if (!at.getTimezoneOffset()) continue;
    const clock = { month: "short", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
    time.append(`, ${at.toLocaleString("en", clock)} where you are`);
  }
}

// What somebody opened, scrolled or stands on stays so when its part of the page is renewed.
const STANDS = "a, button, summary, [tabindex]";
const nameOf = (one) => one && `${one.tagName} ${one.href ?? ""} ${one.textContent.replace(/[\d,.]+/g, "")}`;

function renew(here, fresh) {
  const focused = here.contains(document.activeElement) ? document.activeElement : null;
  if (focused?.matches("input, textarea, select")) return;
  const marked = getSelection();
  if (!marked.isCollapsed && here.contains(marked.anchorNode)) return;
  const pairs = (what) => [...here.querySelectorAll(what)].map((one, at) => [one, fresh.querySelectorAll(what)[at]]);
  for (const [was, is] of pairs("details")) if (is) is.open = was.open;
  const scrolled = pairs(".wide").map(([was, is]) => [is, was.scrollLeft]);
  tellHere(fresh);
  here.replaceWith(fresh);
  for (const [is, left] of scrolled) if (is) is.scrollLeft = left;
  const again = focused && [...fresh.querySelectorAll(STANDS)].find((one) => nameOf(one) === nameOf(focused));
  again?.focus({ preventScroll: true });
}

function tellStale(isStale) {
  document.getElementById("stale")?.toggleAttribute("hidden", !isStale);
}

async function renewAll() {
  if (document.hidden) return;
  const response = await fetch(location.href).catch(() => null);
  const isStale = !response?.ok || response.redirected; // to where one signs in
  tellStale(isStale);
  if (isStale) return;
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const here of document.querySelectorAll("[data-live]")) {
    const fresh = page.getElementById(here.id);
    if (fresh) renew(here, fresh);
  }
}

// How often, the page says each time: every few seconds while a wave is under way. The part of it
// that is in most haste counts.
function renewLater() {
  const parts = [...document.querySelectorAll("[data-live]")];
  if (!parts.length) return;
  const every = Math.min(...parts.map((part) => Number(part.dataset.live) || EVERY_S));
  setTimeout(() => renewAll().finally(renewLater), every * 1000);
}
renewLater();
tellHere(document);
document.addEventListener("visibilitychange", () => { if (document.querySelector("[data-live]")) renewAll(); });

// The phone takes the colors that are chosen beside it: its stylesheet is changed, nothing else.
const colors = document.querySelector("[data-preview]");
if (colors) {
  const own = colors.querySelector("[type=color]");
  const frame = document.querySelector(".phone iframe");
  let asked = 0;
  const show = async () => {
    const turn = ++asked;
    const value = colors.querySelector("[name=theme]:checked")?.value;
    const theme = value === "own" ? own.value : value;
    const response = await fetch(`${colors.dataset.preview}&theme=${encodeURIComponent(theme)}`).catch(() => null);
    if (!response || !response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    const phone = frame.contentDocument;
    if (!phone?.head) return; // Its page is on the way, and is dressed once it is there.
    const sheets = (from) => from.querySelector("link[href*='/media/theme/']");
    const [fresh, stale] = [sheets(page), sheets(phone)];
    if (turn !== asked || !fresh || fresh.href === stale?.href) return;
    const link = phone.head.appendChild(phone.importNode(fresh));
    link.addEventListener("load", () => stale?.remove());
  };
  colors.addEventListener("change", show);
  own.addEventListener("input", () => {
    colors.querySelector("[value=own]").checked = true;
    show();
  });
  frame.addEventListener("load", show);
  show(); // A browser that goes back fills in what was chosen before.
}
