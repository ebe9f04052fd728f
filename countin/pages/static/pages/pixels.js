// In a frame of its own, after a fan allowed it: page view or "done", to whom the organizer named.
// As the three services document it, without what they would gather by themselves.
const { meta, tiktok, ga4, heard } = document.getElementById("pixels").dataset;
const isDone = heard === "done";

function load(address) {
  const script = document.createElement("script");
  script.async = true;
  script.src = address;
  document.head.append(script);
}

function tellMeta() {
  const fbq = (...words) => (fbq.callMethod ? fbq.callMethod(...words) : fbq.queue.push(words));
  Object.assign(fbq, { push: fbq, loaded: true, version: "2.0", queue: [] });
  window.fbq = window._fbq = fbq;
  fbq("set", "autoConfig", false, meta);
  fbq("init", meta);
  fbq("track", isDone ? "Lead" : "PageView");
  load("https://connect.facebook.net/en_US/fbevents.js");
}

function tellTikTok() {
  const address = "https://analytics.tiktok.com/i18n/pixel/events.js";
  const ttq = [];
  for (const word of ["page", "track"]) ttq[word] = (...words) => ttq.push([word, ...words]);
  Object.assign(ttq, { _i: { [tiktok]: Object.assign([], { _u: address }) } });
  Object.assign(ttq, { _t: { [tiktok]: Date.now() }, _o: { [tiktok]: {} } });
  window.TiktokAnalyticsObject = "ttq";
  window.ttq = ttq;
  if (isDone) ttq.track("SubmitForm");
  else ttq.page();
  load(`${address}?sdkid=${encodeURIComponent(tiktok)}&lib=ttq`);
}

function tellGoogle() {
  window.dataLayer = [];
  // Google's script reads the arguments object itself.
  window.gtag = function gtag() { window.dataLayer.push(arguments); };
  window.gtag("js", new Date());
  window.gtag("config", ga4, {
    send_page_view: false,
    allow_google_signals: false,
    allow_ad_personalization_signals: false,
  });
  window.gtag("event", isDone ? "generate_lead" : "page_view");
  load(`https://www.googletagmanager.com/gtag/js?id=${encodeURIComponent(ga4)}`);
}

if (meta) tellMeta();
if (tiktok) tellTikTok();
if (ga4) tellGoogle();
