// The fan's own clock: hidden fields carry its zone, moments are shown in it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
for (const field of document.querySelectorAll("input[name=time_zone]")) field.value = zone;

const format = new Intl.DateTimeFormat(document.documentElement.lang || undefined, {
  weekday: "long",
  year: "numeric",
  month: "long",
  day: "numeric",
  hour: "numeric",
  minute: "2-digit",
  numberingSystem: "latn", // as the server writes them
});
for (const time of document.querySelectorAll("time[data-moment]")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.valueOf())) continue;
  // A line never ends between "November" and "24", nor between "24." and "November".
  time.textContent = format
    .format(moment)
    .replace(/ (?=\d{1,2}(?![\d:]))/g, "\u00a0")
    .replace(/((?:^|\D)\d{1,2}\.?) /g, "$1\u00a0");
}
