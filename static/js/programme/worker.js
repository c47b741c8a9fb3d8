// The service worker of the public programme. self.PROGRAMME is written by the server: version, family of caches,
// addresses, assets. It keeps what anybody may read, asked for without cookies; an answer that says no-store or that
// is private to somebody is never kept, and nothing outside the programme and its sessions is touched.

const { version, family, programme, whole, sessions, assets, prefix } = self.PROGRAMME;
const CACHE = `${family}${version}`;
const PATIENCE = 4000;
const MOST_SESSIONS = 60;

function isSession(path) {
  return path.startsWith(sessions) && /^\d+\/$/.test(path.slice(sessions.length));
}

// The page as a stranger would get it: no cookies, so neither names nor stars of whoever reads here.
async function keepPage(address) {
  const answer = await fetch(address, { credentials: "omit", redirect: "error", cache: "no-store" });
  const rule = answer.headers.get("Cache-Control") ?? "";
  const cache = await caches.open(CACHE);
  if (answer.status === 404 || answer.status === 410) await cache.delete(address);
  if (!answer.ok || rule.includes("no-store") || answer.headers.has("Set-Cookie")) return;
  await cache.put(address, answer);
}

async function keepAssets() {
  const cache = await caches.open(CACHE);
  await Promise.all(assets.map(async (url) => {
    const answer = await fetch(url, { cache: "no-cache" });
    if (!answer.ok) throw new Error(url);
    await cache.put(url, answer);
  }));
}

self.addEventListener("install", (event) => {
  event.waitUntil(Promise.all([keepAssets(), keepPage(whole)]).then(() => self.skipWaiting()));
});

self.addEventListener("activate", (event) => {
  event.waitUntil((async () => {
    const old = (await caches.keys()).filter((name) => name.startsWith(family) && name !== CACHE);
    await Promise.all(old.map((name) => caches.delete(name)));
    await self.clients.claim();
  })());
});

// The list of sessions that the visitor has marked: their pages are kept too, as many as are kept at all.
self.addEventListener("message", (event) => {
  const wanted = (event.data?.keep ?? []).filter((path) => isSession(path)).slice(0, MOST_SESSIONS);
  event.waitUntil((async () => {
    const cache = await caches.open(CACHE);
    for (const path of wanted) if (!(await cache.match(path, { ignoreVary: true }))) await keepPage(path).catch(() => {});
  })());
});

// A kept page tells that it is one, and of when.
async function copyOf(address) {
  const kept = await caches.match(address, { cacheName: CACHE, ignoreVary: true });
  if (!kept) return null;
  const at = new Date(kept.headers.get("Date") ?? Date.now()).toISOString();
  const text = (await kept.text()).replace('data-copy-at=""', `data-copy-at="${at}"`);
  return new Response(text, { status: 200, headers: kept.headers });
}

async function open(event, address) {
  const network = fetch(event.request).then((answer) => {
    if (answer.ok || answer.status === 410) event.waitUntil(keepPage(address).catch(() => {}));
    return answer;
  });
  network.catch(() => {});
  const late = new Promise((resolve) => { setTimeout(resolve, PATIENCE); }).then(() => copyOf(address)).then((copy) => copy ?? network);
  return Promise.race([network.catch(async (error) => (await copyOf(address)) ?? Promise.reject(error)), late]);
}

async function openAsset(request) {
  const kept = await caches.match(request, { cacheName: CACHE, ignoreVary: true });
  return kept ?? fetch(request);
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== self.location.origin) return;
  if (request.mode === "navigate" && url.pathname === programme) event.respondWith(open(event, whole));
  else if (request.mode === "navigate" && isSession(url.pathname)) event.respondWith(open(event, url.pathname));
  else if (url.pathname.startsWith(prefix)) event.respondWith(openAsset(request));
});
