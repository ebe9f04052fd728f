// Without this, whoever schedules types their time zone. With it, their browser's own stands there.

const zone = document.querySelector("[data-own-zone]");
if (zone && zone.value === "UTC") {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

// What was typed and not kept would not go out: first it is kept.
const words = document.querySelector("form[action*='/save']");
const later = document.querySelectorAll("form[action*='/send'] button, form[action*='/test'] button");
const note = document.querySelector("[data-unkept]");
words?.addEventListener("input", () => {
  for (const button of later) button.disabled = true;
  if (note) note.hidden = false;
});
