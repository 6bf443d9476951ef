interface Lock {
  release: () => Promise<void>
}

/** What of the browser can keep a screen awake; `wakeLock` is left out where it knows no such thing. */
export interface Wakeful {
  wakeLock?: { request: (kind: 'screen') => Promise<Lock> }
}

type Seen = Pick<Document, 'visibilityState' | 'addEventListener' | 'removeEventListener'>

/**
 * Keeps the screen from going dark until the function that it answers is called. A browser lets the lock go by itself when the
 * page is hidden, so it is asked for again when the page is seen; one that has none, or refuses it, goes on without.
 */
export const holdAwake = ({ wakeLock }: Wakeful, page: Seen): (() => void) => {
  if (wakeLock === undefined) return () => undefined
  let isWanted = true
  let lock: Lock | undefined
  const release = (held: Lock) => void held.release().catch(() => undefined)
  const ask = async () => {
    if (page.visibilityState !== 'visible') return
    const held = await wakeLock.request('screen').catch(() => undefined)
    if (held === undefined) return
    if (!isWanted) return release(held)
    lock = held
  }
  const onChange = () => void ask()
  page.addEventListener('visibilitychange', onChange)
  onChange()
  return () => {
    isWanted = false
    page.removeEventListener('visibilitychange', onChange)
    if (lock !== undefined) release(lock)
  }
}
