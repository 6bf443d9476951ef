/** A certificate that a link opened: its id, and the key to its body, which stands nowhere but here and is gone with the page. */
export interface OpenedLink {
  id: string
  key: string
}

/** What `take-link.js` found in the address before this page began. */
type Handed = { pathname: string; hash: string } | undefined

const base64url = /^[A-Za-z0-9_-]{43}$/

const linkIn = (handed: Handed): OpenedLink | 'broken' | undefined => {
  if (handed === undefined) return undefined
  const id = /^\/c\/([^/]*)$/.exec(handed.pathname)?.[1] ?? ''
  const key = handed.hash.slice(1)
  return base64url.test(id) && base64url.test(key) ? { id, key } : 'broken'
}

let taken: OpenedLink | 'broken' | undefined

/**
 * The certificate's link that this page was opened by; `broken` for an address that is none, undefined for a page that is another or was
 * loaded again. What was handed on is taken the first time, and stands nowhere else then (S1-033).
 */
export const openedLink = (page: { assayLink?: Handed } = globalThis as object): OpenedLink | 'broken' | undefined => {
  taken ??= linkIn(page.assayLink)
  delete page.assayLink
  return taken
}
