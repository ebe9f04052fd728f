// Shows what was pushed, and opens the release with one tap. Nothing is cached, no page is changed.
self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(self.clients.claim()));

self.addEventListener("push", (event) => {
  let notice = {};
  try {
    notice = event.data?.json() ?? {};
  } catch {
    // A browser insists that something is shown, whatever came.
  }
  const { title = "Count-In", body = "", tag, lang, dir = "auto", icon, address = "/" } = notice;
  event.waitUntil(
    self.registration.showNotification(title, { body, tag, lang, dir, icon, data: { address } }),
  );
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  const address = new URL(event.notification.data?.address ?? "/", self.location.origin);
  if (address.origin !== self.location.origin) return;
  event.waitUntil(self.clients.openWindow(address.href));
});

// Browsers give themselves a new address now and then.
self.addEventListener("pushsubscriptionchange", (event) => {
  const old = event.oldSubscription;
  if (!old) return;
  const renewed = event.newSubscription
    ? Promise.resolve(event.newSubscription)
    : self.registration.pushManager.subscribe(old.options);
  event.waitUntil(
    renewed.then((subscription) =>
      fetch("/push/renew", {
        method: "POST",
        headers: { "Content-Type": "application/json" },
        body: JSON.stringify({ old: old.endpoint, subscription }),
      }),
    ),
  );
});
