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

const live = document.querySelector("[data-live]");
if (live) {
  setInterval(async () => {
    if (document.hidden || !document.querySelector("[data-live]")) return;
    const response = await fetch(location.href).catch(() => null);
    if (!response || !response.ok) return;
    const page = new DOMParser().parseFromString(await response.text(), "text/html");
    for (const here of document.querySelectorAll("[data-live]")) {
      const fresh = page.getElementById(here.id);
      if (fresh && !here.contains(document.activeElement)) here.replaceWith(fresh);
    }
  }, (Number(live.dataset.live) || EVERY_S) * 1000);
}

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
