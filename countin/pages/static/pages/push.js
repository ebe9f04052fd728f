// "Notify me in this browser": offered only where it can work, asked for only after a tap.
const part = document.getElementById("push");
const button = part?.querySelector("button");
const box = part?.querySelector("input[type=checkbox]");
const status = part?.querySelector("[role=status]");

// An iPhone takes notifications only for what stands on its home screen.
function isOutsideHomeScreen() {
  const isApple = /iPhone|iPad|iPod/.test(navigator.userAgent)
    || (navigator.platform === "MacIntel" && navigator.maxTouchPoints > 1);
  return isApple && !navigator.standalone && !matchMedia("(display-mode: standalone)").matches;
}

// The server leaves this part out for apps it knows; web views of others say so themselves.
function isInsideAnApp() {
  return /\bwv\)|FBAN|FBAV|Instagram|TikTok|BytedanceWebview|Snapchat|\bLine\//.test(navigator.userAgent);
}

function canWork() {
  return "serviceWorker" in navigator && "PushManager" in window && "Notification" in window
    && window.isSecureContext && Notification.permission !== "denied"
    && !isOutsideHomeScreen() && !isInsideAnApp();
}

function asBytes(text) {
  const plain = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(plain), (letter) => letter.charCodeAt(0));
}

function isSame(buffer, bytes) {
  const own = buffer ? new Uint8Array(buffer) : [];
  return own.length === bytes.length && bytes.every((byte, place) => byte === own[place]);
}

async function subscribe() {
  const key = asBytes(part.dataset.key);
  await navigator.serviceWorker.register(part.dataset.worker);
  const { pushManager } = await navigator.serviceWorker.ready;
  const standing = await pushManager.getSubscription();
  if (standing && !isSame(standing.options.applicationServerKey, key)) await standing.unsubscribe();
  return pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: key });
}

async function keep(subscription) {
  const { campaign, service } = part.dataset;
  const agreed = box ? box.checked : undefined;
  const answer = await fetch(part.dataset.subscribe, {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ campaign, service, agreed, subscription }),
  });
  const { words } = await answer.json();
  return { words, isKept: answer.ok };
}

async function press() {
  if (box && !box.checked) {
    status.textContent = part.dataset.unticked;
    box.focus();
    return;
  }
  button.disabled = true;
  try {
    // Inside the tap: a browser asks its question at no other time.
    if ((await Notification.requestPermission()) !== "granted") throw new Error("not allowed");
    const { words, isKept } = await keep(await subscribe());
    status.textContent = words;
    button.hidden = isKept;
  } catch {
    status.textContent = part.dataset.failed;
  }
  button.disabled = false;
}

if (button && canWork()) {
  part.hidden = false;
  button.addEventListener("click", press);
}
