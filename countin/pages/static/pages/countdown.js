// Days, hours and minutes until the release, by the fan's own clock. The date beside it stands without this.
const shown = document.querySelector(".countdown");
const time = document.querySelector(".heading time");
const language = document.documentElement.lang || undefined;
const UNITS = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

// A bare date is midnight where the fan is; a moment is the same everywhere.
function momentOf(text) {
  const [year, month, day] = text.split("-").map(Number);
  return text.includes("T") ? new Date(text) : new Date(year, month - 1, day);
}

function inParts(count, unit) {
  const form = { style: "unit", unit, unitDisplay: "long", numberingSystem: "latn" };
  const format = new Intl.NumberFormat(language, form);
  const whole = document.createElement("span");
  whole.className = "whole";
  for (const { type, value } of format.formatToParts(count)) {
    const part = document.createElement(type === "integer" ? "b" : "span");
    part.textContent = value;
    whole.append(part);
  }
  return whole;
}

function show(left) {
  const counted = UNITS.map(([unit, size], number) => {
    const rest = number ? left % UNITS[number - 1][1] : left;
    return [Math.floor(rest / size), unit];
  });
  while (counted.length > 1 && counted[0][0] === 0) counted.shift();
  shown.replaceChildren(...counted.map(([count, unit]) => inParts(count, unit)));
}

function tick(until, wasAhead) {
  const left = until - Date.now();
  if (left <= 0) {
    shown.replaceChildren();
    // Out while the page stood open: it is another page now. Not all at the same second.
    if (wasAhead) setTimeout(() => location.reload(), 2_000 + Math.random() * 20_000);
    return;
  }
  // Rounded up: the last minute is "1 minute", and ends at the moment itself.
  show(Math.ceil(left / 60_000) * 60_000);
  setTimeout(tick, (left % 60_000) + 50, until, true);
}

if (shown && time) {
  const until = momentOf(time.dateTime);
  if (!Number.isNaN(until.valueOf())) tick(until, false);
}
