// Keeps the shell, so that the terminal opens without a network and says so. Never an answer of the gateway's interface,
// and never anything that moves money: what cannot be sent now is sent again by a person. A screen's own assets are kept once
// it was opened.
const shell = 'assay-shell'
const isHashed = (path) => path.startsWith('/assets/')
const isShell = (path) =>
  path === '/' || isHashed(path) || /^\/(icon[a-z0-9-]*\.(svg|png)|manifest\.webmanifest|check-browser\.js)$/.test(path)

const keep = async (request, response) => {
  if (response.ok && response.type === 'basic') {
    const cache = await caches.open(shell)
    await cache.put(request, response.clone())
  }
  return response
}

/** Keeps the page of now, and drops the assets that only an older one knew; an open page asks the gateway for those. */
const keepPage = async (request, response) => {
  const before = await (await caches.match('/'))?.text()
  const kept = await keep(request, response.clone())
  if (kept.ok && before !== undefined && before !== (await response.text())) await tidy()
  return kept
}

const fromNetworkFirst = async (request) => {
  try {
    const response = await fetch(request)
    return await (new URL(request.url).pathname === '/' ? keepPage : keep)(request, response)
  } catch (error) {
    const kept = await caches.match(request)
    if (kept === undefined) throw error
    return kept
  }
}

const fromCacheFirst = async (request) => (await caches.match(request)) ?? keep(request, await fetch(request))

/** Drops the assets that the page of now does not name any more. */
const tidy = async () => {
  const cache = await caches.open(shell)
  const page = await (await cache.match('/'))?.text()
  if (page === undefined) return
  for (const request of await cache.keys()) {
    const { pathname } = new URL(request.url)
    if (isHashed(pathname) && !page.includes(pathname)) await cache.delete(request)
  }
}

self.addEventListener('install', (event) => {
  const load = async () => {
    const cache = await caches.open(shell)
    await cache.add('/')
    const page = await (await cache.match('/')).text()
    await cache.addAll([...page.matchAll(/(?:src|href)="(\/[^"]+)"/g)].map(([, path]) => path))
  }
  event.waitUntil(load().then(() => self.skipWaiting()))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(tidy().then(() => self.clients.claim()))
})

self.addEventListener('message', (event) => {
  const load = async () => {
    const cache = await caches.open(shell)
    for (const path of event.data) if (isHashed(path) && (await cache.match(path)) === undefined) await cache.add(path)
  }
  event.waitUntil(load())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const { origin, pathname, search } = new URL(request.url)
  if (request.method !== 'GET' || origin !== self.location.origin || search !== '' || !isShell(pathname)) return
  event.respondWith(isHashed(pathname) ? fromCacheFirst(request) : fromNetworkFirst(request))
})
