// Without this, whoever schedules types their time zone. With it, their browser's own stands there.

const zone = document.querySelector("[data-own-zone]");
if (zone && zone.value === "UTC") {
  zone.value = Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}
