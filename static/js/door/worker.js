// The service worker of one door: the page and what it is made of are kept, so that it opens without a network.
// self.DOOR is written by the server: version, page, assets, prefix of the static files, name of the database.

const { version, page, database, assets, prefix } = self.DOOR;
const FAMILY = `door:${page}:`;
const CACHE = `${FAMILY}${version}`;
const PATIENCE = 3000;

async function keepPage() {
  const answer = await fetch(page, { credentials: "same-origin", redirect: "error", cache: "no-store", headers: { "X-Door-Shell": "1" } });
  if (answer.headers.get("X-Door") === "closed") return forget();
  if (answer.ok) await (await caches.open(CACHE)).put(page, answer);
}

async function keepAssets() {
  const cache = await caches.open(CACHE);
  await Promise.all(assets.map(async (url) => {
    const answer = await fetch(url, { cache: "no-cache" });
    if (!answer.ok) throw new Error(url);
    await cache.put(url, answer);
  }));
}

// Who may not stand at the door any more leaves nothing on the device but marks, which name nobody.
async function forget() {
  await caches.delete(CACHE);
  const request = indexedDB.open(database);
  request.onsuccess = () => {
    const opened = request.result;
    if (opened.objectStoreNames.contains("keep")) opened.transaction("keep", "readwrite").objectStore("keep").clear();
    opened.close();
  };
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keepAssets(), keepPage()]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(FAMILY) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// The newest page while the network is quick; the kept one when it is slow or gone.
async function openPage(event) {
  const kept = await caches.match(page, { cacheName: CACHE, ignoreVary: true });
  const network = fetch(event.request).then((answer) => {
    if (answer.ok || answer.headers.get("X-Door") === "closed") event.waitUntil(keepPage().catch(() => {}));
    return answer;
  });
  if (!kept) return network;
  network.catch(() => {});
  const late = new Promise((resolve) => { setTimeout(() => resolve(kept), PATIENCE); });
  return Promise.race([network.catch(() => kept), late]);
}

async function openAsset(request) {
  const kept = await caches.match(request, { cacheName: CACHE, ignoreVary: true });
  if (kept) return kept;
  const answer = await fetch(request);
  if (answer.ok) await (await caches.open(CACHE)).put(request, answer.clone());
  return answer;
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === page) event.respondWith(openPage(event));
  else if (request.mode === "navigate") event.respondWith(fetch(request).catch(() => Response.redirect(`${page}#no-network:${url.pathname}`)));
  else if (url.pathname.startsWith(prefix)) event.respondWith(openAsset(request));
});
