// The fan's own clock: hidden fields carry its zone, moments are shown in it.
const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";
for (const field of document.querySelectorAll("input[name=time_zone]")) field.value = zone;

// As the server writes them (countin/languages/dates.py), in the form that it gives with each.
function written(style) {
  const language = document.documentElement.lang || undefined;
  return new Intl.DateTimeFormat(language, { ...style, numberingSystem: "latn" });
}

// Behind the day of the week, no line ends inside a date.
function whole(text) {
  const [, weekday = "", rest] = /^([^\d,،]+[,،] )?(.*)$/s.exec(text);
  return weekday + rest.replace(/\s/g, "\u00a0");
}

const parts = {
  date: written({ dateStyle: "full" }),
  day: written({ dateStyle: "long" }),
  time: written({ timeStyle: "short" }),
};
for (const time of document.querySelectorAll("time[data-moment]")) {
  const moment = new Date(time.dateTime);
  if (Number.isNaN(moment.valueOf())) continue;
  time.textContent = time.dataset.moment.replace(/\{(date|day|time)\}/g, (_, part) =>
    whole(parts[part].format(moment)),
  );
}
