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

const title = document.getElementById("id_title");
const slug = document.getElementById("id_slug");
if (title && slug && !slug.value) {
  let isOwn = false;
  slug.addEventListener("input", () => { isOwn = true; });
  title.addEventListener("input", () => {
    if (isOwn) return;
    const plain = title.value.normalize("NFKD").replace(/[\u0300-\u036f]/g, "").toLowerCase();
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
