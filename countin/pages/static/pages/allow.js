// Whether pixels may hear of this visit. Nothing of theirs is loaded before a yes; the answer stays
// in this browser, with the day until which it holds.
const SIX_MONTHS = 183 * 86_400_000;
const part = document.querySelector(".allow");
const { key, frame } = part.dataset;
const place = `pixels ${key}`;
const asking = part.querySelector("[data-asks]");
const allowed = part.querySelector("[data-allowed]");

function read() {
  try {
    const [word, until] = (localStorage.getItem(place) ?? "").split(" ");
    return Date.parse(until) > Date.now() ? word : "";
  } catch {
    return "no"; // a browser that keeps nothing can't remember a yes either
  }
}

function keep(word) {
  const until = new Date(Date.now() + SIX_MONTHS).toISOString().slice(0, 10);
  localStorage.setItem(place, `${word} ${until}`);
}

// "done" once a tab, however often the thanks are looked at.
function isHeard() {
  if (!frame.endsWith("=done")) return false;
  const was = sessionStorage.getItem(frame);
  sessionStorage.setItem(frame, "heard");
  return Boolean(was);
}

function open() {
  if (isHeard()) return;
  const window = document.createElement("iframe");
  window.sandbox = "allow-scripts";
  window.referrerPolicy = "no-referrer";
  window.hidden = true;
  window.title = "";
  window.ariaHidden = "true";
  window.tabIndex = -1;
  window.src = frame;
  part.append(window);
}

function show() {
  const word = read();
  asking.hidden = word !== "";
  allowed.hidden = word !== "yes";
  part.hidden = word === "no";
  return word;
}

part.querySelector("[data-allows]").addEventListener("click", () => {
  keep("yes");
  show();
  open();
});
part.querySelector("[data-refuses]").addEventListener("click", () => {
  keep("no");
  show();
});
part.querySelector("[data-takes-back]").addEventListener("click", () => {
  keep("no");
  part.querySelector("iframe")?.remove();
  show();
});
if (show() === "yes") open();
