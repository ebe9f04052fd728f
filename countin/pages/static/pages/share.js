// Share: the phone's own sheet where there is one, else a copy, else the address to copy by hand.
async function askAddress(form) {
  const answer = await fetch(form.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(new FormData(form)),
  });
  if (!answer.ok) throw new Error("refused");
  return (await answer.json()).address;
}

async function hand(address, part) {
  const title = part.dataset.title;
  if (navigator.share) {
    try {
      await navigator.share({ title, url: address });
      return;
    } catch (problem) {
      if (problem.name === "AbortError") return;
    }
  }
  const field = part.querySelector("input[readonly]");
  field.hidden = false;
  try {
    await navigator.clipboard.writeText(address);
    part.querySelector("[role=status]").textContent = part.dataset.copied;
  } catch {
    field.focus();
    field.select();
  }
}

function show(address, part) {
  const field = part.querySelector("input[readonly]");
  field.value = address;
  field.hidden = false;
}

for (const part of document.querySelectorAll(".share")) {
  const form = part.querySelector("form");
  const button = part.querySelector("button");
  if (!form) {
    button.hidden = false;
    button.addEventListener("click", () => hand(part.querySelector("input").value, part));
    continue;
  }
  let address = "";
  form.addEventListener("submit", async (press) => {
    press.preventDefault();
    try {
      address ||= await askAddress(form);
    } catch {
      form.submit();
      return;
    }
    show(address, part);
    await hand(address, part);
  });
}
