// Inside another site: how high the card is, told to whoever frames it. A height is no secret.
const card = document.querySelector(".card");
const tell = () =>
  parent.postMessage({ countInHeight: Math.ceil(card.getBoundingClientRect().height) }, "*");
if (parent !== window) new ResizeObserver(tell).observe(card);
