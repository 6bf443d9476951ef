import type { CDPSession, Page } from 'playwright-core'

/** Which traces of what somebody did a browser leaves, by the place where each stands. */
export type Traces = { readonly [place: string]: string }

/** Everything that a page's own storages hold; of the databases each row under its key, without those that `isOwn` names. */
const storages = (isOwn: string): string => `(async () => {
  const cached = []
  for (const name of await caches.keys()) {
    const cache = await caches.open(name)
    for (const request of await cache.keys()) {
      cached.push(request.url, await (await cache.match(request)).clone().text())
    }
  }
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error)
  })
  const rows = []
  for (const { name } of await indexedDB.databases()) {
    const database = await done(indexedDB.open(name))
    for (const store of database.objectStoreNames) {
      const held = database.transaction(store).objectStore(store)
      const [keys, values] = await Promise.all([done(held.getAllKeys()), done(held.getAll())])
      keys.forEach((key, place) => {
        if (!String(key).startsWith(${JSON.stringify(isOwn)})) rows.push([name, store, key, values[place]])
      })
    }
    database.close()
  }
  const all = (storage) => JSON.stringify(Object.entries(storage))
  return {
    'cache storage': cached.join('\\n'),
    'local storage': all(localStorage),
    'session storage': all(sessionStorage),
    'databases of the page': JSON.stringify(rows, (_name, value) => typeof value === 'bigint' ? String(value) : value),
  }
})()`

interface Sent {
  url: string
  postData?: string
}

/** Writes down what a page sends, and reads what its browser keeps. */
export class TraceReader {
  readonly #page: Page
  readonly #tools: CDPSession
  readonly #sent: { urls: string[]; headers: string[]; referrers: string[]; bodies: string[] }

  private constructor(page: Page, tools: CDPSession) {
    this.#page = page
    this.#tools = tools
    this.#sent = { urls: [], headers: [], referrers: [], bodies: [] }
  }

  /** Begins to write down, before the page goes anywhere. */
  static async open(page: Page): Promise<TraceReader> {
    const tools = await page.context().newCDPSession(page)
    const reader = new TraceReader(page, tools)
    // As on the wire: an address without its fragment, and the headers that were sent in the end.
    tools.on('Network.requestWillBeSent', ({ request }: { request: Sent }) => {
      reader.#sent.urls.push(request.url)
      reader.#sent.bodies.push(request.postData ?? '')
    })
    tools.on('Network.requestWillBeSentExtraInfo', ({ headers }) => reader.#headersSent(headers))
    await tools.send('Network.enable', { maxPostDataSize: 1_000_000 })
    return reader
  }

  #headersSent(headers: { [name: string]: string }): void {
    for (const [name, value] of Object.entries(headers)) {
      const list = name.toLowerCase() === 'referer' ? this.#sent.referrers : this.#sent.headers
      // What HTTP's own method and path say stands among the addresses.
      if (!name.startsWith(':')) list.push(`${name}: ${value}`)
    }
  }

  /** What there is by now; rows of databases whose key begins with `isOwn` are left out. */
  async read(isOwn: string): Promise<Traces> {
    const { urls, headers, referrers, bodies } = this.#sent
    const { entries } = await this.#tools.send('Page.getNavigationHistory')
    const kept = (await this.#page.evaluate(storages(isOwn))) as Traces
    return {
      ...{ 'addresses of requests': urls.join('\n'), 'referrers of requests': referrers.join('\n') },
      ...{ 'headers of requests': headers.join('\n'), 'bodies of requests': bodies.join('\n'), ...kept },
      'history of the tab': entries.map(({ url, title }) => `${url} ${title}`).join('\n'),
    }
  }
}

/** Writes a text into each of these places, as a careless page would; `asset` is a file that browsers may cache. */
export const writeCarelessly = (page: Page, text: string, asset: string): Promise<unknown> =>
  page.evaluate(`(async () => {
    const text = ${JSON.stringify(text)}
    const inAddress = encodeURIComponent(text)
    await fetch('/v1/vouchers/' + inAddress)
    await fetch('/v1/vouchers', { referrer: '/?' + inAddress, referrerPolicy: 'unsafe-url' })
    await fetch('/v1/vouchers', { headers: { 'accept-language': inAddress } })
    await fetch('/v1/instructions', { method: 'POST', body: text })
    await (await fetch(${JSON.stringify(asset)} + '?' + inAddress)).text()
    localStorage.setItem('careless ' + text, text)
    sessionStorage.setItem('careless ' + text, text)
    await (await caches.open('careless')).put('/careless?' + inAddress, new Response(text))
    await new Promise((resolve, reject) => {
      const opening = indexedDB.open('careless ' + inAddress)
      opening.onupgradeneeded = () => opening.result.createObjectStore('careless')
      opening.onerror = () => reject(opening.error)
      opening.onsuccess = () => {
        const writing = opening.result.transaction('careless', 'readwrite')
        writing.objectStore('careless').put(text, 'text')
        writing.oncomplete = () => { opening.result.close(); resolve() }
      }
    })
    history.pushState(null, '', location.pathname + '?' + inAddress)
  })()`)
