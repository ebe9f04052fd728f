// Pass a page on: the phone's own sheet where there is one, else its address is copied.
const page = document.querySelector("link[rel=canonical]")?.href ?? location.href;

async function passOn(button) {
  if (navigator.share) {
    await navigator.share({ title: document.title.trim(), url: page }).catch(() => {});
    return;
  }
  await navigator.clipboard.writeText(page);
  button.textContent = button.dataset.done;
}

for (const button of document.querySelectorAll("[data-passes-on]")) {
  // Without TLS a browser has neither.
  button.hidden = !(navigator.share || navigator.clipboard);
  button.addEventListener("click", () => passOn(button));
}
