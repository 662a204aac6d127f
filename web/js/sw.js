// The service worker: after the first visit the page works without a network. It keeps every file of one build, chunks and
// both languages too, and answers from them alone; a new build is fetched beside it and takes its place when the reader says
// so, or when the last tab of the old one is gone. web/build.mjs fills in the build's files, each with the start of its SHA-256.

const FILES = {/* path: mark */};
const BUILD = "build";

const scope = self.registration.scope;
// Other pages of this host may have caches of their own, other copies of this page too.
const OURS = `virtlab ${scope} `;
const NAME = OURS + BUILD;

/** A file's address with its mark, so that no cache on the way gives another build's. */
const marked = (path, mark) => new URL(`${path}?h=${mark}`, scope).href;

self.addEventListener("install", (event) => event.waitUntil(fill()));
self.addEventListener("activate", (event) => event.waitUntil(clear()));
self.addEventListener("message", (event) => {
  if (event.data === "virtlab-take") self.skipWaiting();
});
self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET" || !request.url.startsWith(scope)) return;
  const path = request.url.slice(scope.length).split(/[?#]/)[0].replace(/^index\.html$/, "") || "./";
  const mark = FILES[path];
  if (mark) event.respondWith(answer(request, marked(path, mark)));
});

async function answer(request, address) {
  const cache = await caches.open(NAME);
  return (await cache.match(address)) ?? fetch(request);
}

/** Fetches what no build before had. Nothing is kept of a build that is not whole. */
async function fill() {
  const cache = await caches.open(NAME);
  try {
    await Promise.all(Object.entries(FILES).map(async ([path, mark]) => {
      const address = marked(path, mark);
      const kept = await caches.match(address);
      return cache.put(address, kept ?? (await fetched(address, mark)));
    }));
  } catch (error) {
    await caches.delete(NAME);
    throw error;
  }
}

/** A file from the network, if it is this build's. */
async function fetched(address, mark) {
  const response = await fetch(address, { cache: "no-cache" });
  if (!response.ok) throw new Error(`${address}: ${response.status}`);
  const body = await response.arrayBuffer();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", body));
  const digits = [...hash].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  if (!digits.startsWith(mark)) throw new Error(`${address} is another build's by now`);
  const headers = new Headers();
  // What else the host said of it, such as its compression, is not true of these bytes.
  for (const name of ["Content-Type", "Content-Security-Policy", "Referrer-Policy", "X-Content-Type-Options"]) {
    const value = response.headers.get(name);
    if (value) headers.set(name, value);
  }
  return new Response(body, { headers });
}

/** The builds before are gone, and tabs that came without a worker have one now. */
async function clear() {
  const names = await caches.keys();
  await Promise.all(names.filter((name) => name.startsWith(OURS) && name !== NAME).map((name) => caches.delete(name)));
  await self.clients.claim();
}
