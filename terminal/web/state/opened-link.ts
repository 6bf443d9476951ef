import { signal } from '@preact/signals'

/** A certificate that a link opened: its id, and the key to its body, which stands nowhere but here and is gone with the page. */
export interface OpenedLink {
  id: string
  key: string
}

/** The certificate's link that this page was opened by; `broken` for an address that is none, undefined for a page that is another. */
export const openedLink = signal<OpenedLink | 'broken' | undefined>(undefined)

/** Where the opened certificate is shown. */
export const openedRoute = '/certificate'

const base64url = /^[A-Za-z0-9_-]{43}$/

const linkIn = (pathname: string, hash: string): OpenedLink | 'broken' | undefined => {
  const id = /^\/c\/([^/]*)$/.exec(pathname)?.[1]
  if (id === undefined) return undefined
  // A page that was loaded again has the address of a screen, and its key is gone.
  if (hash === '' || hash.startsWith('#/')) return undefined
  const key = hash.slice(1)
  return base64url.test(id) && base64url.test(key) ? { id, key } : 'broken'
}

/**
 * Reads id and key of a certificate's link out of the address, once, and puts an address without the key in its place: the fragment goes
 * to no server by itself, and from now on neither into the browser's history, a bookmark or what is shared (S1-033).
 */
export const takeLink = (
  { pathname, hash }: Pick<Location, 'pathname' | 'hash'>,
  history: Pick<History, 'replaceState'>,
): void => {
  openedLink.value = linkIn(pathname, hash)
  if (openedLink.value !== undefined || hash === '') history.replaceState(null, '', `${pathname}#${openedRoute}`)
}
