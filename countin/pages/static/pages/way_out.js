// Out of an app's own browser: what was ticked goes along, and the address is copied at a tap.
const carriers = [...document.querySelectorAll("[data-carries-follow]")];
const plain = new Map(carriers.map((carrier) => [carrier, addressOf(carrier)]));

function addressOf(carrier) {
  return carrier.getAttribute("href") ?? carrier.value;
}

// Before the "#", behind which Android's own words stand.
function withFollow(address, services) {
  const [path, ...rest] = address.split("#");
  const words = services.map((service) => `follow=${encodeURIComponent(service)}`).join("&");
  const joined = words ? `${path}${path.includes("?") ? "&" : "?"}${words}` : path;
  return [joined, ...rest].join("#");
}

function carry() {
  const ticked = [...document.querySelectorAll("input[name=follow]:checked")];
  const services = ticked.map((box) => box.form.dataset.service);
  for (const [carrier, address] of plain) {
    const carried = withFollow(address, services);
    if (carrier.hasAttribute("href")) carrier.setAttribute("href", carried);
    else carrier.value = carried;
  }
}

async function copy(button) {
  const field = document.getElementById(button.dataset.copies);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
  } catch {
    // Not allowed inside some apps: the older way needs the selection alone.
    if (!document.execCommand("copy")) return;
  }
  button.textContent = button.dataset.done;
}

for (const button of document.querySelectorAll("[data-copies]")) {
  button.hidden = false;
  button.addEventListener("click", () => copy(button));
}
document.addEventListener("change", carry);
carry();
