// On other sites: in the place of each link to a page of ours that bears data-count-in, its card.
// Of the site around it nothing is read but these links, and nothing is kept.
(() => {
  const own = new URL(document.currentScript.src).origin;
  const HIGHEST = 600;

  function makeFrame(link) {
    if (!link.href.startsWith(`${own}/`)) return null;
    const address = new URL(link.href);
    address.pathname = `${address.pathname.replace(/\/$/, "")}/embed`;
    const frame = document.createElement("iframe");
    frame.src = address.href;
    frame.title = link.textContent.trim();
    frame.loading = "lazy";
    frame.height = 180;
    frame.style.cssText = "display:block;width:100%;max-width:600px;border:0";
    link.replaceWith(frame);
    return frame;
  }

  const links = document.querySelectorAll("a[data-count-in]");
  const frames = [...links].map(makeFrame).filter(Boolean);

  // The card alone says how high it is, and it can say nothing else.
  addEventListener("message", ({ origin, source, data }) => {
    const frame = origin === own && frames.find((one) => one.contentWindow === source);
    const height = data?.countInHeight;
    if (frame && Number.isInteger(height) && height > 0 && height <= HIGHEST) frame.height = height;
  });
})();
